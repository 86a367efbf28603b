-- reads ranked_pair
-- How many ranks two editions cannot be compared by, since they are among another number of regions than before, or
-- only one of the editions has them: the number of regions that it ranks is then empty.
SELECT
    ranked_pair.series,
    ranked_pair.rank_of_before,
    ranked_pair.rank_of,
    COUNT(*) AS ranks
FROM ranked_pair
WHERE
    ranked_pair.rank_of_before IS NULL
    OR ranked_pair.rank_of IS NULL
    OR ranked_pair.rank_of_before <> ranked_pair.rank_of
GROUP BY ranked_pair.series, ranked_pair.rank_of_before, ranked_pair.rank_of
ORDER BY
    ranked_pair.series ASC, ranked_pair.rank_of_before ASC NULLS FIRST, ranked_pair.rank_of ASC NULLS FIRST
