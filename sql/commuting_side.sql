-- For each municipality and year the sums of its commuting pairs on both sides, home pair apart, and how many of the
-- pairs are empty for which reason. A sum with an empty pair is not known, however many of its pairs are.
WITH side AS (
    SELECT
        commuting.residence_code AS region_code,
        'residence' AS side,
        commuting.year,
        commuting.table_id,
        commuting.commuters,
        commuting.status,
        commuting.residence_code = commuting.workplace_code AS home
    FROM commuting
    UNION ALL
    SELECT
        commuting.workplace_code AS region_code,
        'workplace' AS side,
        commuting.year,
        commuting.table_id,
        commuting.commuters,
        commuting.status,
        commuting.residence_code = commuting.workplace_code AS home
    FROM commuting
)

SELECT
    side.region_code,
    side.side,
    side.year,
    side.table_id,
    CAST(SUM(side.commuters) AS BIGINT) AS known,
    CAST(SUM(CASE WHEN side.home THEN side.commuters ELSE 0 END) AS BIGINT) AS home,
    SUM(CASE WHEN side.commuters IS NULL THEN 1 ELSE 0 END) AS empty_pairs,
    SUM(CASE WHEN side.commuters IS NULL AND side.home THEN 1 ELSE 0 END) AS empty_home,
    CASE
        WHEN SUM(CASE WHEN side.status = 'suppressed' THEN 1 ELSE 0 END) > 0 THEN 'suppressed'
        WHEN SUM(CASE WHEN side.status = 'missing' THEN 1 ELSE 0 END) > 0 THEN 'missing'
        WHEN SUM(CASE WHEN side.status = 'not_applicable' THEN 1 ELSE 0 END) > 0 THEN 'not_applicable'
    END AS reason
FROM side
GROUP BY side.region_code, side.side, side.year, side.table_id
