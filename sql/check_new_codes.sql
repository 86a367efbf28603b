-- Region and industry codes that a series did not have in the edition published before; a wholly new series is no news.
SELECT
    arrived.series,
    arrived.kind,
    arrived.code
FROM (
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
) AS arrived
INNER JOIN (SELECT DISTINCT series FROM published_employment) AS known_series
    ON arrived.series = known_series.series
LEFT JOIN (
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
) AS known
    ON arrived.series = known.series AND arrived.kind = known.kind AND arrived.code = known.code
WHERE known.code IS NULL
