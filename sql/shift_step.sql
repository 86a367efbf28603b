-- The pairs of years that are compared: 0 from the start to the end, then each year that the series has with its next.
WITH listed AS (
    SELECT employment.year
    FROM employment
    WHERE
        employment.series = $series
        AND employment.year BETWEEN $start_year AND $end_year
        AND employment.level = $level
        AND employment.sex = 'total'
    GROUP BY employment.year
),

adjacent AS (
    SELECT
        LAG(listed.year) OVER (ORDER BY listed.year) AS first_year,
        listed.year AS last_year
    FROM listed
)

SELECT
    CAST(0 AS INTEGER) AS step_id,
    CAST($start_year AS BIGINT) AS first_year,
    CAST($end_year AS BIGINT) AS last_year
UNION ALL
SELECT
    CAST(ROW_NUMBER() OVER (ORDER BY adjacent.last_year) AS INTEGER) AS step_id,
    adjacent.first_year,
    adjacent.last_year
FROM adjacent
WHERE adjacent.first_year IS NOT NULL
