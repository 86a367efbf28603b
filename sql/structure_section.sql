-- Every series, year, level and type of region whose structures are compared.
SELECT
    structure_cell.series,
    structure_cell.year,
    structure_cell.level,
    structure_cell.region_type
FROM structure_cell
GROUP BY structure_cell.series, structure_cell.year, structure_cell.level, structure_cell.region_type
