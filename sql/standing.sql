-- reads measured_cell, comparison
-- Rank of every cell among its peers; ties share a rank, and the next rank is skipped. Within its peers an industry's
-- location quotient is its share over one number, so ranks by share are ranks by location quotient.
WITH share AS (
    SELECT
        comparison.comparison_id,
        comparison.peers_id,
        comparison.part,
        measured_cell.industry_id,
        CAST(measured_cell.employees AS DOUBLE) / comparison.divisor AS share
    FROM measured_cell
    INNER JOIN comparison ON measured_cell.region_id = comparison.region_id
)

SELECT
    share.comparison_id,
    share.industry_id,
    share.part,
    CAST(
        RANK() OVER (
            PARTITION BY share.peers_id, share.industry_id
            ORDER BY share.share DESC NULLS LAST
        ) AS INTEGER
    ) AS rank,
    CAST(COUNT(share.share) OVER (PARTITION BY share.peers_id, share.industry_id) AS INTEGER) AS rank_of
FROM share
