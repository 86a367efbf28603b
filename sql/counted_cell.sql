-- reads unknown_industry
-- Every cell of a known industry beside its four sums, against the nation: of the employed, and of workplaces.
WITH quotient AS (
    SELECT
        location_quotient.series,
        location_quotient.year,
        location_quotient.level,
        location_quotient.region_code,
        location_quotient.industry_code,
        'employed' AS counted,
        location_quotient.employees AS number,
        location_quotient.employees_region AS region_total,
        location_quotient.employees_reference AS reference,
        location_quotient.employees_reference_total AS reference_total,
        location_quotient.lq,
        location_quotient.rank,
        location_quotient.note
    FROM location_quotient
    WHERE location_quotient.reference = 'nation'
    UNION ALL
    SELECT
        workplace_quotient.series,
        CAST(EXTRACT(YEAR FROM workplace_quotient.register_date) AS BIGINT) AS year,
        workplace_quotient.level,
        workplace_quotient.region_code,
        workplace_quotient.industry_code,
        'workplaces' AS counted,
        workplace_quotient.workplaces AS number,
        workplace_quotient.workplaces_region AS region_total,
        workplace_quotient.workplaces_reference AS reference,
        workplace_quotient.workplaces_reference_total AS reference_total,
        workplace_quotient.lq,
        workplace_quotient.rank,
        workplace_quotient.note
    FROM workplace_quotient
    WHERE workplace_quotient.reference = 'nation'
)

SELECT
    quotient.series,
    quotient.year,
    quotient.level,
    quotient.region_code,
    quotient.industry_code,
    quotient.counted,
    quotient.number,
    quotient.region_total,
    quotient.reference,
    quotient.reference_total,
    quotient.lq,
    quotient.rank,
    quotient.note,
    COALESCE(region.type, 'imported') AS region_type
FROM quotient
LEFT JOIN region ON quotient.region_code = region.region_code
LEFT JOIN unknown_industry
    ON quotient.series = unknown_industry.series AND quotient.industry_code = unknown_industry.industry_code
WHERE unknown_industry.industry_code IS NULL
