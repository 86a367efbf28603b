-- The economic complexity index of regions, or the reason why there is none.
-- An eigenvector: computed in pipelines/measures/economic_complexity.py, for one series and year at a time.
SELECT
    region_index.region_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    CAST($region_type AS VARCHAR) AS region_type,
    region_index.eci,
    region_index.outlook,
    region_index.diversity,
    region_index.components,
    region_index.eigen_gap,
    region_index.correlation,
    region_index.note
FROM region_index
