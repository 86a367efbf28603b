-- Between which shares of a strength area's jobs in a region (weighted) its largest workplace of known size lies.
-- At least: when the member that it is in is as small and the others as large as they can be. At most: the reverse, and
-- empty where a member has no upper bound.
-- A share t among workplaces of known size is at least t / (1 + k t) among all: k workplaces of unknown size make the
-- largest share smallest when each is as large as the largest known one.
WITH part AS (
    SELECT
        strength_area_member.area_id,
        job_interval.series,
        job_interval.region_code,
        CAST(EXTRACT(YEAR FROM job_interval.register_date) AS BIGINT) AS year,
        plant_concentration.top1_low,
        plant_concentration.top1_high,
        strength_area_member.weight * job_interval.jobs_low AS low,
        strength_area_member.weight * job_interval.jobs_high_known_size AS high,
        COALESCE(job_interval.workplaces_unknown_size, 0) AS unknown_size,
        job_interval.jobs_high_known_size IS NULL AS unbounded
    FROM strength_area_member
    INNER JOIN job_interval ON strength_area_member.industry_code = job_interval.industry_code
    LEFT JOIN plant_concentration
        ON
            job_interval.series = plant_concentration.series
            AND job_interval.region_code = plant_concentration.region_code
            AND job_interval.industry_code = plant_concentration.industry_code
    WHERE strength_area_member.edition = $industry_edition
),

-- Sums of hundredths: the order of members changes nothing.
whole AS (
    SELECT
        part.area_id,
        part.series,
        part.region_code,
        part.year,
        CAST(SUM(CAST(ROUND(100 * part.low) AS BIGINT)) AS DOUBLE) / 100 AS low,
        CAST(SUM(CAST(ROUND(100 * part.high) AS BIGINT)) AS DOUBLE) / 100 AS high,
        CAST(SUM(part.unknown_size) AS DOUBLE) AS unknown_size
    FROM part
    GROUP BY part.area_id, part.series, part.region_code, part.year
    HAVING MAX(CASE WHEN part.unbounded THEN 1 ELSE 0 END) = 0
),

known AS (
    SELECT
        part.area_id,
        part.series,
        part.region_code,
        part.year,
        whole.unknown_size,
        MAX(CASE WHEN part.low > 0 THEN part.top1_low * part.low / (part.low + (whole.high - part.high)) END) AS low,
        -- A member whose own largest share nothing bounds may be one workplace.
        MAX(
            CASE
                WHEN part.high > 0
                    THEN COALESCE(part.top1_high, 1) * part.high / (part.high + (whole.low - part.low))
            END
        ) AS high
    FROM part
    INNER JOIN whole
        ON
            part.area_id = whole.area_id
            AND part.series = whole.series
            AND part.region_code = whole.region_code
            AND part.year = whole.year
    GROUP BY part.area_id, part.series, part.region_code, part.year, whole.unknown_size
)

SELECT
    known.area_id,
    known.series,
    known.region_code,
    known.year,
    known.low / (1 + known.unknown_size * known.low) AS largest_low,
    known.high AS largest_high
FROM known
