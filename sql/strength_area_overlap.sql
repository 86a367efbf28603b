-- reads level_depth, area_pair, measured_region, measured_industry, measured_cell, reference_area
-- What two strength areas share, industry by industry, and how much of the nation that is in one series, year and
-- level: each cell with the smaller of the two weights. Of no series, (none), only the industries, both editions'.
WITH followed AS (
    SELECT area_section.edition
    FROM area_section
    WHERE area_section.series = $series AND area_section.year = $year
    GROUP BY area_section.edition
),

counted AS (
    SELECT
        industry_ancestor.edition,
        industry_ancestor.ancestor_code AS industry_code,
        CASE
            WHEN COUNT(*) = COUNT(measured_cell.employees) THEN SUM(measured_cell.employees)
        END AS employees
    FROM measured_cell
    INNER JOIN reference_area ON measured_cell.region_id = reference_area.region_id
    INNER JOIN measured_industry ON measured_cell.industry_id = measured_industry.industry_id
    INNER JOIN industry_ancestor ON measured_industry.industry_code = industry_ancestor.industry_code
    WHERE reference_area.reference = 'nation'
    GROUP BY industry_ancestor.edition, industry_ancestor.ancestor_code
),

fine_enough AS (
    SELECT level_depth.level
    FROM level_depth
    CROSS JOIN level_depth AS measured_level
    WHERE measured_level.level = $level AND level_depth.depth <= measured_level.depth
)

SELECT
    area_pair.area_a,
    area_pair.area_b,
    area_pair.industry_code,
    area_pair.edition,
    $series AS series,
    CAST($year AS BIGINT) AS year,
    area_pair.level,
    area_pair.weight_a,
    area_pair.weight_b,
    CASE
        WHEN fine_enough.level IS NOT NULL AND (counted.edition IS NULL OR counted.employees IS NOT NULL)
            THEN
                CAST(ROUND(100 * LEAST(area_pair.weight_a, area_pair.weight_b)) AS DOUBLE)
                * COALESCE(counted.employees, 0) / 100
    END AS shared
FROM area_pair
LEFT JOIN followed ON area_pair.edition = followed.edition
LEFT JOIN fine_enough ON area_pair.level = fine_enough.level AND followed.edition IS NOT NULL
LEFT JOIN counted ON area_pair.edition = counted.edition AND area_pair.industry_code = counted.industry_code
WHERE $series = '(none)' OR followed.edition IS NOT NULL
