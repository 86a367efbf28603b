-- reads plant_group, register_place, register_industry
-- Jobs of every region and industry of one register edition: an interval from the bounds of the size classes, and
-- inside it the estimate, the sum of what was fitted for the region's municipalities and the industry's five-digit
-- codes. Estimates are whole multiples of a power of two, so that their sums are exact. Of several notes the first is
-- given.
WITH counted AS (
    SELECT
        plant_group.region_code,
        plant_group.industry_code,
        plant_group.level,
        CAST(SUM(plant_group.workplaces) AS BIGINT) AS workplaces,
        CAST(SUM(CASE WHEN plant_group.low > 0 THEN plant_group.workplaces ELSE 0 END) AS BIGINT)
            AS workplaces_with_employees,
        CAST(SUM(CASE WHEN plant_group.unknown THEN plant_group.workplaces ELSE 0 END) AS BIGINT)
            AS workplaces_unknown_size,
        CAST(SUM(CASE WHEN plant_group.open THEN plant_group.workplaces ELSE 0 END) AS BIGINT)
            AS workplaces_open_class,
        SUM(CASE WHEN plant_group.open AND plant_group.high IS NULL THEN 1 ELSE 0 END) AS unbounded,
        CAST(COALESCE(SUM(plant_group.low * plant_group.workplaces), 0) AS BIGINT) AS jobs_low,
        CAST(COALESCE(SUM(plant_group.high * plant_group.workplaces), 0) AS BIGINT) AS jobs_high
    FROM plant_group
    GROUP BY plant_group.region_code, plant_group.industry_code, plant_group.level
),

fitted AS (
    SELECT
        job_allocation.region_code,
        job_allocation.industry_code,
        MIN(job_allocation.estimate_basis) AS basis,
        CASE WHEN COUNT(*) = COUNT(job_allocation.jobs_estimate) THEN SUM(job_allocation.jobs_estimate) END AS jobs,
        MIN(
            CASE job_allocation.note
                WHEN 'open_class_unbounded' THEN 1
                WHEN 'no_target' THEN 2
                WHEN 'not_converged' THEN 3
                WHEN 'group_unknown' THEN 4
                WHEN 'target_not_met' THEN 5
            END
        ) AS reason
    FROM job_allocation
    WHERE job_allocation.series = $series AND job_allocation.register_date = $register_date
    GROUP BY job_allocation.region_code, job_allocation.industry_code
),

estimated AS (
    SELECT
        register_place.region_code,
        register_industry.industry_code,
        COUNT(*) AS cells,
        COUNT(fitted.jobs) AS fitted_cells,
        SUM(fitted.jobs) AS jobs,
        MIN(fitted.basis) AS basis,
        MIN(fitted.reason) AS reason
    FROM fitted
    INNER JOIN register_place ON fitted.region_code = register_place.municipality_code
    INNER JOIN register_industry ON fitted.industry_code = register_industry.leaf_code
    GROUP BY register_place.region_code, register_industry.industry_code
)

SELECT
    counted.region_code,
    counted.industry_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    counted.level,
    counted.workplaces,
    counted.workplaces_with_employees,
    counted.workplaces_unknown_size,
    counted.workplaces_open_class,
    counted.jobs_low,
    CASE WHEN counted.unbounded = 0 THEN counted.jobs_high END AS jobs_high,
    CASE
        WHEN estimated.cells IS NULL THEN CAST(0 AS DOUBLE)
        WHEN estimated.cells = estimated.fitted_cells THEN estimated.jobs
    END AS jobs_estimate,
    CASE WHEN estimated.cells = estimated.fitted_cells THEN estimated.basis END AS estimate_basis,
    CASE
        WHEN counted.unbounded > 0 THEN 'open_class_unbounded'
        WHEN estimated.reason = 2 THEN 'no_target'
        WHEN estimated.reason = 3 THEN 'not_converged'
        WHEN estimated.reason = 4 THEN 'group_unknown'
        WHEN estimated.reason = 5 THEN 'target_not_met'
        WHEN counted.workplaces_unknown_size > 0 THEN 'size_unknown'
    END AS note
FROM counted
LEFT JOIN estimated
    ON counted.region_code = estimated.region_code AND counted.industry_code = estimated.industry_code
