-- reads measured_section
-- What shift-share measures together, one after the other: every unbroken segment of more than one year, of each level.
-- Which regions make up the nation is asked as of the first year. The cells are those of the largest year: memory is to
-- grow with them and not with the years, which are spilled.
SELECT
    series_segment.series,
    series_segment.level,
    series_segment.start_year,
    series_segment.end_year,
    series_segment.start_year AS year,
    MAX(measured_section.cells) AS cells
FROM series_segment
INNER JOIN measured_section
    ON
        series_segment.series = measured_section.series
        AND series_segment.level = measured_section.level
        AND series_segment.start_year <= measured_section.year
        AND series_segment.end_year >= measured_section.year
WHERE series_segment.start_year < series_segment.end_year
GROUP BY series_segment.series, series_segment.level, series_segment.start_year, series_segment.end_year
