-- Every municipality once with itself, once with its county and once with the nation.
SELECT
    municipality.region_code AS municipality_code,
    municipality.region_code
FROM region AS municipality
WHERE municipality.type = 'municipality'
UNION ALL
SELECT
    municipality.region_code AS municipality_code,
    municipality.county_code AS region_code
FROM region AS municipality
WHERE municipality.type = 'municipality'
UNION ALL
SELECT
    municipality.region_code AS municipality_code,
    nation.region_code
FROM region AS municipality
CROSS JOIN region AS nation
WHERE municipality.type = 'municipality' AND nation.type = 'nation'
