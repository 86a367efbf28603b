-- reads fitting_area
-- How the fitted jobs of every area and group meet the published total, and between which bounds they could lie.
-- below_low and above_high: no sizes within the classes give the published total. not_met_jointly: each group's could
-- be given, but not all at once, because industries that lie in several groups do not have jobs enough for all of them.
-- Workplaces of unknown size could hold the whole published total, together, if any can lie in the group.
WITH allocated AS (
    SELECT
        COALESCE(job_allocation.target_region_code, job_allocation.region_code) AS area_code,
        job_allocation.group_code,
        CAST(SUM(job_allocation.workplaces_unknown_size) AS BIGINT) AS workplaces_unknown_size,
        CAST(SUM(job_allocation.jobs_low) AS BIGINT) AS jobs_low,
        CASE
            WHEN COUNT(*) = COUNT(job_allocation.jobs_high_known_size)
                THEN CAST(SUM(job_allocation.jobs_high_known_size) AS BIGINT)
        END AS jobs_high_known_size,
        CASE
            WHEN COUNT(*) = COUNT(job_allocation.jobs_estimate) THEN SUM(job_allocation.jobs_estimate)
        END AS jobs_estimate,
        SUM(CASE WHEN job_allocation.note = 'not_converged' THEN 1 ELSE 0 END) AS unsettled
    FROM job_allocation
    WHERE job_allocation.series = $series AND job_allocation.register_date = $register_date
    GROUP BY COALESCE(job_allocation.target_region_code, job_allocation.region_code), job_allocation.group_code
),

area AS (
    SELECT fitting_area.area_code
    FROM fitting_area
    GROUP BY fitting_area.area_code
),

published AS (
    SELECT
        published_employment.region_code AS area_code,
        published_employment.industry_code AS group_code,
        published_employment.series,
        published_employment.year,
        published_employment.employees
    FROM published_employment
    INNER JOIN area ON published_employment.region_code = area.area_code
    WHERE published_employment.level = 'group'
),

margin AS (
    SELECT
        COALESCE(published.area_code, allocated.area_code) AS region_code,
        COALESCE(published.group_code, allocated.group_code) AS industry_code,
        published.series AS target_series,
        published.year AS target_year,
        published.employees AS target,
        allocated.unsettled,
        -- A group in which the register has no workplaces can have no jobs.
        CASE WHEN allocated.area_code IS NULL THEN CAST(0 AS BIGINT) ELSE allocated.jobs_low END AS jobs_low,
        CASE
            WHEN allocated.area_code IS NULL THEN CAST(0 AS BIGINT)
            WHEN allocated.workplaces_unknown_size = 0 THEN allocated.jobs_high_known_size
            ELSE allocated.jobs_high_known_size + published.employees
        END AS jobs_high,
        COALESCE(allocated.workplaces_unknown_size, 0) AS workplaces_unknown_size,
        CASE WHEN allocated.area_code IS NULL THEN CAST(0 AS DOUBLE) ELSE allocated.jobs_estimate END AS jobs_estimate
    FROM published
    FULL OUTER JOIN allocated
        ON published.area_code = allocated.area_code AND published.group_code = allocated.group_code
)

SELECT
    margin.region_code,
    margin.industry_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    margin.target_series,
    margin.target_year,
    margin.target,
    margin.workplaces_unknown_size,
    margin.jobs_low,
    margin.jobs_high,
    margin.jobs_estimate,
    margin.target - margin.jobs_estimate AS gap,
    CASE
        WHEN margin.target IS NULL THEN 'no_target'
        WHEN margin.target < margin.jobs_low THEN 'below_low'
        WHEN margin.target > margin.jobs_high THEN 'above_high'
        WHEN margin.jobs_high IS NULL THEN 'open_class_unbounded'
        WHEN margin.jobs_estimate IS NULL THEN 'no_target'
        WHEN margin.unsettled > 0 THEN 'not_converged'
        WHEN ABS(margin.target - margin.jobs_estimate) <= $met_within THEN 'met'
        ELSE 'not_met_jointly'
    END AS note
FROM margin
