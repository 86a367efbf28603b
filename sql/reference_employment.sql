-- reads measured_cell, reference_area
-- Employment of every reference area: E_i (employees) and E (total), sums of known cells, with their ends under noise.
-- A share is smallest with its own figure at the low end and every other one at the high end, and the reverse:
--   share_low = low / (low + (total_high - high)),  share_high = high / (high + (total_low - low)).
WITH area_industry AS (
    SELECT
        reference_area.area_id,
        measured_cell.industry_id,
        CAST(SUM(measured_cell.employees) AS BIGINT) AS employees,
        CAST(SUM(measured_cell.low) AS BIGINT) AS low,
        CAST(SUM(measured_cell.high) AS BIGINT) AS high,
        COUNT(*) - COUNT(measured_cell.employees) AS unknown_cells
    FROM measured_cell
    INNER JOIN reference_area ON measured_cell.region_id = reference_area.region_id
    GROUP BY reference_area.area_id, measured_cell.industry_id
),

area AS (
    SELECT
        reference_area.area_id,
        reference_area.reference,
        reference_area.reference_code
    FROM reference_area
    GROUP BY reference_area.area_id, reference_area.reference, reference_area.reference_code
),

area_total AS (
    SELECT
        area_industry.area_id,
        CAST(SUM(area_industry.employees) AS BIGINT) AS employees,
        CAST(SUM(area_industry.low) AS BIGINT) AS low,
        CAST(SUM(area_industry.high) AS BIGINT) AS high,
        CAST(SUM(area_industry.unknown_cells) AS BIGINT) AS unknown_cells
    FROM area_industry
    GROUP BY area_industry.area_id
)

SELECT
    area.area_id,
    area.reference,
    area.reference_code,
    area_industry.industry_id,
    area_industry.employees,
    area_industry.unknown_cells,
    area_total.employees AS total,
    area_total.unknown_cells AS total_unknown_cells,
    CAST(NULLIF(area_industry.employees, 0) AS DOUBLE) / CAST(NULLIF(area_total.employees, 0) AS DOUBLE) AS share,
    CAST(NULLIF(area_industry.low, 0) AS DOUBLE)
    / CAST(area_industry.low + (area_total.high - area_industry.high) AS DOUBLE) AS share_low,
    CAST(NULLIF(area_industry.high, 0) AS DOUBLE)
    / CAST(area_industry.high + (area_total.low - area_industry.low) AS DOUBLE) AS share_high
FROM area_industry
INNER JOIN area ON area_industry.area_id = area.area_id
INNER JOIN area_total ON area_industry.area_id = area_total.area_id
