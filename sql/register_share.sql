-- reads published_employment
-- The regions of every whole set, counties and municipalities, with their published employment, empty where there is
-- none: that of a county is its own figure, else the sum of its municipalities' if all have one. A figure is the sum of
-- the groups, as everywhere, and never the published total row.
WITH total AS (
    SELECT
        published_employment.region_code,
        CAST(SUM(published_employment.employees) AS BIGINT) AS employees
    FROM published_employment
    WHERE published_employment.level = 'group'
    GROUP BY published_employment.region_code
),

municipality AS (
    SELECT
        region.region_code,
        region.county_code,
        total.employees
    FROM region
    LEFT JOIN total ON region.region_code = total.region_code
    WHERE
        region.type = 'municipality'
        AND COALESCE(region.valid_from, EXTRACT(YEAR FROM CAST($register_date AS DATE)))
        <= EXTRACT(YEAR FROM CAST($register_date AS DATE))
        AND COALESCE(region.valid_to, EXTRACT(YEAR FROM CAST($register_date AS DATE)))
        >= EXTRACT(YEAR FROM CAST($register_date AS DATE))
),

county AS (
    SELECT
        municipality.county_code,
        CASE
            WHEN COUNT(*) = COUNT(municipality.employees) THEN CAST(SUM(municipality.employees) AS BIGINT)
        END AS employees
    FROM municipality
    GROUP BY municipality.county_code
)

SELECT
    'municipality' AS region_type,
    municipality.region_code,
    municipality.employees AS size
FROM municipality
UNION ALL
SELECT
    'county' AS region_type,
    county.county_code AS region_code,
    COALESCE(total.employees, county.employees) AS size
FROM county
LEFT JOIN total ON county.county_code = total.region_code
