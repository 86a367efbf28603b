-- reads published_employment, register_place
-- Workplaces of one register edition, of every region and industry, grouped by the bounds of their size.
-- An open class is bounded by the published employment of its municipality, else of its county. Without any, or where
-- what is published is less than the class begins with, it has no upper bound. Unknown size has neither bound here.
WITH published_total AS (
    SELECT
        published_employment.region_code,
        published_employment.employees
    FROM published_employment
    WHERE published_employment.level = 'total'
),

bound AS (
    SELECT
        region.region_code,
        size_class.size_class,
        size_class.low,
        size_class.typical,
        size_class.open,
        size_class.unknown,
        CASE
            WHEN NOT size_class.open THEN size_class.high
            WHEN COALESCE(own.employees, county.employees) >= size_class.low
                THEN COALESCE(own.employees, county.employees)
        END AS high
    FROM region
    CROSS JOIN size_class
    LEFT JOIN published_total AS own ON region.region_code = own.region_code
    LEFT JOIN published_total AS county ON region.county_code = county.region_code
),

bounded AS (
    SELECT
        workplace_count.region_code,
        workplace_count.industry_code,
        workplace_count.level,
        workplace_count.workplaces,
        bound.low,
        bound.high,
        bound.typical,
        bound.open,
        bound.unknown
    FROM workplace_count
    INNER JOIN bound
        ON workplace_count.region_code = bound.region_code AND workplace_count.size_class = bound.size_class
    WHERE workplace_count.series = $series AND workplace_count.register_date = $register_date
)

SELECT
    register_place.region_code,
    bounded.industry_code,
    bounded.level,
    bounded.low,
    bounded.high,
    bounded.typical,
    bounded.open,
    bounded.unknown,
    CAST(SUM(bounded.workplaces) AS BIGINT) AS workplaces
FROM bounded
INNER JOIN register_place ON bounded.region_code = register_place.municipality_code
GROUP BY
    register_place.region_code,
    bounded.industry_code,
    bounded.level,
    bounded.low,
    bounded.high,
    bounded.typical,
    bounded.open,
    bounded.unknown
