-- How many regions of each type and how many industries every series, year and level has to learn relatedness from.
SELECT
    presence.series,
    presence.year,
    presence.level,
    presence.region_type,
    COUNT(DISTINCT presence.region_code) AS regions,
    COUNT(DISTINCT presence.industry_code) AS industries
FROM presence
GROUP BY presence.series, presence.year, presence.level, presence.region_type
