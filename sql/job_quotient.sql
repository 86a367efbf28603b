-- reads job_box as quotient_box, quotient_bounds
-- The smallest and the largest location quotient that the bounds of the jobs allow, and the estimate's. Of
-- several notes the first is given.
SELECT
    quotient_bounds.region_code,
    quotient_bounds.subject_code AS industry_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    quotient_bounds.reference,
    quotient_bounds.reference_code,
    $level AS level,
    quotient_bounds.unknown_size AS workplaces_unknown_size,
    quotient_bounds.jobs_low,
    quotient_bounds.jobs_high,
    quotient_bounds.jobs_estimate,
    quotient_bounds.lq_low,
    quotient_bounds.lq_high,
    -- Jobs are whole: half a job, as an estimate may have it, can stand beyond what whole ones allow.
    CASE
        WHEN quotient_bounds.lq_estimate < quotient_bounds.lq_low THEN quotient_bounds.lq_low
        WHEN quotient_bounds.lq_estimate > quotient_bounds.lq_high THEN quotient_bounds.lq_high
        ELSE quotient_bounds.lq_estimate
    END AS lq_estimate,
    CASE
        WHEN quotient_bounds.note = 'reference_incomplete' THEN quotient_bounds.note
        WHEN quotient_bounds.x_high + quotient_bounds.a_high = 0 THEN 'no_jobs_in_region'
        WHEN quotient_bounds.x_high + quotient_bounds.b_high = 0 THEN 'no_jobs_in_reference'
        WHEN quotient_bounds.unbounded AND quotient_bounds.open_unbounded THEN 'open_class_unbounded'
        WHEN quotient_bounds.unbounded THEN 'size_unknown'
        WHEN quotient_bounds.lq_estimate IS NULL THEN 'no_estimate'
        WHEN quotient_bounds.unknown_size > 0 THEN 'size_unknown'
        ELSE quotient_bounds.note
    END AS note
FROM quotient_bounds
