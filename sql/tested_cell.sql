-- reads counted_cell
-- The cells of workplaces that the dartboard test is put to, and how many tests are made together: as many as there are
-- pairs of region and industry of one type, level and register, those without a workplace included.
WITH family AS (
    SELECT
        counted_cell.series,
        counted_cell.year,
        counted_cell.level,
        counted_cell.region_type,
        COUNT(DISTINCT counted_cell.region_code) * COUNT(DISTINCT counted_cell.industry_code) AS tests
    FROM counted_cell
    GROUP BY counted_cell.series, counted_cell.year, counted_cell.level, counted_cell.region_type
)

SELECT
    counted_cell.series,
    counted_cell.year,
    counted_cell.level,
    counted_cell.region_type,
    counted_cell.region_code,
    counted_cell.industry_code,
    counted_cell.number AS plants_region,
    counted_cell.reference AS plants,
    CAST(counted_cell.region_total AS DOUBLE) / counted_cell.reference_total AS region_share,
    family.tests
FROM counted_cell
INNER JOIN family
    ON
        counted_cell.series = family.series
        AND counted_cell.year = family.year
        AND counted_cell.level = family.level
        AND counted_cell.region_type = family.region_type
WHERE counted_cell.counted = 'workplaces' AND counted_cell.lq IS NOT NULL
