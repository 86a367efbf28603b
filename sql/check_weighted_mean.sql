-- Over a whole family of counties the employment-weighted mean of an industry's LQ is 1, but for the noise of the
-- published cells: n counties and the nation carry independent noise of the declared standard deviation. difference is
-- the same in persons, the sum of the counties less the nation. The mean is told to readers: its terms are summed as
-- decimals, so that it does not depend on the order of rows.
WITH origin AS (
    SELECT DISTINCT
        series,
        year,
        table_id
    FROM employment
),

county AS (
    SELECT region_code
    FROM region
    WHERE type = 'county'
),

family AS (
    SELECT COUNT(*) AS members
    FROM county
),

weighted AS (
    SELECT
        location_quotient.series,
        location_quotient.year,
        location_quotient.industry_code,
        COUNT(location_quotient.lq) AS members,
        CAST(SUM(location_quotient.employees) AS BIGINT) AS employees,
        CAST(
            SUM(
                CAST(
                    location_quotient.lq * location_quotient.employees_region
                    / CAST(location_quotient.employees_reference_total AS DOUBLE)
                    AS DECIMAL(38, 20)
                )
            ) AS DOUBLE
        ) AS weighted_mean,
        MIN(location_quotient.employees_reference) AS employees_reference
    FROM location_quotient
    INNER JOIN county ON location_quotient.region_code = county.region_code
    WHERE location_quotient.reference = 'nation'
    GROUP BY location_quotient.series, location_quotient.year, location_quotient.industry_code
)

SELECT
    weighted.series,
    weighted.year,
    weighted.industry_code,
    weighted.weighted_mean,
    weighted.employees - weighted.employees_reference AS difference,
    CAST($deviations AS DOUBLE) * table_noise.deviation * SQRT(weighted.members + 1)
    / CAST(weighted.employees_reference AS DOUBLE)
    + CAST($exactness AS DOUBLE) AS tolerance
FROM weighted
INNER JOIN family ON weighted.members = family.members
INNER JOIN origin ON weighted.series = origin.series AND weighted.year = origin.year
INNER JOIN table_noise ON origin.table_id = table_noise.table_id
