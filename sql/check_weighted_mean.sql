-- Over a whole family of counties the employment-weighted mean of an industry's LQ is 1, but for the noise of the
-- published cells: n counties and the nation carry independent noise of the declared standard deviation.
SELECT
    location_quotient.series,
    location_quotient.year,
    location_quotient.industry_code,
    SUM(location_quotient.lq * location_quotient.employees_region / location_quotient.employees_reference_total)
        AS weighted_mean,
    CAST($deviations AS DOUBLE) * MAX(table_noise.deviation) * SQRT(COUNT(*) + 1)
    / MIN(CAST(location_quotient.employees_reference AS DOUBLE)) + CAST($exactness AS DOUBLE) AS tolerance
FROM location_quotient
INNER JOIN region ON location_quotient.region_code = region.region_code
INNER JOIN (
    SELECT DISTINCT
        series,
        year,
        table_id
    FROM employment
) AS origin ON location_quotient.series = origin.series AND location_quotient.year = origin.year
INNER JOIN table_noise ON origin.table_id = table_noise.table_id
WHERE location_quotient.reference = 'nation' AND region.type = 'county'
GROUP BY location_quotient.series, location_quotient.year, location_quotient.industry_code
HAVING COUNT(location_quotient.lq) = (SELECT COUNT(*) FROM region WHERE region.type = 'county')
