-- The largest share of a strength area's jobs in a region (weighted) that its largest workplace of known size can have:
-- when the member that it is in is as large and the others as small as they can be. Empty where a member has no upper
-- bound. The least is in area_employer.
WITH part AS (
    SELECT
        strength_area_member.area_id,
        job_interval.series,
        job_interval.region_code,
        CAST(EXTRACT(YEAR FROM job_interval.register_date) AS BIGINT) AS year,
        plant_concentration.top1_high,
        strength_area_member.weight * job_interval.jobs_low AS low,
        strength_area_member.weight * job_interval.jobs_high_known_size AS high,
        job_interval.jobs_high_known_size IS NULL AS unbounded
    FROM strength_area_member
    INNER JOIN job_interval ON strength_area_member.industry_code = job_interval.industry_code
    LEFT JOIN plant_concentration
        ON
            job_interval.series = plant_concentration.series
            AND job_interval.register_date = plant_concentration.register_date
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
        CAST(SUM(CAST(ROUND(100 * part.low) AS BIGINT)) AS DOUBLE) / 100 AS low
    FROM part
    GROUP BY part.area_id, part.series, part.region_code, part.year
    HAVING MAX(CASE WHEN part.unbounded THEN 1 ELSE 0 END) = 0
)

SELECT
    part.area_id,
    part.series,
    part.region_code,
    part.year,
    -- A member whose own largest share nothing bounds may be one workplace.
    MAX(
        CASE
            WHEN part.high > 0
                THEN COALESCE(part.top1_high, 1) * part.high / (part.high + (whole.low - part.low))
        END
    ) AS largest_high
FROM part
INNER JOIN whole
    ON
        part.area_id = whole.area_id
        AND part.series = whole.series
        AND part.region_code = whole.region_code
        AND part.year = whole.year
GROUP BY part.area_id, part.series, part.region_code, part.year
