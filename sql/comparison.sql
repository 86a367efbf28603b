-- reads measured_region, measured_cell, reference_area
-- Every region of one series, year and level with every area it is compared with: all but the nation with the nation,
-- municipalities with their county and their SKR group. Peers are the regions it is ranked among: those of its type, of
-- its county, of its group. Comparisons are numbered in the order of reference and region.
WITH region_total AS (
    SELECT
        measured_cell.region_id,
        CAST(SUM(measured_cell.employees) AS BIGINT) AS employees,
        CAST(SUM(measured_cell.low) AS BIGINT) AS low,
        CAST(SUM(measured_cell.high) AS BIGINT) AS high,
        COUNT(*) - COUNT(measured_cell.employees) AS unknown_cells
    FROM measured_cell
    GROUP BY measured_cell.region_id
),

placed AS (
    SELECT
        measured_region.region_id,
        region.county_code,
        region.skr_group,
        COALESCE(region.type, 'imported') AS type
    FROM measured_region
    LEFT JOIN region ON measured_region.region_code = region.region_code
),

pair AS (
    SELECT
        placed.region_id,
        'nation' AS reference,
        '00' AS reference_code,
        placed.type AS peers
    FROM placed
    WHERE placed.type <> 'nation'
    UNION ALL
    SELECT
        placed.region_id,
        'county' AS reference,
        placed.county_code AS reference_code,
        placed.county_code AS peers
    FROM placed
    WHERE placed.type = 'municipality' AND placed.county_code IS NOT NULL
    UNION ALL
    SELECT
        placed.region_id,
        'skr_group' AS reference,
        placed.skr_group AS reference_code,
        placed.skr_group AS peers
    FROM placed
    WHERE placed.type = 'municipality' AND placed.skr_group IS NOT NULL
),

area AS (
    SELECT
        reference_area.area_id,
        reference_area.reference,
        reference_area.reference_code
    FROM reference_area
    GROUP BY reference_area.area_id, reference_area.reference, reference_area.reference_code
)

SELECT
    pair.region_id,
    pair.reference,
    pair.reference_code,
    measured_region.region_code,
    area.area_id,
    region_total.employees,
    region_total.low,
    region_total.high,
    region_total.unknown_cells,
    CAST(NULLIF(region_total.employees, 0) AS DOUBLE) AS divisor,
    CAST(ROW_NUMBER() OVER (ORDER BY pair.reference, pair.region_id) AS INTEGER) AS comparison_id,
    CAST(DENSE_RANK() OVER (ORDER BY pair.reference, pair.peers) AS INTEGER) AS peers_id
FROM pair
INNER JOIN measured_region ON pair.region_id = measured_region.region_id
INNER JOIN region_total ON pair.region_id = region_total.region_id
LEFT JOIN area ON pair.reference = area.reference AND pair.reference_code = area.reference_code
