-- Which of the sixteen groups of the published tables (SNI 2007) a five-digit industry of SNI 2025 can lie in: one, or
-- several where the bridge leads to several. Where the bridge has the five digits they decide, else their class.
-- An industry that the bridge does not have can lie in any group: nothing is inferred from a similar code.
WITH five AS (
    SELECT
        industry.industry_code,
        industry.parent_code,
        industry.unknown
    FROM industry
    WHERE industry.edition = $industry_edition AND industry.level = '5'
),

fine AS (
    SELECT
        industry_bridge.sni2025_code AS industry_code,
        industry_bridge.sni2007_code
    FROM industry_bridge
    WHERE industry_bridge.level = '5'
),

pair AS (
    SELECT
        fine.industry_code,
        fine.sni2007_code
    FROM fine
    UNION ALL
    SELECT
        five.industry_code,
        industry_bridge.sni2007_code
    FROM five
    INNER JOIN industry_bridge ON five.parent_code = industry_bridge.sni2025_code
    LEFT JOIN fine ON five.industry_code = fine.industry_code
    WHERE fine.industry_code IS NULL
),

bridged AS (
    SELECT
        pair.industry_code,
        industry.group_code
    FROM pair
    INNER JOIN industry ON pair.sni2007_code = industry.industry_code
    WHERE industry.edition = 'SNI2007'
    GROUP BY pair.industry_code, industry.group_code
)

SELECT
    bridged.industry_code,
    bridged.group_code,
    TRUE AS bridged
FROM bridged
UNION ALL
SELECT
    five.industry_code,
    published_group.industry_code AS group_code,
    five.unknown AS bridged
FROM five
LEFT JOIN bridged ON five.industry_code = bridged.industry_code
CROSS JOIN industry AS published_group
WHERE
    bridged.industry_code IS NULL
    AND published_group.edition = 'SNI2007-16'
    AND published_group.level = 'group'
    AND (published_group.unknown OR NOT five.unknown)
