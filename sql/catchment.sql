-- reads commuting_side
-- Where those who work in a municipality live: every municipality with at least the declared share of them, itself
-- included. Where a pair is empty the sum is not known: then shares stay empty, and listed is what can reach the share,
-- that is every empty pair and every pair with at least the share of the known ones.
WITH pair AS (
    SELECT
        commuting.workplace_code,
        commuting.residence_code,
        commuting.year,
        commuting.commuters,
        commuting.status,
        commuting.table_id,
        commuting_side.known,
        commuting_side.empty_pairs,
        commuting_side.reason,
        RANK() OVER (
            PARTITION BY commuting.workplace_code, commuting.year ORDER BY commuting.commuters DESC
        ) AS rank
    FROM commuting
    INNER JOIN commuting_side
        ON
            commuting.workplace_code = commuting_side.region_code AND commuting.year = commuting_side.year
            AND commuting_side.side = 'workplace'
)

SELECT
    pair.workplace_code,
    pair.residence_code,
    pair.year,
    pair.commuters,
    CASE WHEN pair.empty_pairs = 0 THEN pair.known END AS jobs,
    CASE WHEN pair.empty_pairs = 0 THEN CAST(pair.commuters AS DOUBLE) / CAST(pair.known AS DOUBLE) END AS share,
    CASE WHEN pair.empty_pairs = 0 THEN CAST(pair.rank AS BIGINT) END AS rank,
    CASE WHEN pair.commuters IS NULL THEN pair.status ELSE pair.reason END AS note,
    pair.table_id
FROM pair
WHERE
    pair.commuters IS NULL
    OR CAST(pair.commuters AS DOUBLE) >= CAST($smallest_share AS DOUBLE) * CAST(pair.known AS DOUBLE)
