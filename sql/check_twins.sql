-- Twins that cannot be: ranks with gaps or too few of them, similarities beyond 0 and 1 or out of order, a twin of
-- another type, and two regions that are each other's twins without being equally alike. That no rank comes twice is
-- checked with the declared key.
WITH counted AS (
    SELECT
        twin.series,
        twin.year,
        twin.level,
        twin.region_code,
        MIN(twin.rank) AS first_rank,
        MAX(twin.rank) AS last_rank,
        COUNT(*) AS listed,
        COUNT(twin.twin_code) AS twins,
        COUNT(DISTINCT twin.twin_code) AS different_twins,
        MIN(twin.compared) AS compared,
        MAX(twin.compared) AS most_compared
    FROM twin
    GROUP BY twin.series, twin.year, twin.level, twin.region_code
),

followed AS (
    SELECT
        twin.series,
        twin.year,
        twin.level,
        twin.region_code,
        twin.rank,
        twin.region_type,
        twin.twin_code,
        twin.similarity,
        twin.note,
        LAG(twin.similarity)
            OVER (PARTITION BY twin.series, twin.year, twin.level, twin.region_code ORDER BY twin.rank)
            AS closer_similarity
    FROM twin
),

typed AS (
    SELECT
        twin.series,
        twin.year,
        twin.level,
        twin.region_code,
        MIN(twin.region_type) AS region_type
    FROM twin
    GROUP BY twin.series, twin.year, twin.level, twin.region_code
)

SELECT
    'the ranks are not 1 to as many as there are' AS fault,
    counted.series,
    counted.year,
    counted.level,
    counted.region_code,
    counted.last_rank AS rank
FROM counted
WHERE
    counted.first_rank <> 1
    OR counted.last_rank <> counted.listed
    OR counted.compared <> counted.most_compared
    OR counted.twins <> counted.different_twins
    OR counted.twins
    <> CASE WHEN counted.compared < CAST($twins AS BIGINT) THEN counted.compared ELSE CAST($twins AS BIGINT) END
UNION ALL
SELECT
    'the similarity is none' AS fault,
    followed.series,
    followed.year,
    followed.level,
    followed.region_code,
    followed.rank
FROM followed
WHERE
    followed.similarity < 0
    OR followed.similarity > 1
    OR (followed.twin_code IS NULL) <> (followed.similarity IS NULL)
    OR (followed.twin_code IS NULL) = (followed.note IS NULL)
UNION ALL
SELECT
    'a nearer region comes later' AS fault,
    followed.series,
    followed.year,
    followed.level,
    followed.region_code,
    followed.rank
FROM followed
WHERE followed.closer_similarity < followed.similarity
UNION ALL
SELECT
    'the twin is no other region of the same type' AS fault,
    followed.series,
    followed.year,
    followed.level,
    followed.region_code,
    followed.rank
FROM followed
LEFT JOIN typed
    ON
        followed.series = typed.series
        AND followed.year = typed.year
        AND followed.level = typed.level
        AND followed.twin_code = typed.region_code
        AND followed.region_type = typed.region_type
WHERE followed.twin_code IS NOT NULL AND (typed.region_code IS NULL OR followed.twin_code = followed.region_code)
UNION ALL
SELECT
    'the twin is not as near to it' AS fault,
    followed.series,
    followed.year,
    followed.level,
    followed.region_code,
    followed.rank
FROM followed
INNER JOIN followed AS other
    ON
        followed.series = other.series
        AND followed.year = other.year
        AND followed.level = other.level
        AND followed.region_code = other.twin_code
        AND followed.twin_code = other.region_code
WHERE followed.similarity <> other.similarity
