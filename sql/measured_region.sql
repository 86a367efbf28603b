-- The regions of one series, year and level, numbered by code.
SELECT
    employment.region_code,
    CAST(ROW_NUMBER() OVER (ORDER BY employment.region_code) AS INTEGER) AS region_id
FROM employment
WHERE
    employment.series = $series
    AND employment.year = $year
    AND employment.level = $level
    AND employment.sex = 'total'
GROUP BY employment.region_code
