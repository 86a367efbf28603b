-- The regions of its own type whose structure is nearest to a region's, or the reason why it has none.
-- Every region against every other: computed in pipelines/measures/similarity.py, for one series, year and level.
SELECT
    nearest.region_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    nearest.rank,
    CAST($region_type AS VARCHAR) AS region_type,
    nearest.twin_code,
    nearest.similarity,
    nearest.compared,
    nearest.note
FROM nearest
