-- reads counted_cell
-- Which known industries each region has more of than the nation, on integers: presence, M = (LQ >= 1). Regions are
-- compared within their type.
SELECT
    counted_cell.series,
    counted_cell.year,
    counted_cell.level,
    counted_cell.region_type,
    counted_cell.region_code,
    counted_cell.industry_code,
    counted_cell.overrepresented AS present
FROM counted_cell
