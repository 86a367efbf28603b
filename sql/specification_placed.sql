-- reads area_largest
-- The same question put to the register and to strength areas in every way that the grid declares: against each
-- reference area by workplaces (the rest of the nation too), by workplaces without one (the largest: which one does not
-- matter to a count), by jobs, of which only bounds are known, and by jobs without the largest workplace. With t its
-- part of the region's jobs in the industry, (1 - t) / (1 - t * share) of the quotient is left: at least 1 - t, at most
-- all of it, and of the estimate too. Areas are asked in the same ways, or by the employed where a series counts no
-- workplaces. Without its largest workplace an area has one whole workplace less, whatever the weight of that one, and
-- of its quotient of jobs from 1 - t to all is left: the region's total keeps the jobs that the area loses.
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

area AS (
    SELECT
        strength_area_quotient.region_code,
        strength_area_quotient.area_id,
        strength_area_quotient.year,
        strength_area_quotient.series,
        strength_area_quotient.reference,
        CASE WHEN strength_area_quotient.workplaces IS NULL THEN 'employed' ELSE 'workplaces' END AS measured,
        COALESCE(strength_area_quotient.workplaces, strength_area_quotient.employees) AS area,
        strength_area_quotient.area_reference,
        strength_area_quotient.region_total,
        strength_area_quotient.reference_total,
        strength_area_quotient.share,
        strength_area_quotient.lq
    FROM strength_area_quotient
    WHERE strength_area_quotient.lq IS NOT NULL
),

counted AS (
    SELECT
        'industry' AS subject_type,
        workplace.region_code,
        workplace.industry_code AS subject_code,
        workplace.year,
        workplace.series,
        workplace.reference,
        'workplaces' AS measured,
        workplace.lq
    FROM workplace
    UNION ALL
    SELECT
        'industry' AS subject_type,
        workplace.region_code,
        workplace.industry_code AS subject_code,
        workplace.year,
        workplace.series,
        'rest_of_nation' AS reference,
        'workplaces' AS measured,
        CAST(workplace.workplaces AS DOUBLE) / workplace.workplaces_region
        / (
            CAST(NULLIF(workplace.workplaces_reference - workplace.workplaces, 0) AS DOUBLE)
            / CAST(NULLIF(workplace.workplaces_reference_total - workplace.workplaces_region, 0) AS DOUBLE)
        ) AS lq
    FROM workplace
    WHERE workplace.reference = 'nation'
    UNION ALL
    SELECT
        'industry' AS subject_type,
        workplace.region_code,
        workplace.industry_code AS subject_code,
        workplace.year,
        workplace.series,
        workplace.reference,
        'workplaces_without_largest' AS measured,
        CASE WHEN workplace.workplaces > 1 THEN CAST(workplace.workplaces - 1 AS DOUBLE) ELSE 0 END
        / CAST(NULLIF(workplace.workplaces_region - 1, 0) AS DOUBLE)
        / (
            CAST(NULLIF(workplace.workplaces_reference - 1, 0) AS DOUBLE)
            / CAST(NULLIF(workplace.workplaces_reference_total - 1, 0) AS DOUBLE)
        ) AS lq
    FROM workplace
    UNION ALL
    SELECT
        'area' AS subject_type,
        area.region_code,
        area.area_id AS subject_code,
        area.year,
        area.series,
        area.reference,
        area.measured,
        area.lq
    FROM area
    UNION ALL
    SELECT
        'area' AS subject_type,
        area.region_code,
        area.area_id AS subject_code,
        area.year,
        area.series,
        'rest_of_nation' AS reference,
        area.measured,
        area.share
        / (
            NULLIF(area.area_reference - area.area, 0)
            / CAST(NULLIF(area.reference_total - area.region_total, 0) AS DOUBLE)
        ) AS lq
    FROM area
    WHERE area.reference = 'nation'
    UNION ALL
    SELECT
        'area' AS subject_type,
        area.region_code,
        area.area_id AS subject_code,
        area.year,
        area.series,
        area.reference,
        'workplaces_without_largest' AS measured,
        CASE WHEN area.area > 1 THEN area.area - 1 ELSE 0 END / CAST(NULLIF(area.region_total - 1, 0) AS DOUBLE)
        / (
            CASE WHEN area.area_reference > 1 THEN area.area_reference - 1 END
            / CAST(NULLIF(area.reference_total - 1, 0) AS DOUBLE)
        ) AS lq
    FROM area
    WHERE area.measured = 'workplaces'
),

job AS (
    SELECT
        job_quotient.region_code,
        job_quotient.industry_code,
        CAST(EXTRACT(YEAR FROM job_quotient.register_date) AS BIGINT) AS year,
        job_quotient.series,
        job_quotient.reference,
        job_quotient.lq_low,
        job_quotient.lq_high,
        job_quotient.lq_estimate
    FROM job_quotient
    INNER JOIN verdict_level ON job_quotient.level = verdict_level.level
    WHERE job_quotient.lq_low IS NOT NULL
),

bounded AS (
    SELECT
        'industry' AS subject_type,
        job.region_code,
        job.industry_code AS subject_code,
        job.year,
        job.series,
        job.reference,
        'jobs' AS measured,
        job.lq_low,
        job.lq_high,
        job.lq_estimate
    FROM job
    UNION ALL
    SELECT
        'industry' AS subject_type,
        job.region_code,
        job.industry_code AS subject_code,
        job.year,
        job.series,
        job.reference,
        'jobs_without_largest' AS measured,
        job.lq_low * (1 - COALESCE(plant_concentration.top1_high, 1)) AS lq_low,
        job.lq_high,
        job.lq_estimate
    FROM job
    LEFT JOIN plant_concentration
        ON
            job.series = plant_concentration.series
            AND job.region_code = plant_concentration.region_code
            AND job.industry_code = plant_concentration.industry_code
    UNION ALL
    SELECT
        'area' AS subject_type,
        strength_area_quotient.region_code,
        strength_area_quotient.area_id AS subject_code,
        strength_area_quotient.year,
        strength_area_quotient.series,
        strength_area_quotient.reference,
        'jobs' AS measured,
        strength_area_quotient.lq_jobs_low AS lq_low,
        strength_area_quotient.lq_jobs_high AS lq_high,
        CAST(NULL AS DOUBLE) AS lq_estimate
    FROM strength_area_quotient
    WHERE strength_area_quotient.lq_jobs_low IS NOT NULL
    UNION ALL
    SELECT
        'area' AS subject_type,
        strength_area_quotient.region_code,
        strength_area_quotient.area_id AS subject_code,
        strength_area_quotient.year,
        strength_area_quotient.series,
        strength_area_quotient.reference,
        'jobs_without_largest' AS measured,
        strength_area_quotient.lq_jobs_low * (1 - COALESCE(area_largest.largest_high, 1)) AS lq_low,
        strength_area_quotient.lq_jobs_high AS lq_high,
        CAST(NULL AS DOUBLE) AS lq_estimate
    FROM strength_area_quotient
    LEFT JOIN area_largest
        ON
            strength_area_quotient.area_id = area_largest.area_id
            AND strength_area_quotient.series = area_largest.series
            AND strength_area_quotient.region_code = area_largest.region_code
            AND strength_area_quotient.year = area_largest.year
    WHERE strength_area_quotient.lq_jobs_low IS NOT NULL
)

SELECT
    counted.subject_type,
    counted.region_code,
    counted.subject_code,
    counted.year,
    counted.series,
    counted.reference,
    counted.year AS compared_year,
    counted.measured,
    'with' AS unknown_industry,
    counted.lq,
    CAST(NULL AS DOUBLE) AS lq_low,
    CAST(NULL AS DOUBLE) AS lq_high,
    CAST(NULL AS DOUBLE) AS lq_estimate
FROM counted
UNION ALL
SELECT
    bounded.subject_type,
    bounded.region_code,
    bounded.subject_code,
    bounded.year,
    bounded.series,
    bounded.reference,
    bounded.year AS compared_year,
    bounded.measured,
    'with' AS unknown_industry,
    CAST(NULL AS DOUBLE) AS lq,
    bounded.lq_low,
    bounded.lq_high,
    bounded.lq_estimate
FROM bounded
