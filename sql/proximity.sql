-- How often two industries are present in the same regions: C_ij over the larger of their ubiquities, and other norms.
-- Products of matrices: computed in pipelines/measures/relatedness.py, for one series and year at a time.
SELECT
    industry_pair.industry_a,
    industry_pair.industry_b,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    CAST($region_type AS VARCHAR) AS region_type,
    industry_pair.regions,
    industry_pair.proximity,
    industry_pair.association,
    industry_pair.cosine,
    industry_pair.jaccard
FROM industry_pair
