-- Workplaces and jobs that do not add up exactly: industries to the one above them, municipalities to their county and
-- counties to the nation. An end or estimate that is empty in one of the parts must be empty in the whole. Workplaces
-- of unknown size in several parts share what is published: with them the whole has at most the sum of the parts, and
-- at least what the widest of them has.
WITH upper AS (
    SELECT
        job_interval.series,
        job_interval.register_date,
        job_interval.region_code,
        industry.parent_code AS industry_code,
        'industries' AS kind,
        job_interval.workplaces,
        job_interval.jobs_low,
        job_interval.jobs_high_known_size,
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
        job_interval.jobs_high_known_size,
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
        CASE
            WHEN COUNT(*) = COUNT(upper.jobs_high_known_size) THEN SUM(upper.jobs_high_known_size)
        END AS jobs_high_known_size,
        CASE WHEN COUNT(*) = COUNT(upper.jobs_high) THEN SUM(upper.jobs_high) END AS jobs_high,
        CASE WHEN COUNT(*) = COUNT(upper.jobs_high) THEN MAX(upper.jobs_high) END AS jobs_high_widest,
        CASE WHEN COUNT(*) = COUNT(upper.jobs_estimate) THEN SUM(upper.jobs_estimate) END AS jobs_estimate
    FROM upper
    GROUP BY
        upper.series,
        upper.register_date,
        upper.region_code,
        upper.industry_code,
        upper.kind
),

compared AS (
    SELECT
        added.series,
        added.register_date,
        added.region_code,
        added.industry_code,
        added.kind,
        CASE
            WHEN added.workplaces IS DISTINCT FROM job_interval.workplaces THEN 'workplaces'
            WHEN added.jobs_low IS DISTINCT FROM job_interval.jobs_low THEN 'jobs_low'
            WHEN added.jobs_high_known_size IS DISTINCT FROM job_interval.jobs_high_known_size
                THEN 'jobs_high_known_size'
            WHEN
                (added.jobs_high IS NULL AND job_interval.jobs_high IS NOT NULL)
                OR (added.jobs_high IS NOT NULL AND job_interval.jobs_high IS NULL)
                OR job_interval.jobs_high NOT BETWEEN added.jobs_high_widest AND added.jobs_high
                THEN 'jobs_high'
            WHEN added.jobs_estimate IS DISTINCT FROM job_interval.jobs_estimate THEN 'jobs_estimate'
        END AS figure
    FROM added
    LEFT JOIN job_interval
        ON
            added.series = job_interval.series
            AND added.register_date = job_interval.register_date
            AND added.region_code = job_interval.region_code
            AND added.industry_code = job_interval.industry_code
)

SELECT
    compared.series,
    compared.register_date,
    compared.region_code,
    compared.industry_code,
    compared.kind,
    compared.figure
FROM compared
WHERE compared.figure IS NOT NULL
