-- reads published_employment
-- The area to whose published totals a municipality's jobs are fitted: the municipality itself where all municipalities
-- of its county are published, else the county, over its municipalities together; else none.
WITH published AS (
    SELECT published_employment.region_code
    FROM published_employment
    GROUP BY published_employment.region_code
),

municipality AS (
    SELECT
        region.region_code,
        region.county_code,
        published.region_code AS published_code
    FROM region
    LEFT JOIN published ON region.region_code = published.region_code
    WHERE region.type = 'municipality'
),

county AS (
    SELECT
        municipality.county_code,
        COUNT(*) = COUNT(municipality.published_code) AS whole
    FROM municipality
    GROUP BY municipality.county_code
)

SELECT
    municipality.region_code,
    CASE WHEN county.whole THEN municipality.region_code ELSE published.region_code END AS area_code,
    CASE WHEN county.whole THEN 'municipality' WHEN published.region_code IS NOT NULL THEN 'county' END AS basis
FROM municipality
INNER JOIN county ON municipality.county_code = county.county_code
LEFT JOIN published ON municipality.county_code = published.region_code
