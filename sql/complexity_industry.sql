-- The complexity index of industries, or the reason why there is none.
-- An eigenvector: computed in pipelines/measures/economic_complexity.py, for one series and year at a time.
SELECT
    industry_index.industry_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    CAST($region_type AS VARCHAR) AS region_type,
    industry_index.pci,
    industry_index.ubiquity,
    industry_index.components,
    industry_index.eigen_gap,
    industry_index.correlation,
    industry_index.note
FROM industry_index
