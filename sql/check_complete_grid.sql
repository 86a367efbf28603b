-- Cells that a source table does not hold although it holds their region, industry and year in other cells,
-- and municipalities that are missing from a county whose other municipalities are there. Only tables of the catalogue
-- are held to it: a user's own extract may hold what it holds.
WITH cells AS (
    SELECT DISTINCT
        employment.table_id,
        employment.series,
        employment.year,
        employment.region_code,
        employment.industry_code
    FROM employment
    INNER JOIN table_noise ON employment.table_id = table_noise.table_id
    WHERE employment.sex = 'total'
),

years AS (
    SELECT DISTINCT
        table_id,
        series,
        year
    FROM cells
),

regions AS (
    SELECT DISTINCT
        table_id,
        region_code
    FROM cells
),

industries AS (
    SELECT DISTINCT
        table_id,
        industry_code
    FROM cells
),

grid AS (
    SELECT
        years.table_id,
        years.series,
        years.year,
        regions.region_code,
        industries.industry_code
    FROM years
    INNER JOIN regions ON years.table_id = regions.table_id
    INNER JOIN industries ON years.table_id = industries.table_id
),

counties_covered AS (
    SELECT DISTINCT
        regions.table_id,
        region.county_code
    FROM regions
    INNER JOIN region ON regions.region_code = region.region_code
    WHERE region.type = 'municipality'
)

SELECT
    'cell' AS kind,
    grid.table_id,
    grid.year,
    grid.region_code,
    grid.industry_code
FROM grid
LEFT JOIN cells
    ON
        grid.table_id = cells.table_id AND grid.year = cells.year
        AND grid.region_code = cells.region_code AND grid.industry_code = cells.industry_code
WHERE cells.region_code IS NULL

UNION ALL

SELECT
    'municipality' AS kind,
    counties_covered.table_id,
    NULL AS year,
    region.region_code,
    NULL AS industry_code
FROM counties_covered
INNER JOIN region ON counties_covered.county_code = region.county_code
LEFT JOIN regions
    ON counties_covered.table_id = regions.table_id AND region.region_code = regions.region_code
WHERE region.type = 'municipality' AND regions.region_code IS NULL
