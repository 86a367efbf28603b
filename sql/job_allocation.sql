-- reads job_variable
-- Jobs by municipality, five-digit industry and group of the published tables, as fitted by pipelines/measures/raking.
-- Where an industry lies in several groups the interval holds for each what the others may leave it: 0 to all of them.
WITH fitted AS (
    SELECT
        job_variable.*,
        fitted_job.settled,
        CASE
            WHEN NOT job_variable.complete THEN NULL
            WHEN job_variable.jobs_high = 0 THEN CAST(0 AS DOUBLE)
            ELSE fitted_job.jobs
        END AS jobs
    FROM job_variable
    LEFT JOIN fitted_job
        ON
            job_variable.region_code = fitted_job.region_code
            AND job_variable.industry_code = fitted_job.industry_code
            AND job_variable.group_code = fitted_job.group_code
),

allocated AS (
    SELECT
        fitted.*,
        SUM(fitted.jobs) OVER (PARTITION BY fitted.area_code, fitted.group_code) AS group_jobs
    FROM fitted
)

SELECT
    allocated.region_code,
    allocated.industry_code,
    allocated.group_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    allocated.workplaces_unknown_size,
    CASE WHEN allocated.number_of_groups = 1 THEN allocated.jobs_low ELSE CAST(0 AS BIGINT) END AS jobs_low,
    allocated.jobs_high_known_size,
    allocated.jobs_high,
    CASE WHEN allocated.jobs_high IS NOT NULL THEN allocated.jobs END AS jobs_estimate,
    CASE WHEN allocated.jobs_high IS NOT NULL AND allocated.jobs IS NOT NULL THEN allocated.basis END AS estimate_basis,
    allocated.area_code AS target_region_code,
    allocated.target_series,
    allocated.target_year,
    allocated.target,
    CASE
        WHEN allocated.jobs_high_known_size IS NULL THEN 'open_class_unbounded'
        WHEN allocated.jobs_high IS NULL THEN 'size_unknown'
        WHEN allocated.jobs IS NULL THEN 'no_target'
        WHEN NOT allocated.settled THEN 'not_converged'
        WHEN NOT allocated.bridged THEN 'group_unknown'
        WHEN ABS(allocated.group_jobs - allocated.target) > $met_within THEN 'target_not_met'
        WHEN allocated.workplaces_unknown_size > 0 THEN 'size_unknown'
    END AS note
FROM allocated
