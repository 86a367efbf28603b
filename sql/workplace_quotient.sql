-- reads counted_workplace as employment, location_quotient
-- Location quotients of workplaces: those of table location_quotient, with workplaces in the place of the employed.
SELECT
    location_quotient.region_code,
    location_quotient.industry_code,
    CAST($register_date AS DATE) AS register_date,
    location_quotient.series,
    location_quotient.reference,
    location_quotient.reference_code,
    location_quotient.level,
    location_quotient.employees AS workplaces,
    location_quotient.employees_region AS workplaces_region,
    location_quotient.employees_reference AS workplaces_reference,
    location_quotient.employees_reference_total AS workplaces_reference_total,
    location_quotient.share,
    location_quotient.lq,
    location_quotient.overrepresented,
    location_quotient.rank,
    location_quotient.rank_of,
    location_quotient.note
FROM location_quotient
