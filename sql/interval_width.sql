-- How wide the intervals of one register edition are, by kind of region, level and size of the cell: of the jobs as
-- (high - low) / estimate and as high / low, of their location quotient against the nation as high / low, and how often
-- that quotient's interval contains 1. Cells that can have jobs count; sizes are told apart by the jobs there are at
-- least: none, where all workplaces that can have any are of unknown size.
-- A quantile p is the smallest value that at least the share p of the cells do not exceed. A width without end (no
-- upper bound, or a ratio to 0) counts as larger than every number: a quantile that falls on one is empty.
WITH size AS (
    SELECT
        width_size.jobs AS jobs_from,
        LEAD(width_size.jobs) OVER (ORDER BY width_size.jobs) AS jobs_before
    FROM width_size
),

cell AS (
    SELECT
        job_interval.level,
        region.type AS region_type,
        size.jobs_from,
        job_interval.workplaces_unknown_size,
        job_interval.jobs_high,
        CAST(job_interval.jobs_high AS DOUBLE) / NULLIF(job_interval.jobs_low, 0) AS ratio,
        job_interval.jobs_high IS NULL OR job_interval.jobs_estimate IS NOT NULL AS has_width,
        (job_interval.jobs_high - job_interval.jobs_low) / NULLIF(job_interval.jobs_estimate, 0) AS width,
        COALESCE(job_quotient.lq_low, 0) AS lq_low,
        job_quotient.lq_high,
        COALESCE(
            job_quotient.lq_low IS NOT NULL
            OR job_quotient.lq_high IS NOT NULL
            OR job_quotient.note IN ('open_class_unbounded', 'size_unknown'),
            FALSE
        ) AS has_quotient
    FROM job_interval
    INNER JOIN region ON job_interval.region_code = region.region_code
    INNER JOIN size
        ON
            job_interval.jobs_low >= size.jobs_from
            AND (job_interval.jobs_low < size.jobs_before OR size.jobs_before IS NULL)
    LEFT JOIN job_quotient
        ON
            job_interval.region_code = job_quotient.region_code
            AND job_interval.industry_code = job_quotient.industry_code
            AND job_interval.series = job_quotient.series
            AND job_interval.register_date = job_quotient.register_date
            AND job_quotient.reference = 'nation'
    WHERE
        job_interval.series = $series
        AND job_interval.register_date = $register_date
        AND (job_interval.jobs_high > 0 OR job_interval.jobs_high IS NULL)
),

judged AS (
    SELECT
        cell.*,
        CASE WHEN cell.has_quotient THEN cell.lq_high / NULLIF(cell.lq_low, 0) END AS lq_ratio,
        CASE
            WHEN NOT cell.has_quotient THEN NULL
            WHEN cell.lq_low <= 1 AND (cell.lq_high >= 1 OR cell.lq_high IS NULL) THEN 1
            ELSE 0
        END AS contains_one
    FROM cell
),

placed AS (
    SELECT
        judged.*,
        COUNT(CASE WHEN judged.has_width THEN 1 END) OVER peers AS widths,
        COUNT(*) OVER peers AS ratios,
        COUNT(judged.contains_one) OVER peers AS lq_ratios,
        ROW_NUMBER() OVER (peers ORDER BY judged.width NULLS LAST) AS width_place,
        ROW_NUMBER() OVER (peers ORDER BY judged.ratio NULLS LAST) AS ratio_place,
        ROW_NUMBER() OVER (peers ORDER BY judged.lq_ratio NULLS LAST) AS lq_place
    FROM judged
    WINDOW peers AS (PARTITION BY judged.region_type, judged.level, judged.jobs_from)
)

SELECT
    placed.region_type,
    placed.level,
    placed.jobs_from,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    COUNT(*) AS cells,
    COUNT(CASE WHEN placed.workplaces_unknown_size > 0 THEN 1 END) AS cells_unknown_size,
    COUNT(*) - COUNT(placed.jobs_high) AS cells_unbounded,
    MAX(CASE WHEN placed.width_place = CEILING(0.1 * placed.widths) THEN placed.width END) AS width_p10,
    MAX(CASE WHEN placed.width_place = CEILING(0.5 * placed.widths) THEN placed.width END) AS width_median,
    MAX(CASE WHEN placed.width_place = CEILING(0.9 * placed.widths) THEN placed.width END) AS width_p90,
    MAX(CASE WHEN placed.ratio_place = CEILING(0.5 * placed.ratios) THEN placed.ratio END) AS ratio_median,
    COUNT(placed.contains_one) AS quotients,
    COUNT(placed.contains_one) - COUNT(placed.lq_ratio) AS quotients_unbounded,
    MAX(CASE WHEN placed.lq_place = CEILING(0.5 * placed.lq_ratios) THEN placed.lq_ratio END) AS lq_ratio_median,
    CAST(SUM(placed.contains_one) AS DOUBLE) / NULLIF(COUNT(placed.contains_one), 0) AS lq_contains_one
FROM placed
GROUP BY placed.region_type, placed.level, placed.jobs_from
