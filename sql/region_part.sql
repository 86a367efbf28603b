-- Which municipalities every region consists of: a municipality of itself, a county of its own, the nation of all.
WITH municipality AS (
    SELECT
        region.region_code,
        region.county_code
    FROM region
    WHERE region.type = 'municipality'
)

SELECT
    municipality.region_code,
    municipality.region_code AS part_code
FROM municipality
UNION ALL
SELECT
    municipality.county_code AS region_code,
    municipality.region_code AS part_code
FROM municipality
WHERE municipality.county_code IS NOT NULL
UNION ALL
SELECT
    nation.region_code,
    municipality.region_code AS part_code
FROM municipality
CROSS JOIN region AS nation
WHERE nation.type = 'nation'
