-- How many regions of each type and how many industries every series, year and level has to learn relatedness from. A
-- region of which nothing is known, because its own total lacks a cell, is none of them.
SELECT
    presence.series,
    presence.year,
    presence.level,
    presence.region_type,
    COUNT(DISTINCT CASE WHEN presence.present IS NOT NULL THEN presence.region_code END) AS regions,
    COUNT(DISTINCT presence.industry_code) AS industries
FROM presence
GROUP BY presence.series, presence.year, presence.level, presence.region_type
