-- Verdicts that an edition (verdict) has otherwise than the one before it (verdict_before), each of the newest year of
-- its series in its edition. Verdicts that only one of them has are counted by verdict_coverage.sql.
SELECT
    verdict.subject_type,
    verdict.region_code,
    verdict.subject_code,
    verdict.series,
    verdict_before.year AS year_before,
    verdict.year,
    verdict_before.verdict AS verdict_before,
    verdict.verdict,
    verdict_before.reason AS reason_before,
    verdict.reason,
    verdict_before.lq AS lq_before,
    verdict.lq
FROM verdict
INNER JOIN verdict_before
    ON
        verdict.subject_type = verdict_before.subject_type
        AND verdict.region_code = verdict_before.region_code
        AND verdict.subject_code = verdict_before.subject_code
        AND verdict.series = verdict_before.series
WHERE verdict.verdict <> verdict_before.verdict
ORDER BY verdict.region_code, verdict.series, verdict.subject_type, verdict.subject_code
