-- reads counted_cell
-- Which known industries each region has more of than the nation, on integers: presence, M = (LQ >= 1). Regions are
-- compared within their type. Cells that other regions lack are taken for none: one of them would else leave nothing to
-- learn from; undecided says where the nation's total lacks one. Of a region whose own total lacks a cell (it has no
-- rank) nothing is known, and reason says why.
SELECT
    counted_cell.series,
    counted_cell.year,
    counted_cell.level,
    counted_cell.region_type,
    counted_cell.region_code,
    counted_cell.industry_code,
    CASE
        WHEN counted_cell.rank IS NOT NULL
            THEN
                CAST(counted_cell.number AS DECIMAL(19, 0)) * CAST(counted_cell.reference_total AS DECIMAL(19, 0))
                >= CAST(counted_cell.reference AS DECIMAL(19, 0)) * CAST(counted_cell.region_total AS DECIMAL(19, 0))
    END AS present,
    CASE WHEN counted_cell.rank IS NULL THEN counted_cell.note END AS reason,
    counted_cell.rank IS NOT NULL AND COALESCE(counted_cell.note = 'incomplete_total', FALSE) AS undecided
FROM counted_cell
