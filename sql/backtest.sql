-- How well density in the first year of an unbroken segment told which absent industries a region had in its last one:
--   AUC = the chance that an industry that came had a higher density than one that did not, ties counted half,
-- from counts alone. Its standard error is Hanley & McNeil's (1982). Below $auc, or where the interval reaches a half,
-- the recommendation is withheld; where nothing can be tested the note says why.
WITH span AS (
    SELECT
        series_segment.series,
        series_segment.level,
        series_segment.start_year,
        series_segment.end_year
    FROM series_segment
    WHERE series_segment.level <> 'total'
),

tested AS (
    SELECT
        span.series,
        span.level,
        span.start_year,
        span.end_year,
        past.density,
        CASE WHEN present.present THEN 1 ELSE 0 END AS came
    FROM span
    INNER JOIN relatedness AS past
        ON span.series = past.series AND span.level = past.level AND span.start_year = past.year
    INNER JOIN relatedness AS present
        ON
            span.series = present.series
            AND span.level = present.level
            AND span.end_year = present.year
            AND past.region_code = present.region_code
            AND past.industry_code = present.industry_code
    WHERE
        span.start_year < span.end_year
        AND NOT past.present
        AND past.density IS NOT NULL
        AND present.present IS NOT NULL
),

step AS (
    SELECT
        tested.series,
        tested.level,
        tested.start_year,
        tested.density,
        CAST(SUM(tested.came) AS BIGINT) AS came,
        CAST(SUM(1 - tested.came) AS BIGINT) AS stayed
    FROM tested
    GROUP BY tested.series, tested.level, tested.start_year, tested.density
),

below AS (
    SELECT
        step.series,
        step.level,
        step.start_year,
        step.came,
        step.stayed,
        COALESCE(
            SUM(step.stayed) OVER (
                PARTITION BY step.series, step.level, step.start_year
                ORDER BY step.density
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), 0
        ) AS stayed_below
    FROM step
),

counted AS (
    SELECT
        below.series,
        below.level,
        below.start_year,
        CAST(SUM(below.came) AS BIGINT) AS entries,
        CAST(SUM(below.stayed) AS BIGINT) AS stayed,
        CAST(SUM(below.came * (2 * below.stayed_below + below.stayed)) AS DOUBLE) AS twice_won
    FROM below
    GROUP BY below.series, below.level, below.start_year
),

curve AS (
    SELECT
        counted.series,
        counted.level,
        counted.start_year,
        CAST(counted.entries AS DOUBLE) AS entries,
        CAST(counted.stayed AS DOUBLE) AS stayed,
        counted.twice_won
        / (2 * CAST(NULLIF(counted.entries, 0) AS DOUBLE) * CAST(NULLIF(counted.stayed, 0) AS DOUBLE)) AS auc
    FROM counted
),

bounded AS (
    SELECT
        curve.series,
        curve.level,
        curve.start_year,
        curve.entries,
        curve.stayed,
        curve.auc,
        SQRT(
            (
                curve.auc * (1 - curve.auc)
                + (curve.entries - 1) * (curve.auc / (2 - curve.auc) - curve.auc * curve.auc)
                + (curve.stayed - 1) * (2 * curve.auc * curve.auc / (1 + curve.auc) - curve.auc * curve.auc)
            ) / (curve.entries * curve.stayed)
        ) AS se
    FROM curve
),

measured AS (
    SELECT
        bounded.series,
        bounded.level,
        bounded.start_year,
        bounded.entries,
        bounded.stayed,
        bounded.auc,
        CASE WHEN bounded.auc - $z * bounded.se > 0 THEN bounded.auc - $z * bounded.se ELSE 0 END AS auc_low,
        CASE WHEN bounded.auc + $z * bounded.se < 1 THEN bounded.auc + $z * bounded.se ELSE 1 END AS auc_high
    FROM bounded
)

SELECT
    span.series,
    span.level,
    span.start_year,
    span.end_year,
    CAST(COALESCE(measured.entries + measured.stayed, 0) AS BIGINT) AS absent,
    CAST(COALESCE(measured.entries, 0) AS BIGINT) AS entries,
    measured.auc,
    CASE WHEN measured.auc IS NOT NULL THEN measured.auc_low END AS auc_low,
    CASE WHEN measured.auc IS NOT NULL THEN measured.auc_high END AS auc_high,
    COALESCE(measured.auc >= $auc AND measured.auc_low > 0.5, FALSE) AS recommended,
    CASE
        WHEN span.start_year = span.end_year THEN 'one_year'
        WHEN measured.series IS NULL THEN 'no_density'
        WHEN measured.entries = 0 THEN 'no_entries'
        WHEN measured.stayed = 0 THEN 'all_entered'
        WHEN measured.auc < $auc THEN 'below_threshold'
        WHEN measured.auc_low <= 0.5 THEN 'could_be_chance'
    END AS note
FROM span
LEFT JOIN measured
    ON span.series = measured.series AND span.level = measured.level AND span.start_year = measured.start_year
