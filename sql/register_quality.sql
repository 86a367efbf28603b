-- reads register_industry
-- What is absent or unknown in the records of every kept register edition. What the counts per cell no longer tell
-- (the form in which codes came, malformed against absent) was counted while the pages were read: register_tally.
WITH noted AS (
    SELECT
        register_cell.series,
        register_cell.register_date,
        register_cell.municipality_code,
        register_cell.industry_code,
        register_cell.size_class,
        register_cell.status,
        register_cell.workplaces,
        COALESCE(region.type, '') = 'municipality' AS municipality_known,
        register_industry.leaf_code IS NOT NULL AND NOT register_industry.unknown AS industry_known
    FROM register_cell
    LEFT JOIN region ON register_cell.municipality_code = region.region_code
    LEFT JOIN register_industry
        ON register_cell.industry_code = register_industry.leaf_code AND register_industry.level = '5'
),

total AS (
    SELECT
        noted.series,
        noted.register_date,
        SUM(noted.workplaces) AS received,
        SUM(CASE WHEN noted.status = 'active' THEN noted.workplaces ELSE 0 END) AS active,
        SUM(CASE WHEN noted.status = 'never_active' THEN noted.workplaces ELSE 0 END) AS never_active,
        SUM(CASE WHEN noted.status = 'closed' THEN noted.workplaces ELSE 0 END) AS closed,
        SUM(CASE WHEN noted.status = 'unknown' THEN noted.workplaces ELSE 0 END) AS status_unknown,
        SUM(CASE WHEN noted.municipality_code = '' THEN noted.workplaces ELSE 0 END) AS no_municipality,
        SUM(CASE WHEN noted.industry_code = '' THEN noted.workplaces ELSE 0 END) AS no_industry,
        SUM(CASE WHEN noted.size_class = '0' THEN noted.workplaces ELSE 0 END) AS size_unknown,
        SUM(CASE WHEN noted.size_class = '' THEN noted.workplaces ELSE 0 END) AS size_invalid,
        SUM(
            CASE WHEN noted.status = 'active' AND NOT noted.municipality_known THEN noted.workplaces ELSE 0 END
        ) AS in_no_region
    FROM noted
    GROUP BY
        noted.series,
        noted.register_date
),

counted AS (
    SELECT
        total.series,
        total.register_date,
        total.received,
        total.active,
        total.never_active,
        total.closed,
        total.status_unknown,
        total.no_municipality - register_tally.municipality_invalid AS municipality_blank,
        register_tally.municipality_invalid,
        total.no_industry - register_tally.industry_invalid AS industry_blank,
        register_tally.industry_invalid,
        total.size_unknown,
        total.size_invalid,
        total.received - register_tally.number_codes AS text_codes,
        register_tally.number_codes,
        total.in_no_region
    FROM total
    INNER JOIN register_tally
        ON total.series = register_tally.series AND total.register_date = register_tally.register_date
),

kind AS (
    SELECT
        counted.series,
        counted.register_date,
        'received' AS kind,
        '' AS code,
        counted.received AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'active' AS kind,
        '' AS code,
        counted.active AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'never_active' AS kind,
        '' AS code,
        counted.never_active AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'closed' AS kind,
        '' AS code,
        counted.closed AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'status_unknown' AS kind,
        '' AS code,
        counted.status_unknown AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'municipality_blank' AS kind,
        '' AS code,
        counted.municipality_blank AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'municipality_invalid' AS kind,
        '' AS code,
        counted.municipality_invalid AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'industry_blank' AS kind,
        '' AS code,
        counted.industry_blank AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'industry_invalid' AS kind,
        '' AS code,
        counted.industry_invalid AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'size_unknown' AS kind,
        '' AS code,
        counted.size_unknown AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'size_invalid' AS kind,
        '' AS code,
        counted.size_invalid AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'text_codes' AS kind,
        '' AS code,
        counted.text_codes AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'number_codes' AS kind,
        '' AS code,
        counted.number_codes AS workplaces
    FROM counted
    UNION ALL
    SELECT
        counted.series,
        counted.register_date,
        'in_no_region' AS kind,
        '' AS code,
        counted.in_no_region AS workplaces
    FROM counted
    UNION ALL
    SELECT
        noted.series,
        noted.register_date,
        'municipality_unknown' AS kind,
        noted.municipality_code AS code,
        SUM(noted.workplaces) AS workplaces
    FROM noted
    WHERE noted.municipality_code <> '' AND NOT noted.municipality_known
    GROUP BY
        noted.series,
        noted.register_date,
        noted.municipality_code
    UNION ALL
    SELECT
        noted.series,
        noted.register_date,
        'industry_unknown' AS kind,
        noted.industry_code AS code,
        SUM(noted.workplaces) AS workplaces
    FROM noted
    WHERE noted.industry_code <> '' AND NOT noted.industry_known
    GROUP BY
        noted.series,
        noted.register_date,
        noted.industry_code
)

SELECT
    kind.series,
    kind.register_date,
    kind.kind,
    kind.code,
    CAST(kind.workplaces AS BIGINT) AS workplaces
FROM kind
