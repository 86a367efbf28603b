-- reads measured_region, reference_area
-- The sets of regions, each of one kind and without overlap, that an industry can be spread over in one series, year
-- and level, as reference areas or as regions, and whether the set is whole.
--   county        the published counties, or the sums of all their municipalities; whole with every county
--   municipality  whole with every municipality of the year
--   imported      regions known only from an imported table, which are all there are
WITH declared AS (
    SELECT
        region.region_code,
        region.county_code,
        measured_region.region_id
    FROM region
    LEFT JOIN measured_region ON region.region_code = measured_region.region_code
    WHERE
        region.type = 'municipality'
        AND COALESCE(region.valid_from, $year) <= $year
        AND COALESCE(region.valid_to, $year) >= $year
),

county AS (
    SELECT
        reference_area.reference_code,
        reference_area.area_id
    FROM reference_area
    WHERE reference_area.reference = 'county'
    GROUP BY reference_area.reference_code, reference_area.area_id
),

whole AS (
    SELECT
        COUNT(*) = COUNT(declared.region_id) AS municipalities,
        COUNT(*) = COUNT(county.area_id) AS counties
    FROM declared
    LEFT JOIN county ON declared.county_code = county.reference_code
)

SELECT
    'county' AS region_type,
    county.area_id,
    CAST(NULL AS INTEGER) AS region_id,
    whole.counties AS whole
FROM county
CROSS JOIN whole
UNION ALL
SELECT
    'municipality' AS region_type,
    CAST(NULL AS INTEGER) AS area_id,
    declared.region_id,
    whole.municipalities AS whole
FROM declared
CROSS JOIN whole
WHERE declared.region_id IS NOT NULL
UNION ALL
SELECT
    'imported' AS region_type,
    CAST(NULL AS INTEGER) AS area_id,
    measured_region.region_id,
    TRUE AS whole
FROM measured_region
LEFT JOIN region ON measured_region.region_code = region.region_code
WHERE COALESCE(region.type, 'imported') = 'imported'
