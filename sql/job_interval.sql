-- reads plant_group, unknown_reach
-- Jobs of every region and industry of one register edition: an interval from the bounds of the size classes, and
-- inside it the estimate, the sum of what was fitted for the region's municipalities and the industry's five-digit
-- codes. Estimates are whole multiples of a power of two, so that their sums are exact. Workplaces of unknown size have
-- from 0 jobs to what is published of the groups that they can lie in, all of one area and group together: their part
-- of the upper bound is no sum of its parts. Of several notes the first is given.
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
        CAST(COALESCE(SUM(plant_group.low * plant_group.workplaces), 0) AS BIGINT) AS jobs_low,
        CASE
            WHEN COUNT(CASE WHEN plant_group.open AND plant_group.high IS NULL THEN 1 END) = 0
                THEN CAST(COALESCE(SUM(plant_group.high * plant_group.workplaces), 0) AS BIGINT)
        END AS jobs_high_known_size
    FROM plant_group
    GROUP BY plant_group.region_code, plant_group.industry_code, plant_group.level
),

reach AS (
    SELECT
        unknown_reach.region_code,
        unknown_reach.industry_code,
        CASE
            WHEN COUNT(*) = COUNT(unknown_reach.target) THEN CAST(SUM(unknown_reach.target) AS BIGINT)
        END AS jobs
    FROM unknown_reach
    GROUP BY unknown_reach.region_code, unknown_reach.industry_code
),

fitted AS (
    SELECT
        job_allocation.region_code,
        job_allocation.industry_code,
        MIN(job_allocation.estimate_basis) AS basis,
        MIN(job_allocation.target_series) AS target_series,
        MIN(job_allocation.target_year) AS target_year,
        CASE WHEN COUNT(*) = COUNT(job_allocation.jobs_estimate) THEN SUM(job_allocation.jobs_estimate) END AS jobs,
        MIN(
            CASE job_allocation.note
                WHEN 'no_target' THEN 1
                WHEN 'not_converged' THEN 2
                WHEN 'group_unknown' THEN 3
                WHEN 'target_not_met' THEN 4
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
        MIN(fitted.target_series) AS target_series,
        MIN(fitted.target_year) AS target_year,
        CASE WHEN COUNT(*) = COUNT(fitted.jobs) THEN SUM(fitted.jobs) END AS jobs,
        CASE WHEN COUNT(*) = COUNT(fitted.jobs) THEN MIN(fitted.basis) END AS basis,
        MIN(fitted.reason) AS reason
    FROM fitted
    INNER JOIN register_place ON fitted.region_code = register_place.municipality_code
    INNER JOIN register_industry ON fitted.industry_code = register_industry.leaf_code
    GROUP BY register_place.region_code, register_industry.industry_code
),

bounded AS (
    SELECT
        counted.*,
        estimated.jobs,
        estimated.basis,
        estimated.target_series,
        estimated.target_year,
        estimated.reason,
        CASE
            WHEN counted.workplaces_unknown_size = 0 THEN counted.jobs_high_known_size
            ELSE counted.jobs_high_known_size + reach.jobs
        END AS jobs_high
    FROM counted
    LEFT JOIN estimated
        ON counted.region_code = estimated.region_code AND counted.industry_code = estimated.industry_code
    LEFT JOIN reach ON counted.region_code = reach.region_code AND counted.industry_code = reach.industry_code
)

SELECT
    bounded.region_code,
    bounded.industry_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    bounded.level,
    bounded.workplaces,
    bounded.workplaces_with_employees,
    bounded.workplaces_unknown_size,
    bounded.workplaces_open_class,
    bounded.jobs_low,
    bounded.jobs_high_known_size,
    bounded.jobs_high,
    bounded.jobs AS jobs_estimate,
    bounded.basis AS estimate_basis,
    CASE WHEN bounded.jobs IS NOT NULL THEN bounded.target_series END AS target_series,
    CASE WHEN bounded.jobs IS NOT NULL THEN bounded.target_year END AS target_year,
    CASE
        WHEN bounded.jobs_high_known_size IS NULL THEN 'open_class_unbounded'
        WHEN bounded.jobs_high IS NULL THEN 'size_unknown'
        WHEN bounded.reason = 1 THEN 'no_target'
        WHEN bounded.reason = 2 THEN 'not_converged'
        WHEN bounded.reason = 3 THEN 'group_unknown'
        WHEN bounded.reason = 4 THEN 'target_not_met'
        WHEN bounded.workplaces_unknown_size > 0 THEN 'size_unknown'
    END AS note
FROM bounded
