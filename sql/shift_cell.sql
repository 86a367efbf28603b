-- reads measured_region, measured_industry, shift_step
-- Employment at both ends of every step, of every region and industry that the series lists together in any year.
-- A cell that is not listed counts as none if its region is listed in that year, and as missing if it is not. Of two
-- reasons the stronger is told: suppressed before missing before not_applicable.
WITH cell AS (
    SELECT
        measured_region.region_id,
        measured_industry.industry_id,
        employment.year,
        employment.employees,
        employment.status
    FROM employment
    INNER JOIN measured_region ON employment.region_code = measured_region.region_code
    INNER JOIN measured_industry ON employment.industry_code = measured_industry.industry_code
    WHERE
        employment.series = $series
        AND employment.year BETWEEN $start_year AND $end_year
        AND employment.level = $level
        AND employment.sex = 'total'
),

pair AS (
    SELECT
        cell.region_id,
        cell.industry_id
    FROM cell
    GROUP BY cell.region_id, cell.industry_id
),

listed AS (
    SELECT
        cell.region_id,
        cell.year
    FROM cell
    GROUP BY cell.region_id, cell.year
),

ends AS (
    SELECT
        shift_step.step_id,
        pair.region_id,
        pair.industry_id,
        start_cell.status AS status_start,
        end_cell.status AS status_end,
        CASE
            WHEN start_cell.region_id IS NOT NULL THEN start_cell.employees
            WHEN start_listed.region_id IS NOT NULL THEN CAST(0 AS BIGINT)
        END AS employees_start,
        CASE
            WHEN end_cell.region_id IS NOT NULL THEN end_cell.employees
            WHEN end_listed.region_id IS NOT NULL THEN CAST(0 AS BIGINT)
        END AS employees_end
    FROM pair
    CROSS JOIN shift_step
    LEFT JOIN cell AS start_cell
        ON
            pair.region_id = start_cell.region_id
            AND pair.industry_id = start_cell.industry_id
            AND shift_step.first_year = start_cell.year
    LEFT JOIN cell AS end_cell
        ON
            pair.region_id = end_cell.region_id
            AND pair.industry_id = end_cell.industry_id
            AND shift_step.last_year = end_cell.year
    LEFT JOIN listed AS start_listed
        ON pair.region_id = start_listed.region_id AND shift_step.first_year = start_listed.year
    LEFT JOIN listed AS end_listed
        ON pair.region_id = end_listed.region_id AND shift_step.last_year = end_listed.year
)

SELECT
    ends.step_id,
    ends.region_id,
    ends.industry_id,
    ends.employees_start,
    ends.employees_end,
    CASE
        WHEN ends.employees_start IS NOT NULL AND ends.employees_end IS NOT NULL THEN NULL
        WHEN 'suppressed' IN (ends.status_start, ends.status_end) THEN 'suppressed'
        WHEN
            (ends.employees_start IS NOT NULL OR ends.status_start = 'not_applicable')
            AND (ends.employees_end IS NOT NULL OR ends.status_end = 'not_applicable')
            THEN 'not_applicable'
        ELSE 'missing'
    END AS reason
FROM ends
