-- reads measured_region, measured_cell, area_member
-- What every strength area holds in every region, in hundredths of a person or workplace, and why it is empty where one
-- of its members is not known: the sum of the others is not the area's. The strongest reason speaks, as in employment.
-- A member that the source does not list in a region counts as none there.
WITH counted AS (
    SELECT
        area_member.area_id,
        measured_cell.region_id,
        SUM(area_member.hundredths * measured_cell.employees) AS hundredths,
        SUM(CASE WHEN measured_cell.employees IS NULL THEN 1 ELSE 0 END) AS unknown_cells,
        SUM(CASE WHEN measured_cell.reason = 'suppressed' THEN 1 ELSE 0 END) AS suppressed_cells,
        SUM(CASE WHEN measured_cell.reason = 'missing' THEN 1 ELSE 0 END) AS missing_cells
    FROM measured_cell
    INNER JOIN area_member ON measured_cell.industry_id = area_member.industry_id
    GROUP BY area_member.area_id, measured_cell.region_id
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
    area.area_id,
    measured_region.region_id,
    CASE
        WHEN counted.area_id IS NULL THEN CAST(0 AS BIGINT)
        WHEN counted.unknown_cells = 0 THEN CAST(counted.hundredths AS BIGINT)
    END AS hundredths,
    CAST(COALESCE(counted.unknown_cells, 0) AS BIGINT) AS unknown_cells,
    CASE
        WHEN counted.suppressed_cells > 0 THEN 'suppressed'
        WHEN counted.missing_cells > 0 THEN 'missing'
        WHEN counted.unknown_cells > 0 THEN 'not_applicable'
    END AS reason
FROM measured_region
CROSS JOIN area
LEFT JOIN counted ON measured_region.region_id = counted.region_id AND area.area_id = counted.area_id
