-- Cells of employment that an edition (employment) has otherwise than the one before it (employment_before): new, gone,
-- or revised, which a change of status is too. A published figure may be off by the table's declared noise, a derived
-- total by twice that, so two figures of one thing may differ by the noise of both: within_noise.
WITH before_cell AS (
    SELECT
        employment_before.region_code,
        employment_before.industry_code,
        employment_before.year,
        employment_before.series,
        employment_before.sex,
        employment_before.employees,
        employment_before.status,
        COALESCE(
            CASE WHEN employment_before.status = 'derived' THEN 2 * table_noise.noise ELSE table_noise.noise END, 0
        ) AS slack
    FROM employment_before
    LEFT JOIN table_noise ON employment_before.table_id = table_noise.table_id
),

now_cell AS (
    SELECT
        employment.region_code,
        employment.industry_code,
        employment.year,
        employment.series,
        employment.sex,
        employment.employees,
        employment.status,
        COALESCE(CASE WHEN employment.status = 'derived' THEN 2 * table_noise.noise ELSE table_noise.noise END, 0)
            AS slack
    FROM employment
    LEFT JOIN table_noise ON employment.table_id = table_noise.table_id
),

paired AS (
    SELECT
        COALESCE(now_cell.region_code, before_cell.region_code) AS region_code,
        COALESCE(now_cell.industry_code, before_cell.industry_code) AS industry_code,
        COALESCE(now_cell.year, before_cell.year) AS year,
        COALESCE(now_cell.series, before_cell.series) AS series,
        COALESCE(now_cell.sex, before_cell.sex) AS sex,
        CASE
            WHEN before_cell.region_code IS NULL THEN 'new'
            WHEN now_cell.region_code IS NULL THEN 'gone'
            ELSE 'revised'
        END AS change,
        before_cell.employees AS employees_before,
        now_cell.employees,
        before_cell.status AS status_before,
        now_cell.status,
        now_cell.employees - before_cell.employees AS difference,
        now_cell.slack + before_cell.slack AS slack
    FROM before_cell
    FULL OUTER JOIN now_cell
        ON
            before_cell.region_code = now_cell.region_code
            AND before_cell.industry_code = now_cell.industry_code
            AND before_cell.year = now_cell.year
            AND before_cell.series = now_cell.series
            AND before_cell.sex = now_cell.sex
)

SELECT
    paired.region_code,
    paired.industry_code,
    paired.year,
    paired.series,
    paired.sex,
    paired.change,
    paired.employees_before,
    paired.employees,
    paired.status_before,
    paired.status,
    paired.difference,
    CASE WHEN paired.difference IS NOT NULL THEN ABS(paired.difference) <= paired.slack END AS within_noise
FROM paired
WHERE
    paired.change <> 'revised'
    OR paired.status_before <> paired.status
    OR paired.difference <> 0
ORDER BY
    ABS(paired.difference) DESC NULLS LAST, paired.series ASC, paired.year ASC, paired.region_code ASC,
    paired.industry_code ASC, paired.sex ASC
