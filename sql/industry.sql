-- Declared industries, and per imported table the industries that no edition spoken by that table declares.
WITH declared_industry AS (
    SELECT
        spoken_edition.series,
        classification_industry.industry_code
    FROM classification_industry
    INNER JOIN spoken_edition ON classification_industry.edition = spoken_edition.edition
    GROUP BY spoken_edition.series, classification_industry.industry_code
)

SELECT
    classification_industry.industry_code,
    classification_industry.edition,
    classification_industry.level,
    classification_industry.parent_code,
    classification_industry.group_code,
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
    CAST(NULL AS VARCHAR) AS group_code,
    COALESCE(MIN(imported_industry.name), imported_industry.industry_code) AS name_sv,
    COALESCE(MIN(imported_industry.name), imported_industry.industry_code) AS name_en,
    -- A name of more than $longest characters would not fit beside a bar; the code does, and the table has the name.
    CASE
        WHEN CHAR_LENGTH(MIN(imported_industry.name)) <= CAST($longest AS INTEGER)
            THEN MIN(imported_industry.name)
        ELSE imported_industry.industry_code
    END AS short_sv,
    CASE
        WHEN CHAR_LENGTH(MIN(imported_industry.name)) <= CAST($longest AS INTEGER)
            THEN MIN(imported_industry.name)
        ELSE imported_industry.industry_code
    END AS short_en,
    FALSE AS unknown -- noqa: RF04
FROM imported_industry
LEFT JOIN declared_industry
    ON
        imported_industry.industry_code = declared_industry.industry_code
        AND imported_industry.edition = declared_industry.series
WHERE declared_industry.industry_code IS NULL
GROUP BY imported_industry.industry_code, imported_industry.edition, imported_industry.level
