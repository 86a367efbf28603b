-- reads plant_spread as spread, dartboard
-- The index of Ellison & Glaeser of every industry whose plants are known one by one: bounds that are equal.
WITH listed AS (
    SELECT
        plant.industry_code,
        COUNT(*) - COUNT(plant.size) AS unknown_plants
    FROM plant
    GROUP BY plant.industry_code
)

SELECT
    listed.industry_code,
    COALESCE(spread.plants, 0) AS plants,
    spread.g_low AS g,
    spread.hhi_low AS hhi,
    dartboard.variance_low AS g_variance,
    dartboard.gamma_low AS gamma,
    dartboard.z_low AS z,
    CASE
        WHEN spread.plants IS NULL AND listed.unknown_plants > 0 THEN 'size_unknown'
        WHEN spread.plants IS NULL THEN 'no_jobs'
        WHEN spread.plants = 1 THEN 'one_plant'
        WHEN dartboard.gamma_low IS NULL THEN 'one_region'
        WHEN listed.unknown_plants > 0 THEN 'size_unknown'
    END AS note
FROM listed
LEFT JOIN spread ON listed.industry_code = spread.industry_code
LEFT JOIN dartboard ON listed.industry_code = dartboard.industry_code
ORDER BY listed.industry_code
