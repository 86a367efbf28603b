-- reads job_variable
-- The variables of the fitting, with numbers from 0 instead of codes: all cells that are complete and can have jobs.
SELECT
    job_variable.region_code,
    job_variable.industry_code,
    job_variable.group_code,
    job_variable.jobs_low,
    job_variable.jobs_high,
    job_variable.target,
    CAST(job_variable.jobs_start AS DOUBLE) / job_variable.number_of_groups AS jobs_start,
    DENSE_RANK() OVER (ORDER BY job_variable.region_code, job_variable.industry_code) - 1 AS cell_id,
    DENSE_RANK() OVER (ORDER BY job_variable.area_code, job_variable.group_code) - 1 AS column_id,
    DENSE_RANK() OVER (ORDER BY job_variable.area_code) - 1 AS area_id,
    DENSE_RANK() OVER (ORDER BY job_variable.group_code) - 1 AS family_id
FROM job_variable
WHERE job_variable.complete AND (job_variable.jobs_high > 0 OR job_variable.jobs_high IS NULL)
