-- reads measured_region, measured_industry, structure, industry_ancestor
-- Entropy of every region's structure split by the level above that is declared for the level measured (Frenken,
-- van Oort & Verburg 2007), in bits:
--   unrelated = sum_g P_g log2(1 / P_g)                        between the groups g above, P_g their share
--   related   = sum_g P_g sum_i (p_i / P_g) log2(P_g / p_i)    within them;  unrelated + related = entropy.
-- A cell that is not known is left out. Where somebody works in an industry that has nothing above it there is neither.
-- Terms are summed as decimals of 20 places, so that no sum depends on the order of its rows.
WITH followed AS (
    SELECT
        industry_ancestor.industry_code,
        MIN(industry_ancestor.ancestor_code) AS parent_code
    FROM industry_ancestor
    INNER JOIN snapshot ON industry_ancestor.edition = snapshot.industry_edition
    INNER JOIN industry
        ON industry_ancestor.edition = industry.edition AND industry_ancestor.ancestor_code = industry.industry_code
    WHERE snapshot.series = $series AND industry.level = $parent_level
    GROUP BY industry_ancestor.industry_code
),

placed AS (
    SELECT
        measured_industry.industry_id,
        followed.parent_code
    FROM measured_industry
    LEFT JOIN followed ON measured_industry.industry_code = followed.industry_code
),

cell AS (
    SELECT
        structure.region_id,
        placed.parent_code,
        CAST(structure.employees AS DOUBLE) AS employees,
        CAST(SUM(structure.employees) OVER (PARTITION BY structure.region_id, placed.parent_code) AS DOUBLE)
            AS employees_parent,
        CAST(SUM(structure.employees) OVER (PARTITION BY structure.region_id) AS DOUBLE) AS employees_region
    FROM structure
    INNER JOIN placed ON structure.industry_id = placed.industry_id
    WHERE structure.employees > 0
),

summed AS (
    SELECT
        cell.region_id,
        COUNT(*) - COUNT(cell.parent_code) AS without_parent,
        CAST(
            SUM(
                CAST(
                    cell.employees / cell.employees_region * LN(cell.employees_region / cell.employees_parent) / LN(2)
                    AS DECIMAL(38, 20)
                )
            ) AS DOUBLE
        ) AS unrelated_variety,
        CAST(
            SUM(
                CAST(
                    cell.employees / cell.employees_region * LN(cell.employees_parent / cell.employees) / LN(2)
                    AS DECIMAL(38, 20)
                )
            ) AS DOUBLE
        ) AS related_variety
    FROM cell
    GROUP BY cell.region_id
)

SELECT
    measured_region.region_id,
    CASE WHEN $parent_level <> '' THEN $parent_level END AS parent_level,
    CASE WHEN $parent_level <> '' AND summed.without_parent = 0 THEN summed.unrelated_variety END AS unrelated_variety,
    CASE WHEN $parent_level <> '' AND summed.without_parent = 0 THEN summed.related_variety END AS related_variety,
    CASE
        WHEN $parent_level = '' THEN 'no_level_above'
        WHEN summed.without_parent > 0 THEN 'no_parent'
        WHEN summed.region_id IS NULL THEN 'no_employment_in_region'
    END AS note
FROM measured_region
LEFT JOIN summed ON measured_region.region_id = summed.region_id
