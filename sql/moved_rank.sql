-- reads ranked_pair
-- Ranks that lie at least $places apart in two editions. Only ranks among equally many regions are set against each
-- other: 3 of 12 that becomes 41 of 290 says which regions the edition has, not that the region moved.
WITH line AS (
    SELECT CAST($places AS BIGINT) AS places
)

SELECT
    ranked_pair.region_code,
    ranked_pair.industry_code,
    ranked_pair.series,
    ranked_pair.year_before,
    ranked_pair.year,
    ranked_pair.rank_before,
    ranked_pair.rank,
    ranked_pair.rank_of,
    ranked_pair.lq_before,
    ranked_pair.lq
FROM ranked_pair
CROSS JOIN line
WHERE
    ranked_pair.rank_of_before = ranked_pair.rank_of
    AND ABS(ranked_pair.rank - ranked_pair.rank_before) >= line.places
ORDER BY
    ABS(ranked_pair.rank - ranked_pair.rank_before) DESC, ranked_pair.series ASC,
    ranked_pair.region_code ASC, ranked_pair.industry_code ASC
