-- reads specification_employed, specification_placed
-- Every way of asking, and its answer: strong (1) when the quotient is at least $lq and noise does not bring it below
-- 1; by jobs, of which only bounds are known, when even the smallest is at least 1, and not (0) when even the largest
-- is below 1. Between them the answer is open (empty), unless the estimate speaks against it: it is never one for it.
WITH asked AS (
    SELECT
        specification_employed.subject_type,
        specification_employed.region_code,
        specification_employed.subject_code,
        specification_employed.year,
        specification_employed.series,
        specification_employed.reference,
        specification_employed.compared_year,
        specification_employed.measured,
        specification_employed.unknown_industry,
        specification_employed.lq,
        specification_employed.lq_low,
        specification_employed.lq_high,
        CAST(NULL AS DOUBLE) AS lq_estimate
    FROM specification_employed
    UNION ALL
    SELECT
        specification_placed.subject_type,
        specification_placed.region_code,
        specification_placed.subject_code,
        specification_placed.year,
        specification_placed.series,
        specification_placed.reference,
        specification_placed.compared_year,
        specification_placed.measured,
        specification_placed.unknown_industry,
        specification_placed.lq,
        specification_placed.lq_low,
        specification_placed.lq_high,
        specification_placed.lq_estimate
    FROM specification_placed
)

SELECT
    asked.subject_type,
    asked.region_code,
    asked.subject_code,
    asked.year,
    asked.series,
    asked.reference || ' ' || CAST(asked.compared_year AS VARCHAR) || ' ' || asked.measured
    || CASE WHEN asked.unknown_industry = 'without' THEN ' without_unknown' ELSE '' END AS specification,
    asked.measured,
    asked.lq,
    asked.lq_low,
    asked.lq_high,
    asked.lq_estimate,
    CASE
        WHEN asked.lq >= $lq AND (asked.lq_low IS NULL OR asked.lq_low >= $bound) THEN 1
        WHEN asked.lq IS NOT NULL THEN 0
        WHEN asked.lq_low >= $bound THEN 1
        WHEN asked.lq_high < $bound OR asked.lq_estimate < $bound THEN 0
    END AS strong
FROM asked
WHERE asked.lq IS NOT NULL OR asked.lq_low IS NOT NULL
