-- reads placed_workplace, register_place
-- Active workplaces of every kept register edition: municipalities summed to counties and the nation, 5-digit
-- industries to every level above. Places first, because they leave fewest rows for the second sum.
WITH located AS (
    SELECT
        placed_workplace.series,
        placed_workplace.register_date,
        register_place.region_code,
        placed_workplace.leaf_code,
        placed_workplace.size_class,
        SUM(placed_workplace.workplaces) AS workplaces
    FROM placed_workplace
    INNER JOIN register_place ON placed_workplace.municipality_code = register_place.municipality_code
    GROUP BY
        placed_workplace.series,
        placed_workplace.register_date,
        register_place.region_code,
        placed_workplace.leaf_code,
        placed_workplace.size_class
)

SELECT
    located.region_code,
    register_industry.industry_code,
    located.size_class,
    located.register_date,
    located.series,
    register_industry.level,
    CAST(SUM(located.workplaces) AS BIGINT) AS workplaces
FROM located
INNER JOIN register_industry ON located.leaf_code = register_industry.leaf_code
GROUP BY
    located.region_code,
    register_industry.industry_code,
    located.size_class,
    located.register_date,
    located.series,
    register_industry.level
