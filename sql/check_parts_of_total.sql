-- Industries that do not add up to their published total: n parts and the total are each off by half a unit of the last
-- published digit at most. Where a part is empty, the known ones must not exceed the total.
WITH counted AS (
    SELECT
        figures.region_code,
        figures.year,
        figures.measure,
        figures.table_id,
        figures.level,
        CAST(ROUND(figures.value * POWER(10, content.decimals)) AS BIGINT) AS units
    FROM figures
    INNER JOIN content ON figures.table_id = content.table_id AND figures.measure = content.measure
),

family AS (
    SELECT
        counted.region_code,
        counted.year,
        counted.measure,
        counted.table_id,
        CAST(SUM(CASE WHEN counted.level <> 'total' THEN counted.units END) AS BIGINT) AS parts,
        MAX(CASE WHEN counted.level = 'total' THEN counted.units END) AS total,
        SUM(CASE WHEN counted.level <> 'total' AND counted.units IS NULL THEN 1 ELSE 0 END) AS empty_parts,
        COUNT(*) AS members
    FROM counted
    GROUP BY counted.region_code, counted.year, counted.measure, counted.table_id
)

SELECT
    family.region_code,
    family.year,
    family.measure,
    family.table_id,
    family.parts / POWER(10, content.decimals) AS parts,
    family.total / POWER(10, content.decimals) AS total
FROM family
INNER JOIN content ON family.table_id = content.table_id AND family.measure = content.measure
WHERE
    2 * (family.parts - family.total) > family.members
    OR (family.empty_parts = 0 AND 2 * (family.total - family.parts) > family.members)
