-- The regions of one series and level in any year from $start_year to $end_year (mostly one and the same), numbered by
-- code.
SELECT
    employment.region_code,
    CAST(ROW_NUMBER() OVER (ORDER BY employment.region_code) AS INTEGER) AS region_id
FROM employment
WHERE
    employment.series = $series
    AND employment.year BETWEEN $start_year AND $end_year
    AND employment.level = $level
    AND employment.sex = 'total'
GROUP BY employment.region_code
