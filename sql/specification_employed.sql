-- reads verdict_year, unknown_industry
-- The same question put to the employed in every way that the grid declares: against each reference area and the rest
-- of the nation, in each year compared, with and without those of unknown industry in all totals. A quotient of a total
-- that lacks a cell is an outer guess and no answer.
--   rest of the nation: (e_ir / E_r) / ((E_i - e_ir) / (E - E_r));  without unknown u: E_r - u_r and E - u.
WITH quotient AS (
    SELECT
        location_quotient.region_code,
        location_quotient.industry_code,
        verdict_year.year,
        location_quotient.year AS compared_year,
        location_quotient.series,
        location_quotient.level,
        location_quotient.reference,
        location_quotient.employees,
        location_quotient.employees_region,
        location_quotient.employees_reference,
        location_quotient.employees_reference_total,
        location_quotient.lq,
        location_quotient.lq_low,
        location_quotient.lq_high
    FROM location_quotient
    INNER JOIN verdict_year
        ON
            location_quotient.series = verdict_year.series
            AND location_quotient.region_code = verdict_year.region_code
            AND location_quotient.year >= verdict_year.first_year
            AND location_quotient.year <= verdict_year.year
    WHERE
        location_quotient.lq IS NOT NULL
        AND (location_quotient.note IS NULL OR location_quotient.note <> 'incomplete_total')
),

unknown AS (
    SELECT
        quotient.region_code,
        quotient.compared_year,
        quotient.series,
        quotient.level,
        quotient.reference,
        SUM(quotient.employees) AS employees,
        SUM(quotient.employees_reference) AS employees_reference
    FROM quotient
    INNER JOIN unknown_industry
        ON quotient.series = unknown_industry.series AND quotient.industry_code = unknown_industry.industry_code
    GROUP BY quotient.region_code, quotient.compared_year, quotient.series, quotient.level, quotient.reference
),

counted AS (
    SELECT
        quotient.region_code,
        quotient.industry_code,
        quotient.year,
        quotient.compared_year,
        quotient.series,
        quotient.level,
        quotient.reference,
        'with' AS unknown_industry,
        quotient.employees,
        quotient.employees_region,
        quotient.employees_reference,
        quotient.employees_reference_total,
        quotient.lq,
        quotient.lq_low,
        quotient.lq_high
    FROM quotient
    UNION ALL
    SELECT
        quotient.region_code,
        quotient.industry_code,
        quotient.year,
        quotient.compared_year,
        quotient.series,
        quotient.level,
        quotient.reference,
        'without' AS unknown_industry,
        quotient.employees,
        quotient.employees_region - unknown.employees AS employees_region,
        quotient.employees_reference,
        quotient.employees_reference_total - unknown.employees_reference AS employees_reference_total,
        CAST(NULL AS DOUBLE) AS lq,
        CAST(NULL AS DOUBLE) AS lq_low,
        CAST(NULL AS DOUBLE) AS lq_high
    FROM quotient
    INNER JOIN unknown
        ON
            quotient.region_code = unknown.region_code
            AND quotient.compared_year = unknown.compared_year
            AND quotient.series = unknown.series
            AND quotient.level = unknown.level
            AND quotient.reference = unknown.reference
    WHERE unknown.employees > 0
),

compared AS (
    SELECT
        counted.region_code,
        counted.industry_code,
        counted.year,
        counted.compared_year,
        counted.series,
        counted.level,
        counted.reference,
        counted.unknown_industry,
        COALESCE(
            counted.lq,
            CAST(counted.employees AS DOUBLE) / CAST(NULLIF(counted.employees_region, 0) AS DOUBLE)
            / (
                CAST(NULLIF(counted.employees_reference, 0) AS DOUBLE)
                / CAST(counted.employees_reference_total AS DOUBLE)
            )
        ) AS lq,
        counted.lq_low,
        counted.lq_high
    FROM counted
    UNION ALL
    SELECT
        counted.region_code,
        counted.industry_code,
        counted.year,
        counted.compared_year,
        counted.series,
        counted.level,
        'rest_of_nation' AS reference,
        counted.unknown_industry,
        CAST(counted.employees AS DOUBLE) / CAST(NULLIF(counted.employees_region, 0) AS DOUBLE)
        / (
            CAST(NULLIF(counted.employees_reference - counted.employees, 0) AS DOUBLE)
            / CAST(NULLIF(counted.employees_reference_total - counted.employees_region, 0) AS DOUBLE)
        ) AS lq,
        CAST(NULL AS DOUBLE) AS lq_low,
        CAST(NULL AS DOUBLE) AS lq_high
    FROM counted
    WHERE counted.reference = 'nation'
)

SELECT
    'industry' AS subject_type,
    compared.region_code,
    compared.industry_code AS subject_code,
    compared.year,
    compared.series,
    compared.reference,
    compared.compared_year,
    'employed' AS measured,
    compared.unknown_industry,
    compared.lq,
    compared.lq_low,
    compared.lq_high
FROM compared
