-- reads measured_region, reference_area, comparison, area_reach, area_job
-- The bounds of the jobs that a strength area's location quotient is made of, in hundredths: x the area's jobs in the
-- region, a the region's others, b the area's elsewhere in the reference area, c the others elsewhere.
-- A member of weight w counts with w in x and with 1 - w in a, and its two parts are taken to vary apart. So are the
-- workplaces of unknown size of the four parts, as in job_box: the bounds of the quotient can then be too wide, never
-- too narrow. Between members of weight 1 and of known size nothing is shared.
WITH area_job_reference AS (
    SELECT
        area_job.area_id AS subject_code,
        reference_area.area_id,
        CAST(SUM(area_job.unknown_size) AS BIGINT) AS unknown_size,
        CAST(SUM(area_job.low) AS BIGINT) AS low,
        CASE
            WHEN COUNT(*) = COUNT(area_job.high_known_size) THEN CAST(SUM(area_job.high_known_size) AS BIGINT)
        END AS high_known_size
    FROM area_job
    INNER JOIN reference_area ON area_job.region_id = reference_area.region_id
    GROUP BY area_job.area_id, reference_area.area_id
),

shared AS (
    SELECT
        area_reach.area_id AS subject_code,
        reference_area.area_id,
        area_reach.target_region_code,
        area_reach.group_code,
        area_reach.target,
        MAX(area_reach.hundredths) AS hundredths
    FROM area_reach
    INNER JOIN measured_region ON area_reach.region_code = measured_region.region_code
    INNER JOIN reference_area ON measured_region.region_id = reference_area.region_id
    GROUP BY
        area_reach.area_id,
        reference_area.area_id,
        area_reach.target_region_code,
        area_reach.group_code,
        area_reach.target
),

area_reach_reference AS (
    SELECT
        shared.subject_code,
        shared.area_id,
        CASE
            WHEN COUNT(*) = COUNT(shared.target) THEN CAST(SUM(shared.hundredths * shared.target) AS BIGINT)
        END AS high
    FROM shared
    GROUP BY shared.subject_code, shared.area_id
),

part AS (
    SELECT
        comparison.region_code,
        comparison.reference,
        area_job.area_id AS subject_code,
        total_reference.high_known_size IS NULL OR area_reference.high_known_size IS NULL AS open_unbounded,
        area_job.least,
        area_job.low AS x_low,
        area_job.high AS x_high,
        region_job.low - area_job.low AS a_low,
        region_job.high_known_size - area_job.high_known_size AS a_known,
        CASE WHEN region_job.unknown_size = area_job.unknown_size THEN 0 ELSE region_job.high_unknown_size END
            AS a_unknown,
        area_reference.low - area_job.low AS b_low,
        area_reference.high_known_size - area_job.high_known_size AS b_known,
        CASE WHEN area_reference.unknown_size = area_job.unknown_size THEN 0 ELSE area_reach_reference.high END
            AS b_unknown,
        total_reference.low - region_job.low - area_reference.low + area_job.low AS c_low,
        total_reference.high_known_size - region_job.high_known_size - area_reference.high_known_size
        + area_job.high_known_size AS c_known,
        CASE
            WHEN
                total_reference.unknown_size + area_job.unknown_size
                = region_job.unknown_size + area_reference.unknown_size
                THEN 0
            ELSE total_reach_reference.high
        END AS c_unknown
    FROM comparison
    INNER JOIN area_job ON comparison.region_id = area_job.region_id
    INNER JOIN area_job AS region_job ON comparison.region_id = region_job.region_id
    INNER JOIN area_job_reference AS area_reference
        ON comparison.area_id = area_reference.area_id AND area_job.area_id = area_reference.subject_code
    INNER JOIN area_job_reference AS total_reference ON comparison.area_id = total_reference.area_id
    LEFT JOIN area_reach_reference
        ON comparison.area_id = area_reach_reference.area_id AND area_job.area_id = area_reach_reference.subject_code
    LEFT JOIN area_reach_reference AS total_reach_reference
        ON comparison.area_id = total_reach_reference.area_id AND total_reach_reference.subject_code = ''
    WHERE area_job.area_id <> '' AND region_job.area_id = '' AND total_reference.subject_code = ''
)

SELECT
    part.region_code,
    part.reference,
    part.subject_code,
    part.open_unbounded,
    CAST(COALESCE(part.least, 1) AS DOUBLE) AS x_least,
    CAST(part.x_low AS DOUBLE) AS x_low,
    CAST(part.x_high AS DOUBLE) AS x_high,
    CAST(part.a_low AS DOUBLE) AS a_low,
    CAST(part.a_known + part.a_unknown AS DOUBLE) AS a_high,
    CAST(part.b_low AS DOUBLE) AS b_low,
    CAST(part.b_known + part.b_unknown AS DOUBLE) AS b_high,
    CAST(part.c_low AS DOUBLE) AS c_low,
    CAST(part.c_known + part.c_unknown AS DOUBLE) AS c_high
FROM part
