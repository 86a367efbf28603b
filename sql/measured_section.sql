-- What is measured together, one after the other: every series, year and level that has figures of both sexes.
SELECT
    employment.series,
    employment.year,
    employment.year AS start_year,
    employment.year AS end_year,
    employment.level,
    COUNT(*) AS cells
FROM employment
WHERE employment.sex = 'total'
GROUP BY employment.series, employment.year, employment.level
