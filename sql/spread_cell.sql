-- reads measured_industry, measured_cell, reference_employment, region_set
-- What every region of every set has of every industry, and of all industries together (known cells). An industry that
-- the source does not list for a region counts as none there; of a county made up of municipalities a cell is not known
-- when one of theirs is not. Regions and sums of regions are numbered apart, sums below 0.
WITH cell AS (
    SELECT
        region_set.region_type,
        region_set.whole,
        region_set.region_id AS place_id,
        FALSE AS summed,
        measured_cell.industry_id,
        measured_cell.employees,
        measured_cell.employees AS known_employees,
        CASE WHEN measured_cell.employees IS NULL THEN 1 ELSE 0 END AS unknown_cells
    FROM region_set
    INNER JOIN measured_cell ON region_set.region_id = measured_cell.region_id
    UNION ALL
    SELECT
        region_set.region_type,
        region_set.whole,
        region_set.area_id AS place_id,
        TRUE AS summed,
        reference_employment.industry_id,
        CASE WHEN reference_employment.unknown_cells = 0 THEN reference_employment.employees END AS employees,
        reference_employment.employees AS known_employees,
        reference_employment.unknown_cells
    FROM region_set
    INNER JOIN reference_employment ON region_set.area_id = reference_employment.area_id
),

place AS (
    SELECT
        cell.region_type,
        cell.whole,
        cell.place_id,
        cell.summed,
        CAST(SUM(cell.known_employees) AS BIGINT) AS total,
        SUM(cell.unknown_cells) AS unknown_cells
    FROM cell
    GROUP BY cell.region_type, cell.whole, cell.place_id, cell.summed
)

SELECT
    place.region_type,
    place.whole,
    CASE WHEN place.summed THEN -place.place_id ELSE place.place_id END AS place_id,
    measured_industry.industry_id,
    measured_industry.industry_code,
    place.total,
    place.unknown_cells,
    CASE WHEN cell.place_id IS NULL THEN CAST(0 AS BIGINT) ELSE cell.employees END AS employees
FROM place
CROSS JOIN measured_industry
LEFT JOIN cell
    ON
        place.region_type = cell.region_type
        AND place.place_id = cell.place_id
        AND place.summed = cell.summed
        AND measured_industry.industry_id = cell.industry_id
