-- reads measured_region, measured_industry, measured_cell, reference_employment
-- Every region with every industry of one series, year and level, and what the nation has of the industry.
-- A cell that is not known is empty. An industry that the source does not list for a region counts as none.
WITH nation AS (
    SELECT
        reference_employment.industry_id,
        reference_employment.employees,
        reference_employment.unknown_cells
    FROM reference_employment
    WHERE reference_employment.reference = 'nation'
)

SELECT
    measured_region.region_id,
    measured_industry.industry_id,
    nation.employees AS nation_employees,
    COALESCE(nation.unknown_cells, 0) AS nation_unknown_cells,
    CASE WHEN measured_cell.region_id IS NULL THEN CAST(0 AS BIGINT) ELSE measured_cell.employees END AS employees
FROM measured_region
CROSS JOIN measured_industry
LEFT JOIN measured_cell
    ON
        measured_region.region_id = measured_cell.region_id
        AND measured_industry.industry_id = measured_cell.industry_id
LEFT JOIN nation ON measured_industry.industry_id = nation.industry_id
