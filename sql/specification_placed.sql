-- The same question put to the register in every way that the grid declares: against each reference area and the rest
-- of the nation, by workplaces, by workplaces without one (the largest: which one does not matter to a count), by jobs,
-- of which only bounds are known, and by jobs without the largest workplace. With t its share of the region's jobs in
-- the industry, (1 - t) / (1 - t * share) of the quotient is left: at least 1 - t, at most all of it.
WITH workplace AS (
    SELECT
        workplace_quotient.region_code,
        workplace_quotient.industry_code,
        CAST(EXTRACT(YEAR FROM workplace_quotient.register_date) AS BIGINT) AS year,
        workplace_quotient.series,
        workplace_quotient.reference,
        workplace_quotient.workplaces,
        workplace_quotient.workplaces_region,
        workplace_quotient.workplaces_reference,
        workplace_quotient.workplaces_reference_total,
        workplace_quotient.lq
    FROM workplace_quotient
    INNER JOIN verdict_level ON workplace_quotient.level = verdict_level.level
    WHERE workplace_quotient.lq IS NOT NULL
),

asked AS (
    SELECT
        workplace.region_code,
        workplace.industry_code,
        workplace.year,
        workplace.series,
        workplace.reference,
        'workplaces' AS measured,
        workplace.lq,
        CAST(NULL AS DOUBLE) AS lq_low,
        CAST(NULL AS DOUBLE) AS lq_high,
        CAST(NULL AS DOUBLE) AS lq_estimate
    FROM workplace
    UNION ALL
    SELECT
        workplace.region_code,
        workplace.industry_code,
        workplace.year,
        workplace.series,
        'rest_of_nation' AS reference,
        'workplaces' AS measured,
        CAST(workplace.workplaces AS DOUBLE) / workplace.workplaces_region
        / (
            CAST(NULLIF(workplace.workplaces_reference - workplace.workplaces, 0) AS DOUBLE)
            / CAST(NULLIF(workplace.workplaces_reference_total - workplace.workplaces_region, 0) AS DOUBLE)
        ) AS lq,
        CAST(NULL AS DOUBLE) AS lq_low,
        CAST(NULL AS DOUBLE) AS lq_high,
        CAST(NULL AS DOUBLE) AS lq_estimate
    FROM workplace
    WHERE workplace.reference = 'nation'
    UNION ALL
    SELECT
        workplace.region_code,
        workplace.industry_code,
        workplace.year,
        workplace.series,
        workplace.reference,
        'workplaces_without_largest' AS measured,
        CAST(workplace.workplaces - 1 AS DOUBLE) / CAST(NULLIF(workplace.workplaces_region - 1, 0) AS DOUBLE)
        / (
            CAST(NULLIF(workplace.workplaces_reference - 1, 0) AS DOUBLE)
            / CAST(NULLIF(workplace.workplaces_reference_total - 1, 0) AS DOUBLE)
        ) AS lq,
        CAST(NULL AS DOUBLE) AS lq_low,
        CAST(NULL AS DOUBLE) AS lq_high,
        CAST(NULL AS DOUBLE) AS lq_estimate
    FROM workplace
    UNION ALL
    SELECT
        job_quotient.region_code,
        job_quotient.industry_code,
        CAST(EXTRACT(YEAR FROM job_quotient.register_date) AS BIGINT) AS year,
        job_quotient.series,
        job_quotient.reference,
        'jobs' AS measured,
        CAST(NULL AS DOUBLE) AS lq,
        job_quotient.lq_low,
        job_quotient.lq_high,
        job_quotient.lq_estimate
    FROM job_quotient
    INNER JOIN verdict_level ON job_quotient.level = verdict_level.level
    WHERE job_quotient.lq_low IS NOT NULL
    UNION ALL
    SELECT
        job_quotient.region_code,
        job_quotient.industry_code,
        CAST(EXTRACT(YEAR FROM job_quotient.register_date) AS BIGINT) AS year,
        job_quotient.series,
        job_quotient.reference,
        'jobs_without_largest' AS measured,
        CAST(NULL AS DOUBLE) AS lq,
        job_quotient.lq_low * (1 - COALESCE(plant_concentration.top1_high, 1)) AS lq_low,
        job_quotient.lq_high,
        CAST(NULL AS DOUBLE) AS lq_estimate
    FROM job_quotient
    INNER JOIN verdict_level ON job_quotient.level = verdict_level.level
    LEFT JOIN plant_concentration
        ON
            job_quotient.series = plant_concentration.series
            AND job_quotient.region_code = plant_concentration.region_code
            AND job_quotient.industry_code = plant_concentration.industry_code
    WHERE job_quotient.lq_low IS NOT NULL
)

SELECT
    'industry' AS subject_type,
    asked.region_code,
    asked.industry_code AS subject_code,
    asked.year,
    asked.series,
    asked.reference,
    asked.year AS compared_year,
    asked.measured,
    'with' AS unknown_industry,
    asked.lq,
    asked.lq_low,
    asked.lq_high,
    asked.lq_estimate
FROM asked
UNION ALL
SELECT
    'area' AS subject_type,
    strength_area_quotient.region_code,
    strength_area_quotient.area_id AS subject_code,
    strength_area_quotient.year,
    strength_area_quotient.series,
    'rest_of_nation' AS reference,
    strength_area_quotient.year AS compared_year,
    CASE WHEN strength_area_quotient.workplaces IS NULL THEN 'employed' ELSE 'workplaces' END AS measured,
    'with' AS unknown_industry,
    strength_area_quotient.share
    / (
        NULLIF(
            strength_area_quotient.area_reference
            - COALESCE(strength_area_quotient.workplaces, strength_area_quotient.employees), 0
        )
        / CAST(
            NULLIF(strength_area_quotient.reference_total - strength_area_quotient.region_total, 0) AS DOUBLE
        )
    ) AS lq,
    CAST(NULL AS DOUBLE) AS lq_low,
    CAST(NULL AS DOUBLE) AS lq_high,
    CAST(NULL AS DOUBLE) AS lq_estimate
FROM strength_area_quotient
WHERE strength_area_quotient.reference = 'nation' AND strength_area_quotient.lq IS NOT NULL
UNION ALL
SELECT
    'area' AS subject_type,
    strength_area_quotient.region_code,
    strength_area_quotient.area_id AS subject_code,
    strength_area_quotient.year,
    strength_area_quotient.series,
    strength_area_quotient.reference,
    strength_area_quotient.year AS compared_year,
    CASE WHEN strength_area_quotient.workplaces IS NULL THEN 'employed' ELSE 'workplaces' END AS measured,
    'with' AS unknown_industry,
    strength_area_quotient.lq,
    CAST(NULL AS DOUBLE) AS lq_low,
    CAST(NULL AS DOUBLE) AS lq_high,
    CAST(NULL AS DOUBLE) AS lq_estimate
FROM strength_area_quotient
WHERE strength_area_quotient.lq IS NOT NULL
UNION ALL
SELECT
    'area' AS subject_type,
    strength_area_quotient.region_code,
    strength_area_quotient.area_id AS subject_code,
    strength_area_quotient.year,
    strength_area_quotient.series,
    strength_area_quotient.reference,
    strength_area_quotient.year AS compared_year,
    'jobs' AS measured,
    'with' AS unknown_industry,
    CAST(NULL AS DOUBLE) AS lq,
    strength_area_quotient.lq_jobs_low AS lq_low,
    strength_area_quotient.lq_jobs_high AS lq_high,
    CAST(NULL AS DOUBLE) AS lq_estimate
FROM strength_area_quotient
WHERE strength_area_quotient.lq_jobs_low IS NOT NULL
