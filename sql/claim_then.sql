-- What an edition has for the year that a claim of another edition (claim_before) states a figure of, in every series
-- that has it: the quotient where the claim states one, the number of employees where it states that. A quotient of
-- the known cells alone is none, nor is such a number of an area. Places hang on every region and on the noise, so that
-- of them nothing is given; neither of a pull of a register, which has no year before it.
WITH quotient AS (
    SELECT
        'industry' AS subject_type,
        location_quotient.region_code,
        location_quotient.industry_code AS subject_code,
        location_quotient.year,
        location_quotient.series,
        location_quotient.lq,
        CAST(location_quotient.employees AS DOUBLE) AS employees,
        location_quotient.note
    FROM location_quotient
    WHERE location_quotient.reference = 'nation'
    UNION ALL
    SELECT
        'area' AS subject_type,
        strength_area_quotient.region_code,
        strength_area_quotient.area_id AS subject_code,
        strength_area_quotient.year,
        strength_area_quotient.series,
        strength_area_quotient.lq,
        strength_area_quotient.employees,
        strength_area_quotient.note
    FROM strength_area_quotient
    WHERE strength_area_quotient.reference = 'nation' AND strength_area_quotient.workplaces IS NULL
)

SELECT
    claim_before.claim_id,
    claim_before.series AS series_before,
    quotient.series,
    CASE
        WHEN claim_before.kind = 'amount' AND quotient.subject_type = 'industry' THEN quotient.employees
        WHEN quotient.note = 'incomplete_total' THEN NULL
        WHEN claim_before.kind = 'amount' THEN quotient.employees
        ELSE quotient.lq
    END AS value_then
FROM claim_before
INNER JOIN quotient
    ON
        claim_before.region_code = quotient.region_code
        AND claim_before.subject_type = quotient.subject_type
        AND claim_before.subject_code = quotient.subject_code
        AND claim_before.year = quotient.year
WHERE claim_before.kind IN ('share', 'amount')
ORDER BY claim_before.claim_id, quotient.series
