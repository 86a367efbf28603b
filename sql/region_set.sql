-- reads measured_region, reference_area
-- The sets of regions, each of one kind and without overlap, that an industry can be spread over in one series, year
-- and level, and whether the set is whole. A county that is the sum of its municipalities is a reference area.
--   county        published, or the sum of all its municipalities; whole with every county
--   municipality  whole with every municipality of the year
--   imported      regions known only from an imported table, which are all there are
WITH municipality AS (
    SELECT
        region.county_code,
        measured_region.region_id
    FROM region
    LEFT JOIN measured_region ON region.region_code = measured_region.region_code
    WHERE
        region.type = 'municipality'
        AND COALESCE(region.valid_from, $year) <= $year
        AND COALESCE(region.valid_to, $year) >= $year
),

county_area AS (
    SELECT
        reference_area.reference_code,
        reference_area.area_id
    FROM reference_area
    WHERE reference_area.reference = 'county'
    GROUP BY reference_area.reference_code, reference_area.area_id
),

county AS (
    SELECT
        municipality.county_code,
        measured_region.region_id,
        CASE WHEN measured_region.region_id IS NULL THEN county_area.area_id END AS area_id
    FROM municipality
    LEFT JOIN measured_region ON municipality.county_code = measured_region.region_code
    LEFT JOIN county_area ON municipality.county_code = county_area.reference_code
    GROUP BY municipality.county_code, measured_region.region_id, county_area.area_id
),

candidate AS (
    SELECT
        'county' AS region_type,
        county.region_id,
        county.area_id
    FROM county
    UNION ALL
    SELECT
        'municipality' AS region_type,
        municipality.region_id,
        CAST(NULL AS INTEGER) AS area_id
    FROM municipality
    UNION ALL
    SELECT
        'imported' AS region_type,
        measured_region.region_id,
        CAST(NULL AS INTEGER) AS area_id
    FROM measured_region
    LEFT JOIN region ON measured_region.region_code = region.region_code
    WHERE COALESCE(region.type, 'imported') = 'imported'
),

set_of_regions AS (
    SELECT
        candidate.region_type,
        COUNT(*) = COUNT(COALESCE(candidate.region_id, candidate.area_id)) AS whole
    FROM candidate
    GROUP BY candidate.region_type
)

SELECT
    candidate.region_type,
    candidate.region_id,
    candidate.area_id,
    set_of_regions.whole
FROM candidate
INNER JOIN set_of_regions ON candidate.region_type = set_of_regions.region_type
WHERE COALESCE(candidate.region_id, candidate.area_id) IS NOT NULL
