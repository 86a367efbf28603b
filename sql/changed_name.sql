-- Codes of regions and industries that an edition has otherwise than the one before it (region_before,
-- industry_before): new, gone, or called by another name. edition is the classification's, empty for regions.
WITH before_code AS (
    SELECT
        'region' AS kind,
        region_before.region_code AS code,
        '' AS edition,
        region_before.name_sv,
        region_before.name_en
    FROM region_before
    UNION ALL
    SELECT
        'industry' AS kind,
        industry_before.industry_code AS code,
        industry_before.edition,
        industry_before.name_sv,
        industry_before.name_en
    FROM industry_before
),

now_code AS (
    SELECT
        'region' AS kind,
        region.region_code AS code,
        '' AS edition,
        region.name_sv,
        region.name_en
    FROM region
    UNION ALL
    SELECT
        'industry' AS kind,
        industry.industry_code AS code,
        industry.edition,
        industry.name_sv,
        industry.name_en
    FROM industry
),

paired AS (
    SELECT
        COALESCE(now_code.kind, before_code.kind) AS kind,
        COALESCE(now_code.code, before_code.code) AS code,
        COALESCE(now_code.edition, before_code.edition) AS edition,
        CASE
            WHEN before_code.code IS NULL THEN 'new'
            WHEN now_code.code IS NULL THEN 'gone'
            ELSE 'renamed'
        END AS change,
        before_code.name_sv AS name_sv_before,
        before_code.name_en AS name_en_before,
        now_code.name_sv,
        now_code.name_en
    FROM before_code
    FULL OUTER JOIN now_code
        ON
            before_code.kind = now_code.kind
            AND before_code.code = now_code.code
            AND before_code.edition = now_code.edition
)

SELECT
    paired.kind,
    paired.code,
    paired.edition,
    paired.change,
    paired.name_sv_before,
    paired.name_en_before,
    paired.name_sv,
    paired.name_en
FROM paired
WHERE
    paired.change <> 'renamed'
    OR COALESCE(paired.name_sv_before, '') <> COALESCE(paired.name_sv, '')
    OR COALESCE(paired.name_en_before, '') <> COALESCE(paired.name_en, '')
ORDER BY paired.kind DESC, paired.edition ASC, paired.code ASC
