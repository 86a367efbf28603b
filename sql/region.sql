-- Declared regions, and regions whose code occurs only in imported tables; a declared name always wins.
SELECT
    classification_region.region_code,
    classification_region.name_sv,
    classification_region.name_en,
    classification_region.type,
    classification_region.county_code,
    classification_region.skr_group,
    classification_region.skr_group_name_sv,
    classification_region.skr_group_name_en,
    classification_region.la_region,
    classification_region.la_region_name,
    classification_region.fa_region,
    classification_region.fa_region_name,
    classification_region.valid_from,
    classification_region.valid_to
FROM classification_region
UNION ALL
SELECT
    imported_region.region_code,
    -- Imports may spell one region differently; the smallest name is the same in every run.
    COALESCE(MIN(imported_region.name), imported_region.region_code) AS name_sv,
    COALESCE(MIN(imported_region.name), imported_region.region_code) AS name_en,
    'imported' AS type, -- noqa: RF04
    CAST(NULL AS VARCHAR) AS county_code,
    CAST(NULL AS VARCHAR) AS skr_group,
    CAST(NULL AS VARCHAR) AS skr_group_name_sv,
    CAST(NULL AS VARCHAR) AS skr_group_name_en,
    CAST(NULL AS VARCHAR) AS la_region,
    CAST(NULL AS VARCHAR) AS la_region_name,
    CAST(NULL AS VARCHAR) AS fa_region,
    CAST(NULL AS VARCHAR) AS fa_region_name,
    CAST(NULL AS BIGINT) AS valid_from,
    CAST(NULL AS BIGINT) AS valid_to
FROM imported_region
LEFT JOIN classification_region
    ON imported_region.region_code = classification_region.region_code
WHERE classification_region.region_code IS NULL
GROUP BY imported_region.region_code
