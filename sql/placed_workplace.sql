-- reads register_industry
-- Active workplaces per known municipality, 5-digit industry and size class. An industry that is blank or that the
-- classification does not have is the unknown one; a size class that is off the scale is 0, the register's unknown.
WITH leaf AS (
    SELECT
        register_industry.leaf_code,
        register_industry.unknown
    FROM register_industry
    WHERE register_industry.level = '5'
),

unknown_leaf AS (
    SELECT leaf.leaf_code
    FROM leaf
    WHERE leaf.unknown
)

SELECT
    register_cell.series,
    register_cell.register_date,
    register_cell.municipality_code,
    COALESCE(leaf.leaf_code, unknown_leaf.leaf_code) AS leaf_code,
    CASE WHEN register_cell.size_class = '' THEN '0' ELSE register_cell.size_class END AS size_class,
    CAST(SUM(register_cell.workplaces) AS BIGINT) AS workplaces
FROM register_cell
INNER JOIN region ON register_cell.municipality_code = region.region_code
CROSS JOIN unknown_leaf
LEFT JOIN leaf ON register_cell.industry_code = leaf.leaf_code
WHERE register_cell.status = 'active' AND region.type = 'municipality'
GROUP BY
    register_cell.series,
    register_cell.register_date,
    register_cell.municipality_code,
    COALESCE(leaf.leaf_code, unknown_leaf.leaf_code),
    CASE WHEN register_cell.size_class = '' THEN '0' ELSE register_cell.size_class END
