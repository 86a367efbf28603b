-- Municipalities whose commuting pairs by workplace add up to another number of jobs than employment publishes, by more
-- than the declared share. Both count the same register; pairs and totals carry noise of their own.
WITH works AS (
    SELECT
        commuting.workplace_code AS region_code,
        commuting.year,
        CAST(SUM(commuting.commuters) AS BIGINT) AS pairs
    FROM commuting
    GROUP BY commuting.workplace_code, commuting.year
    HAVING COUNT(*) = COUNT(commuting.commuters)
)

SELECT
    works.region_code,
    works.year,
    works.pairs,
    employment.employees
FROM works
INNER JOIN employment
    ON
        works.region_code = employment.region_code AND works.year = employment.year
        AND employment.series = $series AND employment.level = 'total' AND employment.sex = 'total'
WHERE ABS(works.pairs - employment.employees) > CAST($share AS DOUBLE) * employment.employees
