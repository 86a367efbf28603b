-- How much of what is close to an industry a region has, the industry itself left out, and what it would open.
-- Products of matrices: computed in pipelines/measures/relatedness.py, for one series and year at a time.
SELECT
    region_industry.region_code,
    region_industry.industry_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    CAST($region_type AS VARCHAR) AS region_type,
    region_industry.present,
    region_industry.density,
    region_industry.pci,
    region_industry.opportunity_gain
FROM region_industry
