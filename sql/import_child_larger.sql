-- reads industry_ancestor
-- Industries of a user's table that have more employees than one above them in the same region and year.
SELECT DISTINCT
    child.region_code,
    child.year,
    child.industry_code,
    child.employees,
    parent.industry_code AS parent_code,
    parent.employees AS parent_employees
FROM imported AS child
INNER JOIN industry_ancestor ON child.industry_code = industry_ancestor.industry_code
INNER JOIN imported AS parent
    ON
        industry_ancestor.ancestor_code = parent.industry_code
        AND child.region_code = parent.region_code
        AND child.year = parent.year
WHERE child.employees > parent.employees
