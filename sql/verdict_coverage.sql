-- How many verdicts of a region and series only one of two editions has: new in an edition (verdict), or gone from the
-- one before it (verdict_before), because a region, a subject or the whole series came or went. A verdict is the same
-- one whatever its year.
SELECT
    COALESCE(verdict.region_code, verdict_before.region_code) AS region_code,
    COALESCE(verdict.series, verdict_before.series) AS series,
    CAST(SUM(CASE WHEN verdict_before.series IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS new,
    CAST(SUM(CASE WHEN verdict.series IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS gone
FROM verdict
FULL OUTER JOIN verdict_before
    ON
        verdict.subject_type = verdict_before.subject_type
        AND verdict.region_code = verdict_before.region_code
        AND verdict.subject_code = verdict_before.subject_code
        AND verdict.series = verdict_before.series
WHERE verdict.series IS NULL OR verdict_before.series IS NULL
GROUP BY COALESCE(verdict.region_code, verdict_before.region_code), COALESCE(verdict.series, verdict_before.series)
ORDER BY COALESCE(verdict.region_code, verdict_before.region_code), COALESCE(verdict.series, verdict_before.series)
