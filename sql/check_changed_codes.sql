-- Region and industry codes that a series has now and did not have in the edition published before, or the reverse;
-- a wholly new or wholly absent series is no news of this kind.
WITH now_code AS (
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

before_code AS (
    SELECT DISTINCT
        series,
        'region' AS kind,
        region_code AS code
    FROM employment_before
    UNION ALL
    SELECT DISTINCT
        series,
        'industry' AS kind,
        industry_code AS code
    FROM employment_before
),

lasting_series AS (
    SELECT now_code.series
    FROM now_code
    INNER JOIN before_code ON now_code.series = before_code.series
    GROUP BY now_code.series
)

SELECT
    'new' AS change,
    now_code.series,
    now_code.kind,
    now_code.code
FROM now_code
INNER JOIN lasting_series ON now_code.series = lasting_series.series
LEFT JOIN before_code
    ON now_code.series = before_code.series AND now_code.kind = before_code.kind AND now_code.code = before_code.code
WHERE before_code.code IS NULL

UNION ALL

SELECT
    'gone' AS change,
    before_code.series,
    before_code.kind,
    before_code.code
FROM before_code
INNER JOIN lasting_series ON before_code.series = lasting_series.series
LEFT JOIN now_code
    ON before_code.series = now_code.series AND before_code.kind = now_code.kind AND before_code.code = now_code.code
WHERE now_code.code IS NULL
