-- reads verdict_year, unknown_industry, area_employer
-- What a verdict is given on: every industry of a region, by the employed and by workplaces, and every strength area.
-- Unknown industry is no subject. jobs_low is the fewest jobs that the subject surely has, largest_low the share of
-- them that one workplace surely has, q_value the expected share of false ones among finds as good; empty where the
-- series does not tell. A share t among workplaces of known size is at least t / (1 + k t) among all: k workplaces of
-- unknown size make the largest share smallest when each is as large as the largest known one.
WITH employed AS (
    SELECT
        location_quotient.region_code,
        location_quotient.industry_code AS subject_code,
        location_quotient.year,
        location_quotient.series,
        location_quotient.level,
        CAST(location_quotient.employees AS DOUBLE) AS jobs_low,
        location_quotient.lq,
        location_quotient.note
    FROM location_quotient
    INNER JOIN verdict_year
        ON
            location_quotient.series = verdict_year.series
            AND location_quotient.region_code = verdict_year.region_code
            AND location_quotient.year = verdict_year.year
    LEFT JOIN unknown_industry
        ON
            location_quotient.series = unknown_industry.series
            AND location_quotient.industry_code = unknown_industry.industry_code
    WHERE location_quotient.reference = 'nation' AND unknown_industry.industry_code IS NULL
),

placed AS (
    SELECT
        workplace_quotient.region_code,
        workplace_quotient.industry_code AS subject_code,
        CAST(EXTRACT(YEAR FROM workplace_quotient.register_date) AS BIGINT) AS year,
        workplace_quotient.series,
        workplace_quotient.level,
        workplace_quotient.workplaces,
        CAST(job_quotient.jobs_low AS DOUBLE) AS jobs_low,
        plant_concentration.top1_low
        / (1 + CAST(COALESCE(job_quotient.workplaces_unknown_size, 0) AS DOUBLE) * plant_concentration.top1_low)
            AS largest_low,
        uncertainty.q_value,
        workplace_quotient.lq,
        workplace_quotient.note
    FROM workplace_quotient
    INNER JOIN verdict_level ON workplace_quotient.level = verdict_level.level
    LEFT JOIN unknown_industry
        ON
            workplace_quotient.series = unknown_industry.series
            AND workplace_quotient.industry_code = unknown_industry.industry_code
    LEFT JOIN job_quotient
        ON
            workplace_quotient.series = job_quotient.series
            AND workplace_quotient.reference = job_quotient.reference
            AND workplace_quotient.region_code = job_quotient.region_code
            AND workplace_quotient.industry_code = job_quotient.industry_code
    LEFT JOIN plant_concentration
        ON
            workplace_quotient.series = plant_concentration.series
            AND workplace_quotient.region_code = plant_concentration.region_code
            AND workplace_quotient.industry_code = plant_concentration.industry_code
    LEFT JOIN uncertainty
        ON
            workplace_quotient.series = uncertainty.series
            AND CAST(EXTRACT(YEAR FROM workplace_quotient.register_date) AS BIGINT) = uncertainty.year
            AND workplace_quotient.region_code = uncertainty.region_code
            AND workplace_quotient.industry_code = uncertainty.industry_code
    WHERE workplace_quotient.reference = 'nation' AND unknown_industry.industry_code IS NULL
),

area_year AS (
    SELECT
        strength_area_quotient.series,
        MAX(strength_area_quotient.year) AS year
    FROM strength_area_quotient
    GROUP BY strength_area_quotient.series
)

SELECT
    'industry' AS subject_type,
    employed.region_code,
    employed.subject_code,
    employed.year,
    employed.series,
    employed.level,
    CAST(NULL AS DOUBLE) AS workplaces,
    employed.jobs_low,
    CAST(NULL AS DOUBLE) AS largest_low,
    CAST(NULL AS DOUBLE) AS q_value,
    CAST(NULL AS BIGINT) AS members,
    CAST(NULL AS BIGINT) AS members_listed,
    employed.lq,
    employed.note
FROM employed
UNION ALL
SELECT
    'industry' AS subject_type,
    placed.region_code,
    placed.subject_code,
    placed.year,
    placed.series,
    placed.level,
    CAST(placed.workplaces AS DOUBLE) AS workplaces,
    placed.jobs_low,
    placed.largest_low,
    placed.q_value,
    CAST(NULL AS BIGINT) AS members,
    CAST(NULL AS BIGINT) AS members_listed,
    placed.lq,
    placed.note
FROM placed
UNION ALL
SELECT
    'area' AS subject_type,
    strength_area_quotient.region_code,
    strength_area_quotient.area_id AS subject_code,
    strength_area_quotient.year,
    strength_area_quotient.series,
    strength_area_quotient.level,
    strength_area_quotient.workplaces,
    COALESCE(strength_area_quotient.employees, strength_area_quotient.jobs_low) AS jobs_low,
    area_employer.largest_low,
    strength_area_uncertainty.q_value,
    strength_area_quotient.members,
    strength_area_quotient.members_listed,
    strength_area_quotient.lq,
    strength_area_quotient.note
FROM strength_area_quotient
INNER JOIN area_year
    ON strength_area_quotient.series = area_year.series AND strength_area_quotient.year = area_year.year
LEFT JOIN area_employer
    ON
        strength_area_quotient.area_id = area_employer.area_id
        AND strength_area_quotient.series = area_employer.series
        AND strength_area_quotient.region_code = area_employer.region_code
        AND strength_area_quotient.year = area_employer.year
LEFT JOIN strength_area_uncertainty
    ON
        strength_area_quotient.area_id = strength_area_uncertainty.area_id
        AND strength_area_quotient.series = strength_area_uncertainty.series
        AND strength_area_quotient.region_code = strength_area_uncertainty.region_code
        AND strength_area_quotient.year = strength_area_uncertainty.year
WHERE strength_area_quotient.reference = 'nation'
