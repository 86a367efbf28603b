-- reads unknown_industry
-- Which known industries each region has more of than the nation, on integers: presence, M = (LQ >= 1). It comes from
-- the tables of location quotients, of the employed and of workplaces alike. Regions are compared within their type.
WITH quotient AS (
    SELECT
        location_quotient.series,
        location_quotient.year,
        location_quotient.level,
        location_quotient.region_code,
        location_quotient.industry_code,
        location_quotient.overrepresented
    FROM location_quotient
    WHERE location_quotient.reference = 'nation'
    UNION ALL
    SELECT
        workplace_quotient.series,
        CAST(EXTRACT(YEAR FROM workplace_quotient.register_date) AS BIGINT) AS year,
        workplace_quotient.level,
        workplace_quotient.region_code,
        workplace_quotient.industry_code,
        workplace_quotient.overrepresented
    FROM workplace_quotient
    WHERE workplace_quotient.reference = 'nation'
)

SELECT
    quotient.series,
    quotient.year,
    quotient.level,
    COALESCE(region.type, 'imported') AS region_type,
    quotient.region_code,
    quotient.industry_code,
    quotient.overrepresented AS present
FROM quotient
LEFT JOIN region ON quotient.region_code = region.region_code
LEFT JOIN unknown_industry
    ON quotient.series = unknown_industry.series AND quotient.industry_code = unknown_industry.industry_code
WHERE unknown_industry.industry_code IS NULL
