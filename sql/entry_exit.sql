-- Industries in which a region became or ceased to be overrepresented from the first to the last year of each unbroken
-- segment of a series: LQ against the nation crossed 1, decided on integers. What is not listed for a region that is
-- listed counts as none; a region, or a nation, of which a cell is not known has neither entry nor exit.
WITH span AS (
    SELECT
        series_segment.series,
        series_segment.level,
        series_segment.start_year,
        series_segment.end_year
    FROM series_segment
    WHERE series_segment.start_year < series_segment.end_year AND series_segment.level <> 'total'
),

edge AS (
    SELECT
        span.series,
        span.level,
        span.start_year,
        span.end_year,
        location_quotient.region_code,
        location_quotient.industry_code,
        location_quotient.year,
        location_quotient.employees,
        location_quotient.overrepresented,
        location_quotient.lq
    FROM span
    INNER JOIN location_quotient
        ON
            span.series = location_quotient.series
            AND span.level = location_quotient.level
            AND (span.start_year = location_quotient.year OR span.end_year = location_quotient.year)
    WHERE location_quotient.reference = 'nation'
),

listed AS (
    SELECT
        edge.series,
        edge.level,
        edge.start_year,
        edge.end_year,
        edge.region_code,
        COUNT(DISTINCT edge.year) AS years,
        COUNT(*) - COUNT(edge.employees) AS unknown_cells
    FROM edge
    GROUP BY edge.series, edge.level, edge.start_year, edge.end_year, edge.region_code
),

cell AS (
    SELECT
        edge.series,
        edge.level,
        edge.start_year,
        edge.end_year,
        edge.region_code,
        edge.industry_code,
        COUNT(*) - COUNT(edge.overrepresented) AS undecided,
        MAX(CASE WHEN edge.year = edge.start_year AND edge.overrepresented THEN 1 ELSE 0 END) AS present_start,
        MAX(CASE WHEN edge.year = edge.end_year AND edge.overrepresented THEN 1 ELSE 0 END) AS present_end,
        MAX(CASE WHEN edge.year = edge.start_year THEN edge.lq END) AS lq_start,
        MAX(CASE WHEN edge.year = edge.end_year THEN edge.lq END) AS lq_end
    FROM edge
    GROUP BY
        edge.series, edge.level, edge.start_year, edge.end_year, edge.region_code, edge.industry_code
)

SELECT
    cell.region_code,
    cell.industry_code,
    cell.series,
    cell.level,
    cell.start_year,
    cell.end_year,
    CASE WHEN cell.present_end = 1 THEN 'entry' ELSE 'exit' END AS change,
    cell.lq_start,
    cell.lq_end
FROM cell
INNER JOIN listed
    ON
        cell.series = listed.series
        AND cell.level = listed.level
        AND cell.start_year = listed.start_year
        AND cell.end_year = listed.end_year
        AND cell.region_code = listed.region_code
WHERE
    cell.present_start <> cell.present_end
    AND cell.undecided = 0
    AND listed.years = 2
    AND listed.unknown_cells = 0
