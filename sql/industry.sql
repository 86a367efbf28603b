-- Declared industries, and per imported table the industries whose code no classification declares.
SELECT
    classification_industry.industry_code,
    classification_industry.edition,
    classification_industry.level,
    classification_industry.parent_code,
    classification_industry.name_sv,
    classification_industry.name_en,
    classification_industry.short_sv,
    classification_industry.short_en,
    classification_industry.unknown
FROM classification_industry
UNION ALL
SELECT
    imported_industry.industry_code,
    imported_industry.edition,
    imported_industry.level,
    CAST(NULL AS VARCHAR) AS parent_code,
    COALESCE(MIN(imported_industry.name), imported_industry.industry_code) AS name_sv,
    COALESCE(MIN(imported_industry.name), imported_industry.industry_code) AS name_en,
    -- A long name would not fit beside a bar; the code does, and the chart's table has the name.
    CASE
        WHEN CHAR_LENGTH(MIN(imported_industry.name)) <= 28 THEN MIN(imported_industry.name)
        ELSE imported_industry.industry_code
    END AS short_sv,
    CASE
        WHEN CHAR_LENGTH(MIN(imported_industry.name)) <= 28 THEN MIN(imported_industry.name)
        ELSE imported_industry.industry_code
    END AS short_en,
    -- SNI has no division 00; SCB's extracts use it for unknown industry.
    imported_industry.industry_code = '00' AS unknown -- noqa: RF04
FROM imported_industry
LEFT JOIN classification_industry
    ON imported_industry.industry_code = classification_industry.industry_code
WHERE classification_industry.industry_code IS NULL
GROUP BY imported_industry.industry_code, imported_industry.edition, imported_industry.level
