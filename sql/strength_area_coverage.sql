-- reads level_depth, measured_region, measured_cell, area_member
-- How much of every region the areas of each set hold together, of one series, year and level, and all sets together
-- (area_set all). An industry counts once, however many areas hold it: whole in covered, and in covered_weighted with
-- the largest of its weights.
WITH listed AS (
    SELECT
        strength_area.area_id,
        strength_area.area_set
    FROM strength_area
    UNION ALL
    SELECT
        strength_area.area_id,
        'all' AS area_set
    FROM strength_area
),

area_set AS (
    SELECT
        listed.area_set,
        COUNT(*) AS areas,
        COUNT(area_section.level) AS areas_measured,
        MAX(level_depth.depth) AS needed_depth,
        SUM(CASE WHEN area_section.note = 'level_too_coarse' THEN 1 ELSE 0 END) AS too_coarse,
        SUM(CASE WHEN area_section.note = 'edition_not_declared' THEN 1 ELSE 0 END) AS not_declared
    FROM listed
    INNER JOIN area_section ON listed.area_id = area_section.area_id
    LEFT JOIN level_depth ON area_section.needed_level = level_depth.level
    WHERE area_section.series = $series AND area_section.year = $year
    GROUP BY listed.area_set
),

held AS (
    SELECT
        listed.area_set,
        area_member.industry_id,
        COUNT(*) AS areas,
        MAX(area_member.hundredths) AS hundredths
    FROM area_member
    INNER JOIN listed ON area_member.area_id = listed.area_id
    GROUP BY listed.area_set, area_member.industry_id
),

covered AS (
    SELECT
        held.area_set,
        measured_cell.region_id,
        SUM(measured_cell.employees) AS covered,
        SUM(held.hundredths * measured_cell.employees) AS hundredths,
        SUM(CASE WHEN held.areas > 1 THEN measured_cell.employees ELSE 0 END) AS several
    FROM measured_cell
    INNER JOIN held ON measured_cell.industry_id = held.industry_id
    GROUP BY held.area_set, measured_cell.region_id
),

region_total AS (
    SELECT
        measured_cell.region_id,
        SUM(measured_cell.employees) AS total,
        COUNT(*) - COUNT(measured_cell.employees) AS unknown_cells
    FROM measured_cell
    GROUP BY measured_cell.region_id
)

SELECT
    area_set.area_set,
    measured_region.region_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    CAST($register_date AS DATE) AS register_date,
    $level AS level,
    needed_level.level AS needed_level,
    CAST(area_set.areas AS BIGINT) AS areas,
    CAST(area_set.areas_measured AS BIGINT) AS areas_measured,
    CAST(region_total.total AS BIGINT) AS total,
    CASE WHEN area_set.areas_measured > 0 THEN CAST(COALESCE(covered.covered, 0) AS BIGINT) END AS covered,
    CASE
        WHEN area_set.areas_measured > 0
            THEN CAST(COALESCE(covered.covered, 0) AS DOUBLE) / CAST(NULLIF(region_total.total, 0) AS DOUBLE)
    END AS covered_share,
    CASE
        WHEN area_set.areas_measured > 0 THEN CAST(COALESCE(covered.hundredths, 0) AS DOUBLE) / 100
    END AS covered_weighted,
    CASE
        WHEN area_set.areas_measured > 0 THEN CAST(COALESCE(covered.several, 0) AS BIGINT)
    END AS covered_by_several,
    CAST(region_total.unknown_cells AS BIGINT) AS unknown_cells,
    CASE
        WHEN area_set.too_coarse > 0 THEN 'level_too_coarse'
        WHEN area_set.not_declared > 0 THEN 'edition_not_declared'
        WHEN region_total.unknown_cells > 0 THEN 'incomplete_total'
    END AS note
FROM measured_region
CROSS JOIN area_set
INNER JOIN region_total ON measured_region.region_id = region_total.region_id
LEFT JOIN covered ON measured_region.region_id = covered.region_id AND area_set.area_set = covered.area_set
LEFT JOIN level_depth AS needed_level ON area_set.needed_depth = needed_level.depth
