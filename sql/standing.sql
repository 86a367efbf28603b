-- reads measured_industry, measured_cell, comparison
-- Every cell of every comparison, and its rank among its peers; ties share a rank, and the next rank is skipped. Within
-- its peers an industry's location quotient is its share over one number, so ranks by share are ranks by location
-- quotient. A region with a cell that is not known has no rank: its shares are of too small a total.
-- Peers and industry are folded into one number: a window over one small column takes half the time of one over two.
-- Rows are put in the order of the result here, where they are narrow; each byte less is time.
WITH number_of_industries AS (
    SELECT CAST(COUNT(*) AS INTEGER) AS industries
    FROM measured_industry
),

share AS (
    SELECT
        comparison.comparison_id,
        measured_cell.industry_id,
        measured_cell.employees,
        measured_cell.slack,
        measured_cell.reason,
        comparison.peers_id * number_of_industries.industries + measured_cell.industry_id AS field_id,
        CASE
            WHEN comparison.unknown_cells = 0 THEN CAST(measured_cell.employees AS DOUBLE) / comparison.divisor
        END AS share
    FROM measured_cell
    INNER JOIN comparison ON measured_cell.region_id = comparison.region_id
    CROSS JOIN number_of_industries
)

SELECT
    share.comparison_id,
    share.industry_id,
    share.employees,
    share.slack,
    share.reason,
    CAST(RANK() OVER (PARTITION BY share.field_id ORDER BY share.share DESC NULLS LAST) AS INTEGER) AS rank,
    CAST(COUNT(share.share) OVER (PARTITION BY share.field_id) AS INTEGER) AS rank_of
FROM share
ORDER BY share.comparison_id, share.industry_id
