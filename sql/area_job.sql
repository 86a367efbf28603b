-- reads measured_region, area_reach
-- Jobs of every region, in hundredths: of each strength area, and under the empty area of all industries together.
-- Empty for series that are no register. A region without a workplace in an area has no jobs in it. Estimates are whole
-- multiples of a power of two, so that their weighted sums are exact. Workplaces of unknown size have from 0 jobs to
-- what is published of the groups that they can lie in, all of one group together and at the largest weight.
WITH weighted AS (
    SELECT
        strength_area_member.area_id,
        job_interval.region_code,
        job_interval.workplaces_unknown_size,
        job_interval.jobs_low,
        job_interval.jobs_high_known_size,
        job_interval.jobs_high,
        job_interval.jobs_estimate,
        CAST(ROUND(strength_area_member.weight * 100) AS BIGINT) AS hundredths
    FROM job_interval
    INNER JOIN strength_area_member ON job_interval.industry_code = strength_area_member.industry_code
    INNER JOIN area_section
        ON
            strength_area_member.area_id = area_section.area_id
            AND strength_area_member.edition = area_section.edition
            AND job_interval.series = area_section.series
            AND job_interval.register_date = area_section.register_date
    WHERE job_interval.series = $series
    UNION ALL
    SELECT
        '' AS area_id,
        job_interval.region_code,
        job_interval.workplaces_unknown_size,
        job_interval.jobs_low,
        job_interval.jobs_high_known_size,
        job_interval.jobs_high,
        job_interval.jobs_estimate,
        CAST(100 AS BIGINT) AS hundredths
    FROM job_interval
    WHERE
        job_interval.series = $series
        AND job_interval.register_date = $register_date
        AND job_interval.level = 'section'
),

counted AS (
    SELECT
        weighted.area_id,
        weighted.region_code,
        CAST(SUM(weighted.hundredths * weighted.workplaces_unknown_size) AS BIGINT) AS unknown_size,
        CAST(SUM(weighted.hundredths * weighted.jobs_low) AS BIGINT) AS low,
        CASE
            WHEN COUNT(*) = COUNT(weighted.jobs_high_known_size)
                THEN CAST(SUM(weighted.hundredths * weighted.jobs_high_known_size) AS BIGINT)
        END AS high_known_size,
        CASE
            WHEN COUNT(*) = COUNT(weighted.jobs_estimate)
                THEN SUM(CAST(weighted.hundredths AS DOUBLE) * weighted.jobs_estimate)
        END AS estimate,
        MIN(
            CASE WHEN weighted.jobs_high > 0 OR weighted.jobs_high IS NULL THEN weighted.hundredths END
        ) AS least
    FROM weighted
    GROUP BY weighted.area_id, weighted.region_code
),

reach AS (
    SELECT
        area_reach.area_id,
        area_reach.region_code,
        CASE
            WHEN COUNT(*) = COUNT(area_reach.target)
                THEN CAST(SUM(area_reach.hundredths * area_reach.target) AS BIGINT)
        END AS high
    FROM area_reach
    GROUP BY area_reach.area_id, area_reach.region_code
),

area AS (
    SELECT area_section.area_id
    FROM area_section
    WHERE
        area_section.series = $series
        AND area_section.year = $year
        AND area_section.level = $level
    UNION ALL
    SELECT '' AS area_id
),

register AS (
    SELECT COUNT(*) AS cells
    FROM counted
)

SELECT
    area.area_id,
    measured_region.region_id,
    COALESCE(counted.unknown_size, 0) AS unknown_size,
    COALESCE(counted.low, 0) AS low,
    CASE WHEN counted.area_id IS NULL THEN CAST(0 AS BIGINT) ELSE counted.high_known_size END AS high_known_size,
    CASE
        WHEN counted.area_id IS NULL THEN CAST(0 AS BIGINT)
        WHEN counted.unknown_size = 0 THEN counted.high_known_size
        ELSE counted.high_known_size + reach.high
    END AS high,
    CASE WHEN COALESCE(counted.unknown_size, 0) = 0 THEN CAST(0 AS BIGINT) ELSE reach.high END AS high_unknown_size,
    counted.least,
    CASE WHEN counted.area_id IS NULL THEN CAST(0 AS DOUBLE) ELSE counted.estimate END AS estimate
FROM measured_region
CROSS JOIN area
CROSS JOIN register
LEFT JOIN counted ON measured_region.region_code = counted.region_code AND area.area_id = counted.area_id
LEFT JOIN reach ON measured_region.region_code = reach.region_code AND area.area_id = reach.area_id
WHERE register.cells > 0
