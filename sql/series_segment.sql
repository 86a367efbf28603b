-- The unbroken stretches of years of every series and level; pipelines/measures/conventions.toml says what breaks.
-- A stretch that a declared break ends bears the year of the first such break (its rows in series_break say which).
WITH listed AS (
    SELECT
        employment.series,
        employment.level,
        employment.year
    FROM employment
    WHERE employment.sex = 'total'
    GROUP BY employment.series, employment.level, employment.year
),

breaking AS (
    SELECT
        series_break.series,
        series_break.year
    FROM series_break
    WHERE series_break.kind NOT IN ('start', 'end')
    GROUP BY series_break.series, series_break.year
),

adjacent AS (
    SELECT
        listed.series,
        listed.level,
        listed.year,
        LAG(listed.year) OVER (PARTITION BY listed.series, listed.level ORDER BY listed.year) AS previous_year
    FROM listed
),

reached AS (
    SELECT
        adjacent.series,
        adjacent.level,
        adjacent.year,
        adjacent.previous_year,
        MIN(breaking.year) AS break_year
    FROM adjacent
    LEFT JOIN breaking
        ON
            adjacent.series = breaking.series
            AND adjacent.previous_year < breaking.year
            AND adjacent.year >= breaking.year
    GROUP BY adjacent.series, adjacent.level, adjacent.year, adjacent.previous_year
),

numbered AS (
    SELECT
        reached.series,
        reached.level,
        reached.year,
        reached.break_year,
        SUM(CASE WHEN reached.break_year IS NULL AND reached.year = reached.previous_year + 1 THEN 0 ELSE 1 END)
            OVER (PARTITION BY reached.series, reached.level ORDER BY reached.year ROWS UNBOUNDED PRECEDING)
            AS segment_number
    FROM reached
),

segment AS (
    SELECT
        numbered.series,
        numbered.level,
        MIN(numbered.year) AS start_year,
        MAX(numbered.year) AS end_year,
        MAX(numbered.break_year) AS begun_by
    FROM numbered
    GROUP BY numbered.series, numbered.level, numbered.segment_number
),

followed AS (
    SELECT
        segment.series,
        segment.level,
        segment.start_year,
        segment.end_year,
        LEAD(segment.start_year) OVER (PARTITION BY segment.series, segment.level ORDER BY segment.start_year)
            AS next_year,
        LEAD(segment.begun_by) OVER (PARTITION BY segment.series, segment.level ORDER BY segment.start_year)
            AS break_year
    FROM segment
)

SELECT
    followed.series,
    followed.level,
    followed.start_year,
    followed.end_year,
    CASE
        WHEN followed.next_year IS NULL THEN 'newest_figures'
        WHEN followed.break_year IS NULL THEN 'missing_years'
        ELSE 'break'
    END AS ended_by,
    followed.break_year
FROM followed
