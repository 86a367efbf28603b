-- Region and industry codes that a series did not have in the edition published before; a wholly new series is no news.
WITH arrived AS (
    SELECT DISTINCT
        series,
        'region' AS kind,
        region_code AS code
    FROM employment
    UNION ALL
    SELECT DISTINCT
        series,
        'industry' AS kind,
        industry_code AS code
    FROM employment
),

known_series AS (
    SELECT DISTINCT series
    FROM published_employment
),

known AS (
    SELECT DISTINCT
        series,
        'region' AS kind,
        region_code AS code
    FROM published_employment
    UNION ALL
    SELECT DISTINCT
        series,
        'industry' AS kind,
        industry_code AS code
    FROM published_employment
)

SELECT
    arrived.series,
    arrived.kind,
    arrived.code
FROM arrived
INNER JOIN known_series ON arrived.series = known_series.series
LEFT JOIN known
    ON arrived.series = known.series AND arrived.kind = known.kind AND arrived.code = known.code
WHERE known.code IS NULL
