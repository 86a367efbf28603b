-- Intervals that are no intervals, and estimates that stand outside of theirs or without one. Quotients may miss by the
-- rounding of their last digits, jobs by nothing.
WITH interval_of AS (
    SELECT
        'job_interval' AS kind,
        job_interval.series,
        job_interval.region_code,
        job_interval.industry_code,
        CAST(job_interval.jobs_low AS DOUBLE) AS low,
        CAST(job_interval.jobs_high AS DOUBLE) AS high,
        job_interval.jobs_estimate AS estimate,
        CAST(0 AS DOUBLE) AS slack
    FROM job_interval
    UNION ALL
    SELECT
        'job_allocation' AS kind,
        job_allocation.series,
        job_allocation.region_code,
        job_allocation.industry_code,
        CAST(job_allocation.jobs_low AS DOUBLE) AS low,
        CAST(job_allocation.jobs_high AS DOUBLE) AS high,
        job_allocation.jobs_estimate AS estimate,
        CAST(0 AS DOUBLE) AS slack
    FROM job_allocation
    UNION ALL
    SELECT
        'job_quotient against ' || job_quotient.reference AS kind,
        job_quotient.series,
        job_quotient.region_code,
        job_quotient.industry_code,
        job_quotient.lq_low AS low,
        job_quotient.lq_high AS high,
        job_quotient.lq_estimate AS estimate,
        CAST($exactness AS DOUBLE) * job_quotient.lq_high AS slack
    FROM job_quotient
)

SELECT
    interval_of.kind,
    interval_of.series,
    interval_of.region_code,
    interval_of.industry_code,
    interval_of.low,
    interval_of.high,
    interval_of.estimate
FROM interval_of
WHERE
    interval_of.low > interval_of.high + interval_of.slack
    OR interval_of.estimate < interval_of.low - interval_of.slack
    OR interval_of.estimate > interval_of.high + interval_of.slack
    OR (interval_of.estimate IS NOT NULL AND (interval_of.low IS NULL OR interval_of.high IS NULL))
