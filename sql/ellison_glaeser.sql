-- reads register_share as region_share, register_spread as spread, dartboard
-- The index of Ellison & Glaeser of every industry of one register edition, over all counties and all municipalities,
-- as bounds of what the size classes allow.
WITH set_of_regions AS (
    SELECT
        region_share.region_type,
        COUNT(*) = COUNT(region_share.size) AS whole
    FROM region_share
    GROUP BY region_share.region_type
)

SELECT
    plant_concentration.industry_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    plant_concentration.level,
    set_of_regions.region_type,
    plant_concentration.workplaces,
    spread.g_low,
    spread.g_high,
    spread.g_estimate,
    plant_concentration.hhi_low,
    plant_concentration.hhi_high,
    dartboard.gamma_low,
    dartboard.gamma_high,
    dartboard.gamma_estimate_low,
    dartboard.gamma_estimate_high,
    dartboard.variance_low AS g_variance_low,
    dartboard.variance_high AS g_variance_high,
    dartboard.z_low,
    dartboard.z_high,
    CASE
        WHEN NOT set_of_regions.whole THEN 'incomplete_regions'
        WHEN plant_concentration.workplaces = 0 THEN plant_concentration.note
        WHEN plant_concentration.note = 'open_class_unbounded' THEN plant_concentration.note
        WHEN plant_concentration.workplaces = 1 THEN 'one_plant'
        WHEN dartboard.gamma_low IS NULL THEN 'one_region'
        ELSE plant_concentration.note
    END AS note
FROM plant_concentration
INNER JOIN region ON plant_concentration.region_code = region.region_code
CROSS JOIN set_of_regions
LEFT JOIN spread
    ON
        set_of_regions.region_type = spread.region_type
        AND plant_concentration.industry_code = spread.industry_code
LEFT JOIN dartboard
    ON
        set_of_regions.region_type = dartboard.region_type
        AND plant_concentration.industry_code = dartboard.industry_code
WHERE
    region.type = 'nation'
    AND plant_concentration.series = $series
    AND plant_concentration.register_date = $register_date
