-- Which of the sixteen groups of the published tables (SNI 2007) a five-digit industry of SNI 2025 lies in: one, or
-- several where the bridge leads to several. Where the bridge has the five digits they decide, else their class.
-- An industry that the bridge does not have lies in no group; nothing is inferred from a similar code.
WITH fine AS (
    SELECT
        industry_bridge.sni2025_code AS industry_code,
        industry_bridge.sni2007_code
    FROM industry_bridge
    WHERE industry_bridge.level = '5'
),

bridged AS (
    SELECT
        fine.industry_code,
        fine.sni2007_code
    FROM fine
    UNION ALL
    SELECT
        industry.industry_code,
        industry_bridge.sni2007_code
    FROM industry
    INNER JOIN industry_bridge ON industry.parent_code = industry_bridge.sni2025_code
    LEFT JOIN fine ON industry.industry_code = fine.industry_code
    WHERE
        industry.edition = $industry_edition
        AND industry.level = '5'
        AND industry_bridge.level = '4'
        AND fine.industry_code IS NULL
)

SELECT
    bridged.industry_code,
    industry.group_code
FROM bridged
INNER JOIN industry ON bridged.sni2007_code = industry.industry_code
WHERE industry.edition = 'SNI2007'
GROUP BY bridged.industry_code, industry.group_code
UNION ALL
SELECT
    industry.industry_code,
    unknown_group.industry_code AS group_code
FROM industry
CROSS JOIN industry AS unknown_group
WHERE
    industry.edition = $industry_edition
    AND industry.level = '5'
    AND industry.unknown
    AND unknown_group.edition = 'SNI2007-16'
    AND unknown_group.unknown
