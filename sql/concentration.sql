-- reads spread_cell
-- How unevenly every industry is spread over the regions of a set; one series, year and level. With s_r the region's
-- share of the industry and x_r its share of all employed (the sums of the level's industries):
--   gini    = 1/2 sum_r sum_q |s_r x_q - s_q x_r|     locational Gini of the quotients s_r / x_r, weighted by x_r
--   theil_t = sum_r s_r ln(s_r / x_r)                 Theil T; a region without the industry adds 0, its limit
--   theil_l = sum_r x_r ln(x_r / s_r)                 mean log deviation; not defined where a region lacks the industry
-- Regions without any employed have no weight and are left out, and so are those in which the industry is not known.
-- In the order of their quotients q before r gives s_r x_q - s_q x_r >= 0, so that the Gini is a sum of integers over
-- regions, with everything before each: sum_r (e_r E_before - E_r e_before). Equal quotients add nothing to each other.
WITH place AS (
    SELECT
        spread_cell.region_type,
        spread_cell.industry_code,
        spread_cell.place_id,
        spread_cell.employees,
        spread_cell.total,
        CAST(spread_cell.employees AS DOUBLE) / CAST(spread_cell.total AS DOUBLE) AS share
    FROM spread_cell
    WHERE spread_cell.whole AND spread_cell.total > 0 AND spread_cell.employees IS NOT NULL
),

placed AS (
    SELECT
        place.region_type,
        place.industry_code,
        place.employees,
        place.total,
        CAST(COALESCE(SUM(place.employees) OVER before, 0) AS DECIMAL(19, 0)) AS employees_before,
        CAST(COALESCE(SUM(place.total) OVER before, 0) AS DECIMAL(19, 0)) AS total_before,
        CAST(SUM(place.employees) OVER every AS DOUBLE) AS employees_all,
        CAST(SUM(place.total) OVER every AS DOUBLE) AS total_all
    FROM place
    WINDOW
        before AS (
            PARTITION BY place.region_type, place.industry_code
            ORDER BY place.share, place.place_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ),
        every AS (PARTITION BY place.region_type, place.industry_code)
),

term AS (
    SELECT
        placed.region_type,
        placed.industry_code,
        placed.employees,
        placed.total,
        CAST(placed.employees AS DECIMAL(19, 0)) * placed.total_before
        - CAST(placed.total AS DECIMAL(19, 0)) * placed.employees_before AS difference,
        CASE
            WHEN placed.employees > 0
                THEN
                    LN(
                        CAST(placed.employees AS DOUBLE) * placed.total_all
                        / (CAST(placed.total AS DOUBLE) * placed.employees_all)
                    )
        END AS log_quotient,
        CAST(placed.employees AS DOUBLE) / NULLIF(placed.employees_all, 0) AS s,
        CAST(placed.total AS DOUBLE) / placed.total_all AS x
    FROM placed
),

summed AS (
    SELECT
        term.region_type,
        term.industry_code,
        COUNT(*) AS regions,
        COUNT(term.log_quotient) AS regions_with_employment,
        CAST(SUM(term.employees) AS BIGINT) AS employees,
        CAST(SUM(term.difference) AS DOUBLE)
        / (CAST(NULLIF(SUM(term.employees), 0) AS DOUBLE) * CAST(SUM(term.total) AS DOUBLE)) AS gini,
        CAST(SUM(CAST(term.s * term.log_quotient AS DECIMAL(38, 20))) AS DOUBLE) AS theil_t,
        CAST(-SUM(CAST(term.x * term.log_quotient AS DECIMAL(38, 20))) AS DOUBLE) AS theil_l
    FROM term
    GROUP BY term.region_type, term.industry_code
),

listed AS (
    SELECT
        spread_cell.region_type,
        spread_cell.industry_code,
        spread_cell.whole,
        COUNT(*) - COUNT(spread_cell.employees) AS unknown_cells,
        SUM(spread_cell.unknown_cells) AS all_unknown_cells
    FROM spread_cell
    GROUP BY spread_cell.region_type, spread_cell.industry_code, spread_cell.whole
)

SELECT
    listed.industry_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    listed.region_type,
    summed.employees,
    CASE WHEN listed.whole THEN COALESCE(summed.regions, 0) END AS regions,
    CASE WHEN listed.whole THEN COALESCE(summed.regions_with_employment, 0) END AS regions_with_employment,
    summed.gini,
    -- Rounding can leave either a last digit below its least value, 0.
    CASE WHEN summed.theil_t < 0 THEN 0 ELSE summed.theil_t END AS theil_t,
    CASE
        WHEN summed.regions_with_employment < summed.regions THEN NULL
        WHEN summed.theil_l < 0 THEN 0
        ELSE summed.theil_l
    END AS theil_l,
    CASE
        WHEN NOT listed.whole THEN 'incomplete_regions'
        WHEN COALESCE(summed.employees, 0) = 0 AND listed.unknown_cells = 0 THEN 'no_industry'
        WHEN COALESCE(summed.employees, 0) = 0 THEN 'incomplete_industry'
        WHEN summed.regions_with_employment < summed.regions THEN 'region_without_industry'
    END AS theil_l_note,
    CASE
        WHEN NOT listed.whole THEN 'incomplete_regions'
        WHEN COALESCE(summed.employees, 0) = 0 AND listed.unknown_cells = 0 THEN 'no_industry'
        WHEN listed.unknown_cells > 0 THEN 'incomplete_industry'
        WHEN listed.all_unknown_cells > 0 THEN 'incomplete_total'
    END AS note
FROM listed
LEFT JOIN summed
    ON listed.region_type = summed.region_type AND listed.industry_code = summed.industry_code
