-- The published employment that a region's jobs are held against: of the declared series the first that the region has,
-- in the newest year in which no group of it is empty; its sixteen groups and their total.
WITH complete AS (
    SELECT
        employment.region_code,
        employment.series,
        employment.year,
        target_series.preference
    FROM employment
    INNER JOIN target_series ON employment.series = target_series.series
    WHERE employment.sex = 'total' AND employment.level = 'group'
    GROUP BY employment.region_code, employment.series, employment.year, target_series.preference
    HAVING COUNT(*) = COUNT(employment.employees)
),

chosen AS (
    SELECT
        complete.region_code,
        complete.series,
        complete.year,
        ROW_NUMBER() OVER (
            PARTITION BY complete.region_code
            ORDER BY complete.preference ASC, complete.year DESC
        ) AS place
    FROM complete
)

SELECT
    employment.region_code,
    employment.industry_code,
    employment.level,
    employment.series,
    employment.year,
    employment.employees
FROM employment
INNER JOIN chosen
    ON
        employment.region_code = chosen.region_code
        AND employment.series = chosen.series
        AND employment.year = chosen.year
WHERE chosen.place = 1 AND employment.sex = 'total' AND employment.level IN ('group', 'total')
