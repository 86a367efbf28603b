-- reads comparison, reference_employment, measured_cell, area_member
-- The strength areas of one register edition and level that the dartboard test is put to, in whole workplaces: those of
-- all members, and those of the members of weight 1. Half a workplace falls nowhere: a weighted sum has no such test.
WITH counted AS (
    SELECT
        area_member.area_id,
        measured_cell.region_id,
        CAST(SUM(measured_cell.employees) AS BIGINT) AS plants,
        CAST(SUM(CASE WHEN area_member.hundredths = 100 THEN measured_cell.employees ELSE 0 END) AS BIGINT) AS core
    FROM measured_cell
    INNER JOIN area_member ON measured_cell.industry_id = area_member.industry_id
    GROUP BY area_member.area_id, measured_cell.region_id
),

nation AS (
    SELECT
        counted.area_id,
        CAST(SUM(counted.plants) AS BIGINT) AS plants,
        CAST(SUM(counted.core) AS BIGINT) AS core
    FROM counted
    INNER JOIN reference_area ON counted.region_id = reference_area.region_id
    WHERE reference_area.reference = 'nation'
    GROUP BY counted.area_id
),

nation_total AS (
    SELECT reference_employment.total
    FROM reference_employment
    WHERE reference_employment.reference = 'nation'
    GROUP BY reference_employment.total
),

area AS (
    SELECT area_section.area_id
    FROM area_section
    WHERE
        area_section.series = $series
        AND area_section.year = $year
        AND area_section.level = $level
)

SELECT
    comparison.region_code,
    area.area_id,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    COALESCE(region.type, 'imported') AS region_type,
    COALESCE(counted.plants, 0) AS plants_region,
    COALESCE(counted.core, 0) AS core_region,
    COALESCE(nation.plants, 0) AS plants,
    COALESCE(nation.core, 0) AS core,
    CAST(comparison.employees AS DOUBLE) / CAST(NULLIF(nation_total.total, 0) AS DOUBLE) AS region_share
FROM comparison
CROSS JOIN area
CROSS JOIN nation_total
LEFT JOIN counted ON comparison.region_id = counted.region_id AND area.area_id = counted.area_id
LEFT JOIN nation ON area.area_id = nation.area_id
LEFT JOIN region ON comparison.region_code = region.region_code
WHERE comparison.reference = 'nation'
