-- Years that something was counted over (relation span) though they are not comparable: a declared break lies between,
-- or employment of the series and level has no unbroken segment that holds them. The register has breaks only.
WITH counted AS (
    SELECT
        span.series,
        span.level,
        span.start_year,
        span.end_year
    FROM span
    GROUP BY span.series, span.level, span.start_year, span.end_year
),

breaking AS (
    SELECT
        counted.series,
        counted.level,
        counted.start_year,
        counted.end_year,
        COUNT(series_break.year) AS breaks
    FROM counted
    LEFT JOIN series_break
        ON
            counted.series = series_break.series
            AND counted.start_year < series_break.year
            AND counted.end_year >= series_break.year
            AND series_break.kind NOT IN ('start', 'end')
    GROUP BY counted.series, counted.level, counted.start_year, counted.end_year
),

segmented AS (
    SELECT series_segment.series
    FROM series_segment
    GROUP BY series_segment.series
)

SELECT
    breaking.series,
    breaking.level,
    breaking.start_year,
    breaking.end_year
FROM breaking
LEFT JOIN segmented ON breaking.series = segmented.series
LEFT JOIN series_segment
    ON
        breaking.series = series_segment.series
        AND breaking.level = series_segment.level
        AND breaking.start_year >= series_segment.start_year
        AND breaking.end_year <= series_segment.end_year
WHERE
    breaking.breaks > 0
    OR breaking.start_year > breaking.end_year
    OR (segmented.series IS NOT NULL AND series_segment.series IS NULL)
