-- The cells that are measured together: workplaces of both sexes of one series, year and level, numbered by region and
-- industry. low and high are the ends of what a published figure n with noise k can stand for, max(0, n - k) and n + k;
-- a derived total is two published figures, so 2 k. A table without declared noise has none.
WITH cell AS (
    SELECT
        employment.region_code,
        employment.industry_code,
        employment.employees,
        employment.status,
        COALESCE(CASE WHEN employment.status = 'derived' THEN 2 * table_noise.noise ELSE table_noise.noise END, 0)
            AS slack
    FROM employment
    LEFT JOIN table_noise ON employment.table_id = table_noise.table_id
    WHERE
        employment.series = $series
        AND employment.year = $year
        AND employment.level = $level
        AND employment.sex = 'total'
),

cell_region AS (
    SELECT cell.region_code
    FROM cell
    GROUP BY cell.region_code
),

numbered_region AS (
    SELECT
        cell_region.region_code,
        CAST(ROW_NUMBER() OVER (ORDER BY cell_region.region_code) AS INTEGER) AS region_id
    FROM cell_region
),

cell_industry AS (
    SELECT cell.industry_code
    FROM cell
    GROUP BY cell.industry_code
),

unknown_industry AS (
    SELECT industry.industry_code
    FROM industry
    WHERE industry.unknown
    GROUP BY industry.industry_code
),

numbered_industry AS (
    SELECT
        cell_industry.industry_code,
        unknown_industry.industry_code IS NOT NULL AS unknown,
        CAST(ROW_NUMBER() OVER (ORDER BY cell_industry.industry_code) AS INTEGER) AS industry_id
    FROM cell_industry
    LEFT JOIN unknown_industry ON cell_industry.industry_code = unknown_industry.industry_code
    WHERE unknown_industry.industry_code IS NULL OR $unknown_in_totals
)

SELECT
    numbered_region.region_id,
    numbered_industry.industry_id,
    cell.region_code,
    cell.industry_code,
    numbered_industry.unknown,
    cell.employees,
    CASE
        WHEN cell.employees IS NOT NULL THEN NULL
        WHEN cell.status IN ('suppressed', 'not_applicable') THEN cell.status
        ELSE 'missing'
    END AS reason,
    CASE
        WHEN cell.employees > cell.slack THEN cell.employees - cell.slack
        WHEN cell.employees IS NOT NULL THEN CAST(0 AS BIGINT)
    END AS low,
    cell.employees + cell.slack AS high
FROM cell
INNER JOIN numbered_region ON cell.region_code = numbered_region.region_code
INNER JOIN numbered_industry ON cell.industry_code = numbered_industry.industry_code
