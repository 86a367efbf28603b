-- How one series relates to the one that replaces it: a factor per region and industry over the years that both have,
-- in the last unbroken stretch of the one and the first of the other. Sums are of cells known in all of those years in
-- both series, else the factor is refused with the strongest reason: suppressed before missing before not_applicable,
-- and a year that is not listed is missing. Nothing is chained by it.
WITH last_segment AS (
    SELECT
        series_segment.level,
        MAX(series_segment.start_year) AS start_year
    FROM series_segment
    WHERE series_segment.series = $series_from
    GROUP BY series_segment.level
),

first_segment AS (
    SELECT
        series_segment.level,
        MIN(series_segment.end_year) AS end_year
    FROM series_segment
    WHERE series_segment.series = $series_to
    GROUP BY series_segment.level
),

cell AS (
    SELECT
        cell_from.region_code,
        cell_from.industry_code,
        cell_from.level,
        cell_from.year,
        cell_from.employees AS employees_from,
        cell_to.employees AS employees_to,
        CASE
            WHEN cell_from.employees IS NOT NULL AND cell_to.employees IS NOT NULL THEN NULL
            WHEN 'suppressed' IN (cell_from.status, cell_to.status) THEN 'suppressed'
            WHEN
                (cell_from.employees IS NOT NULL OR cell_from.status = 'not_applicable')
                AND (cell_to.employees IS NOT NULL OR cell_to.status = 'not_applicable')
                THEN 'not_applicable'
            ELSE 'missing'
        END AS reason
    FROM employment AS cell_from
    INNER JOIN employment AS cell_to
        ON
            cell_from.region_code = cell_to.region_code
            AND cell_from.industry_code = cell_to.industry_code
            AND cell_from.level = cell_to.level
            AND cell_from.year = cell_to.year
            AND cell_from.sex = cell_to.sex
    INNER JOIN last_segment ON cell_from.level = last_segment.level AND cell_from.year >= last_segment.start_year
    INNER JOIN first_segment ON cell_from.level = first_segment.level AND cell_from.year <= first_segment.end_year
    WHERE
        cell_from.series = $series_from
        AND cell_to.series = $series_to
        AND cell_from.sex = 'total'
        AND cell_from.level <> 'total'
),

overlap AS (
    SELECT
        cell.level,
        MIN(cell.year) AS start_year,
        MAX(cell.year) AS end_year,
        COUNT(DISTINCT cell.year) AS years
    FROM cell
    GROUP BY cell.level
),

linked AS (
    SELECT
        cell.region_code,
        cell.industry_code,
        cell.level,
        COUNT(cell.year) AS years,
        COUNT(cell.reason) AS unknown_years,
        COUNT(CASE WHEN cell.reason = 'suppressed' THEN cell.reason END) AS suppressed_years,
        COUNT(CASE WHEN cell.reason = 'not_applicable' THEN cell.reason END) AS not_applicable_years,
        SUM(cell.employees_from) AS employees_from,
        SUM(cell.employees_to) AS employees_to,
        COUNT(NULLIF(cell.employees_from, 0)) AS defined_years,
        MIN(CAST(cell.employees_to AS DOUBLE) / CAST(NULLIF(cell.employees_from, 0) AS DOUBLE)) AS factor_low,
        MAX(CAST(cell.employees_to AS DOUBLE) / CAST(NULLIF(cell.employees_from, 0) AS DOUBLE)) AS factor_high
    FROM cell
    GROUP BY cell.region_code, cell.industry_code, cell.level
),

judged AS (
    SELECT
        linked.region_code,
        linked.industry_code,
        linked.level,
        overlap.start_year,
        overlap.end_year,
        linked.factor_low,
        linked.factor_high,
        CASE WHEN linked.unknown_years = 0 AND linked.years = overlap.years THEN linked.employees_from END
            AS employees_from,
        CASE WHEN linked.unknown_years = 0 AND linked.years = overlap.years THEN linked.employees_to END
            AS employees_to,
        CASE
            WHEN linked.suppressed_years > 0 THEN 'suppressed'
            WHEN linked.years < overlap.years OR linked.unknown_years > linked.not_applicable_years THEN 'missing'
            WHEN linked.not_applicable_years > 0 THEN 'not_applicable'
            WHEN linked.employees_from = 0 THEN 'no_employment'
            WHEN linked.defined_years < linked.years THEN 'year_without_employment'
        END AS note
    FROM linked
    INNER JOIN overlap ON linked.level = overlap.level
)

SELECT
    $series_from AS series_from,
    $series_to AS series_to,
    judged.region_code,
    judged.industry_code,
    judged.level,
    judged.start_year,
    judged.end_year,
    CAST(judged.employees_from AS BIGINT) AS employees_from,
    CAST(judged.employees_to AS BIGINT) AS employees_to,
    CASE
        WHEN judged.note IS NULL
            THEN CAST(judged.employees_to AS DOUBLE) / CAST(judged.employees_from AS DOUBLE)
    END AS factor,
    CASE WHEN judged.note IS NULL THEN judged.factor_low END AS factor_low,
    CASE WHEN judged.note IS NULL THEN judged.factor_high END AS factor_high,
    judged.note
FROM judged
