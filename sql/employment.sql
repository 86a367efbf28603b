-- Employed persons by region of workplace and industry: every published cell, and for each cell that a series
-- publishes for men and women only the derived total. The total of parts of which one is suppressed or absent is
-- empty and takes the stronger reason (suppressed before missing before not_applicable): never the sum of the rest.
WITH published AS (
    SELECT
        cell.region_code,
        cell.industry_code,
        cell.year,
        cell.series,
        cell.sex,
        cell.level,
        CASE WHEN cell.status = 'zero' THEN COALESCE(cell.employees, 0) ELSE cell.employees END AS employees,
        cell.workplaces,
        cell.status,
        cell.table_id
    FROM cell
    WHERE cell.measure = 'workplace'
),

part AS (
    SELECT
        published.region_code,
        published.industry_code,
        published.year,
        published.series,
        published.level,
        published.table_id,
        COUNT(*) AS parts,
        SUM(CASE WHEN published.sex = 'total' THEN 1 ELSE 0 END) AS totals,
        SUM(CASE WHEN published.employees IS NULL THEN 1 ELSE 0 END) AS empty_parts,
        SUM(CASE WHEN published.status = 'suppressed' THEN 1 ELSE 0 END) AS suppressed_parts,
        SUM(CASE WHEN published.status = 'not_applicable' THEN 1 ELSE 0 END) AS not_applicable_parts,
        SUM(published.employees) AS employees
    FROM published
    GROUP BY
        published.region_code,
        published.industry_code,
        published.year,
        published.series,
        published.level,
        published.table_id
)

SELECT
    published.region_code,
    published.industry_code,
    published.year,
    published.series,
    published.sex,
    published.level,
    published.employees,
    published.workplaces,
    published.status,
    published.table_id
FROM published
UNION ALL
SELECT
    part.region_code,
    part.industry_code,
    part.year,
    part.series,
    'total' AS sex,
    part.level,
    CASE WHEN part.parts = 2 AND part.empty_parts = 0 THEN CAST(part.employees AS BIGINT) END AS employees,
    CAST(NULL AS BIGINT) AS workplaces,
    CASE
        WHEN part.suppressed_parts > 0 THEN 'suppressed'
        WHEN part.parts < 2 OR part.empty_parts > part.not_applicable_parts THEN 'missing'
        WHEN part.not_applicable_parts > 0 THEN 'not_applicable'
        ELSE 'derived'
    END AS status,
    part.table_id
FROM part
WHERE part.totals = 0
