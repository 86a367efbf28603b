-- The newest year in which each region has a known quotient in a series, and the first year that is compared with it:
-- no more than $years_back earlier, and not before the series' latest break. A quotient of before a break answers
-- another question.
WITH newest AS (
    SELECT
        location_quotient.series,
        location_quotient.region_code,
        MAX(location_quotient.year) AS year,
        MAX(location_quotient.year) - $years_back AS first_year
    FROM location_quotient
    WHERE location_quotient.reference = 'nation' AND location_quotient.lq IS NOT NULL
    GROUP BY location_quotient.series, location_quotient.region_code
),

broken AS (
    SELECT
        newest.series,
        newest.region_code,
        MAX(series_break.year) AS year
    FROM newest
    INNER JOIN series_break ON newest.series = series_break.series AND newest.year >= series_break.year
    WHERE series_break.kind <> 'end'
    GROUP BY newest.series, newest.region_code
)

SELECT
    newest.series,
    newest.region_code,
    newest.year,
    CASE
        WHEN broken.year > newest.first_year THEN broken.year
        ELSE newest.first_year
    END AS first_year
FROM newest
LEFT JOIN broken ON newest.series = broken.series AND newest.region_code = broken.region_code
