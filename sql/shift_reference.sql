-- reads shift_cell, reference_area
-- The nation at both ends of every step: an industry's employment and that of all industries. Only cells that are known
-- at both ends are summed, so that no figure that appears or disappears is taken for growth.
WITH industry_sum AS (
    SELECT
        shift_cell.step_id,
        shift_cell.industry_id,
        SUM(CASE WHEN shift_cell.reason IS NULL THEN shift_cell.employees_start END) AS employees_start,
        SUM(CASE WHEN shift_cell.reason IS NULL THEN shift_cell.employees_end END) AS employees_end,
        COUNT(shift_cell.reason) AS unknown_cells
    FROM shift_cell
    INNER JOIN reference_area ON shift_cell.region_id = reference_area.region_id
    WHERE reference_area.reference = 'nation'
    GROUP BY shift_cell.step_id, shift_cell.industry_id
),

total AS (
    SELECT
        industry_sum.step_id,
        SUM(industry_sum.employees_start) AS employees_start,
        SUM(industry_sum.employees_end) AS employees_end,
        SUM(industry_sum.unknown_cells) AS unknown_cells
    FROM industry_sum
    GROUP BY industry_sum.step_id
)

SELECT
    total.step_id,
    measured_industry.industry_id,
    CAST(industry_sum.employees_start AS DECIMAL(19, 0)) AS employees_start,
    CAST(industry_sum.employees_end AS DECIMAL(19, 0)) AS employees_end,
    CAST(total.employees_start AS DECIMAL(19, 0)) AS total_start,
    CAST(total.employees_end AS DECIMAL(19, 0)) AS total_end,
    CAST(total.unknown_cells AS BIGINT) AS total_unknown_cells
FROM total
CROSS JOIN measured_industry
LEFT JOIN industry_sum
    ON
        total.step_id = industry_sum.step_id
        AND measured_industry.industry_id = industry_sum.industry_id
