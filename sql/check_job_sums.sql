-- Workplaces and jobs that do not add up exactly: industries to the one above them, municipalities to their county and
-- counties to the nation. An end or estimate that is empty in one of the parts must be empty in the whole.
WITH upper AS (
    SELECT
        job_interval.series,
        job_interval.register_date,
        job_interval.region_code,
        industry.parent_code AS industry_code,
        'industries' AS kind,
        job_interval.workplaces,
        job_interval.jobs_low,
        job_interval.jobs_high,
        job_interval.jobs_estimate
    FROM job_interval
    INNER JOIN industry ON job_interval.industry_code = industry.industry_code
    WHERE industry.edition = $industry_edition AND job_interval.level <> 'section'
    UNION ALL
    SELECT
        job_interval.series,
        job_interval.register_date,
        CASE WHEN region.type = 'municipality' THEN region.county_code ELSE nation.region_code END AS region_code,
        job_interval.industry_code,
        CASE WHEN region.type = 'municipality' THEN 'municipalities' ELSE 'counties' END AS kind,
        job_interval.workplaces,
        job_interval.jobs_low,
        job_interval.jobs_high,
        job_interval.jobs_estimate
    FROM job_interval
    INNER JOIN region ON job_interval.region_code = region.region_code
    CROSS JOIN region AS nation
    WHERE region.type IN ('municipality', 'county') AND nation.type = 'nation'
),

added AS (
    SELECT
        upper.series,
        upper.register_date,
        upper.region_code,
        upper.industry_code,
        upper.kind,
        SUM(upper.workplaces) AS workplaces,
        SUM(upper.jobs_low) AS jobs_low,
        CASE WHEN COUNT(*) = COUNT(upper.jobs_high) THEN SUM(upper.jobs_high) END AS jobs_high,
        CASE WHEN COUNT(*) = COUNT(upper.jobs_estimate) THEN SUM(upper.jobs_estimate) END AS jobs_estimate
    FROM upper
    GROUP BY
        upper.series,
        upper.register_date,
        upper.region_code,
        upper.industry_code,
        upper.kind
)

SELECT
    added.series,
    added.register_date,
    added.region_code,
    added.industry_code,
    added.kind,
    CASE
        WHEN added.workplaces IS DISTINCT FROM job_interval.workplaces THEN 'workplaces'
        WHEN added.jobs_low IS DISTINCT FROM job_interval.jobs_low THEN 'jobs_low'
        WHEN added.jobs_high IS DISTINCT FROM job_interval.jobs_high THEN 'jobs_high'
        ELSE 'jobs_estimate'
    END AS figure
FROM added
LEFT JOIN job_interval
    ON
        added.series = job_interval.series
        AND added.register_date = job_interval.register_date
        AND added.region_code = job_interval.region_code
        AND added.industry_code = job_interval.industry_code
WHERE
    added.workplaces IS DISTINCT FROM job_interval.workplaces
    OR added.jobs_low IS DISTINCT FROM job_interval.jobs_low
    OR added.jobs_high IS DISTINCT FROM job_interval.jobs_high
    OR added.jobs_estimate IS DISTINCT FROM job_interval.jobs_estimate
