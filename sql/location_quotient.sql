-- reads measured_cell, reference_area, reference_employment
-- Location quotients of one series, year and level against the nation, the county and the SKR group:
--   lq = (employees / employees_region) / (employees_reference / employees_reference_total).
-- Totals are sums over the industries of the level; conventions.toml beside pipelines/measures says what they hold.
--
-- lq_low sets the region's smallest share under noise against the reference's largest, lq_high the reverse (shares as
-- in reference_employment). Region and reference are taken as independent although the region is part of its
-- reference: the bounds can be too wide, never too narrow. Without noise both equal lq exactly.
--
-- Ranks are computed on a narrow table and joined back, and joins run as written, the small table on the right: on 50
-- million rows that is half the time, and a fifth of the memory, of ranking the wide rows.
WITH region_total AS (
    SELECT
        measured_cell.region_id,
        measured_cell.region_code,
        CAST(SUM(measured_cell.employees) AS BIGINT) AS employees,
        CAST(SUM(measured_cell.low) AS BIGINT) AS low,
        CAST(SUM(measured_cell.high) AS BIGINT) AS high,
        COUNT(*) - COUNT(measured_cell.employees) AS unknown_cells
    FROM measured_cell
    GROUP BY measured_cell.region_id, measured_cell.region_code
),

placed AS (
    SELECT
        region_total.region_id,
        region.county_code,
        region.skr_group,
        COALESCE(region.type, 'imported') AS type
    FROM region_total
    LEFT JOIN region ON region_total.region_code = region.region_code
),

pair AS (
    SELECT
        placed.region_id,
        'nation' AS reference,
        '00' AS reference_code,
        placed.type AS peers
    FROM placed
    WHERE placed.type <> 'nation'
    UNION ALL
    SELECT
        placed.region_id,
        'county' AS reference,
        placed.county_code AS reference_code,
        placed.county_code AS peers
    FROM placed
    WHERE placed.type = 'municipality' AND placed.county_code IS NOT NULL
    UNION ALL
    SELECT
        placed.region_id,
        'skr_group' AS reference,
        placed.skr_group AS reference_code,
        placed.skr_group AS peers
    FROM placed
    WHERE placed.type = 'municipality' AND placed.skr_group IS NOT NULL
),

area AS (
    SELECT
        reference_area.area_id,
        reference_area.reference,
        reference_area.reference_code
    FROM reference_area
    GROUP BY reference_area.area_id, reference_area.reference, reference_area.reference_code
),

comparison AS (
    SELECT
        pair.region_id,
        pair.reference,
        pair.reference_code,
        area.area_id,
        region_total.employees,
        region_total.low,
        region_total.high,
        region_total.unknown_cells,
        CAST(NULLIF(region_total.employees, 0) AS DOUBLE) AS divisor,
        CAST(ROW_NUMBER() OVER (ORDER BY pair.reference, pair.region_id) AS INTEGER) AS comparison_id,
        CAST(DENSE_RANK() OVER (ORDER BY pair.reference, pair.peers) AS INTEGER) AS peers_id
    FROM pair
    INNER JOIN region_total ON pair.region_id = region_total.region_id
    LEFT JOIN area ON pair.reference = area.reference AND pair.reference_code = area.reference_code
),

standing AS (
    SELECT
        comparison.comparison_id,
        comparison.peers_id,
        measured_cell.industry_id,
        CAST(measured_cell.employees AS DOUBLE) / comparison.divisor AS share
    FROM measured_cell
    INNER JOIN comparison ON measured_cell.region_id = comparison.region_id
),

-- Within its peers an industry's lq is its share over one number: ranks by share are ranks by lq.
ranked AS (
    SELECT
        standing.comparison_id,
        standing.industry_id,
        RANK() OVER (
            PARTITION BY standing.peers_id, standing.industry_id
            ORDER BY standing.share DESC NULLS LAST
        ) AS rank,
        COUNT(standing.share) OVER (PARTITION BY standing.peers_id, standing.industry_id) AS rank_of
    FROM standing
),

compared AS (
    SELECT
        measured_cell.region_code,
        measured_cell.industry_code,
        comparison.reference,
        comparison.reference_code,
        measured_cell.employees,
        comparison.employees AS employees_region,
        reference_employment.employees AS employees_reference,
        reference_employment.total AS employees_reference_total,
        CAST(measured_cell.employees AS DOUBLE) / comparison.divisor AS share,
        CAST(measured_cell.employees AS DOUBLE) / comparison.divisor / reference_employment.share AS lq,
        CAST(measured_cell.low AS DOUBLE)
        / CAST(NULLIF(measured_cell.low + (comparison.high - measured_cell.high), 0) AS DOUBLE)
        / reference_employment.share_high AS lq_low,
        CAST(measured_cell.high AS DOUBLE)
        / CAST(NULLIF(measured_cell.high + (comparison.low - measured_cell.low), 0) AS DOUBLE)
        / reference_employment.share_low AS lq_high,
        ranked.rank,
        ranked.rank_of,
        CASE
            WHEN measured_cell.reason IS NOT NULL THEN measured_cell.reason
            WHEN comparison.employees = 0 AND comparison.unknown_cells = 0 THEN 'no_employment_in_region'
            WHEN reference_employment.employees IS NULL THEN 'reference_incomplete'
            WHEN
                reference_employment.employees = 0 AND reference_employment.unknown_cells = 0
                THEN 'no_industry_in_reference'
            WHEN comparison.unknown_cells > 0 OR reference_employment.total_unknown_cells > 0 THEN 'incomplete_total'
            WHEN measured_cell.unknown THEN 'unknown_industry'
        END AS note
    FROM measured_cell
    INNER JOIN comparison ON measured_cell.region_id = comparison.region_id
    LEFT JOIN reference_employment
        ON
            comparison.area_id = reference_employment.area_id
            AND measured_cell.industry_id = reference_employment.industry_id
    INNER JOIN ranked
        ON comparison.comparison_id = ranked.comparison_id AND measured_cell.industry_id = ranked.industry_id
)

SELECT
    compared.region_code,
    compared.industry_code,
    $year AS year,
    $series AS series,
    compared.reference,
    compared.reference_code,
    $level AS level,
    compared.employees,
    compared.employees_region,
    compared.employees_reference,
    compared.employees_reference_total,
    compared.share,
    compared.lq,
    CASE WHEN compared.lq IS NOT NULL THEN compared.lq_low END AS lq_low,
    CASE WHEN compared.lq IS NOT NULL THEN compared.lq_high END AS lq_high,
    CASE
        WHEN compared.lq IS NOT NULL
            THEN
                CAST(compared.employees AS DECIMAL(19, 0))
                * CAST(compared.employees_reference_total AS DECIMAL(19, 0))
                >= CAST(compared.employees_reference AS DECIMAL(19, 0))
                * CAST(compared.employees_region AS DECIMAL(19, 0))
    END AS overrepresented,
    CASE WHEN compared.lq IS NOT NULL THEN compared.rank END AS rank,
    CASE WHEN compared.lq IS NOT NULL THEN compared.rank_of END AS rank_of,
    compared.note
FROM compared
