-- reads counted_cell
-- What the structure of a region is taken from: the employed (or workplaces) of every known industry. Regions of one
-- type are compared within a series, year and level.
SELECT
    counted_cell.series,
    counted_cell.year,
    counted_cell.level,
    counted_cell.region_type,
    counted_cell.region_code,
    counted_cell.industry_code,
    counted_cell.number
FROM counted_cell
