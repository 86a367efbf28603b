-- reads measured_region, reference_area, comparison, area_job
-- The bounds of the jobs that a strength area's location quotient is made of, in hundredths: x the area's jobs in the
-- region, a the region's others, b the area's elsewhere in the reference area, c the others elsewhere.
-- A member of weight w counts with w in x and with 1 - w in a, and its two parts are taken to vary apart: the bounds of
-- the quotient can then be too wide, never too narrow. Between members of weight 1 nothing is shared.
WITH area_job_reference AS (
    SELECT
        area_job.area_id AS subject_code,
        reference_area.area_id,
        CAST(SUM(area_job.low) AS BIGINT) AS low,
        CASE WHEN COUNT(*) = COUNT(area_job.high) THEN CAST(SUM(area_job.high) AS BIGINT) END AS high
    FROM area_job
    INNER JOIN reference_area ON area_job.region_id = reference_area.region_id
    GROUP BY area_job.area_id, reference_area.area_id
)

SELECT
    comparison.region_code,
    comparison.reference,
    area_job.area_id AS subject_code,
    CAST(area_job.low AS DOUBLE) AS x_low,
    CAST(area_job.high AS DOUBLE) AS x_high,
    CAST(region_job.low - area_job.low AS DOUBLE) AS a_low,
    CAST(region_job.high - area_job.high AS DOUBLE) AS a_high,
    CAST(area_reference.low - area_job.low AS DOUBLE) AS b_low,
    CAST(area_reference.high - area_job.high AS DOUBLE) AS b_high,
    CAST(total_reference.low - region_job.low - area_reference.low + area_job.low AS DOUBLE) AS c_low,
    CAST(total_reference.high - region_job.high - area_reference.high + area_job.high AS DOUBLE) AS c_high
FROM comparison
INNER JOIN area_job ON comparison.region_id = area_job.region_id
INNER JOIN area_job AS region_job ON comparison.region_id = region_job.region_id
INNER JOIN area_job_reference AS area_reference
    ON comparison.area_id = area_reference.area_id AND area_job.area_id = area_reference.subject_code
INNER JOIN area_job_reference AS total_reference ON comparison.area_id = total_reference.area_id
WHERE area_job.area_id <> '' AND region_job.area_id = '' AND total_reference.subject_code = ''
