-- reads counted_workplace as employment, concentration
-- How unevenly workplaces are spread: table concentration, with workplaces in the place of the employed.
SELECT
    concentration.industry_code,
    CAST($register_date AS DATE) AS register_date,
    concentration.series,
    concentration.level,
    concentration.region_type,
    concentration.employees AS workplaces,
    concentration.regions,
    concentration.regions_with_employment AS regions_with_workplaces,
    concentration.gini,
    concentration.theil_t,
    concentration.theil_l,
    concentration.theil_l_note,
    concentration.note
FROM concentration
