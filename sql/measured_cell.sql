-- reads measured_region, measured_industry
-- The cells that are measured together: workplaces of both sexes of one series, year and level, by numbers instead of
-- codes, which keeps them narrow. low and high are the ends of what a published figure n with slack k can stand for,
-- max(0, n - k) and n + k. The slack is the table's noise; that of a derived total, which is two published figures, is
-- twice the noise; a table without declared noise has none.
WITH cell AS (
    SELECT
        measured_region.region_id,
        measured_industry.industry_id,
        employment.employees,
        employment.status,
        COALESCE(CASE WHEN employment.status = 'derived' THEN 2 * table_noise.noise ELSE table_noise.noise END, 0)
            AS slack
    FROM employment
    INNER JOIN measured_region ON employment.region_code = measured_region.region_code
    INNER JOIN measured_industry ON employment.industry_code = measured_industry.industry_code
    LEFT JOIN table_noise ON employment.table_id = table_noise.table_id
    WHERE
        employment.series = $series
        AND employment.year = $year
        AND employment.level = $level
        AND employment.sex = 'total'
)

SELECT
    cell.region_id,
    cell.industry_id,
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
    cell.employees + cell.slack AS high,
    CAST(cell.slack AS INTEGER) AS slack
FROM cell
