-- The published employment that jobs are held against: one series and year for the whole edition, so that what is
-- fitted in two counties can be added. It is the one that is complete (no group empty) in the most counties: of the
-- county itself or of all its municipalities. Of several the declared order of series decides, then the newest year.
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

municipalities AS (
    SELECT
        region.county_code,
        COUNT(*) AS number
    FROM region
    WHERE region.type = 'municipality'
    GROUP BY region.county_code
),

covered AS (
    SELECT
        region.county_code,
        complete.series,
        complete.year,
        complete.preference,
        COUNT(CASE WHEN region.type = 'county' THEN 1 END) > 0
        OR COUNT(CASE WHEN region.type = 'municipality' THEN 1 END) = MAX(municipalities.number) AS whole
    FROM complete
    INNER JOIN region ON complete.region_code = region.region_code
    INNER JOIN municipalities ON region.county_code = municipalities.county_code
    GROUP BY region.county_code, complete.series, complete.year, complete.preference
),

placed AS (
    SELECT
        covered.series,
        covered.year,
        ROW_NUMBER() OVER (
            ORDER BY COUNT(CASE WHEN covered.whole THEN 1 END) DESC, covered.preference ASC, covered.year DESC
        ) AS place
    FROM covered
    GROUP BY covered.series, covered.year, covered.preference
)

SELECT
    employment.region_code,
    employment.industry_code,
    employment.level,
    employment.series,
    employment.year,
    employment.employees
FROM employment
INNER JOIN placed ON employment.series = placed.series AND employment.year = placed.year
INNER JOIN complete
    ON
        employment.region_code = complete.region_code
        AND employment.series = complete.series
        AND employment.year = complete.year
WHERE placed.place = 1 AND employment.sex = 'total' AND employment.level IN ('group', 'total')
