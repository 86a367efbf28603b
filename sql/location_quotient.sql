-- reads measured_industry, reference_employment, comparison, standing
-- Location quotients of one series, year and level against the nation, the county and the SKR group:
--   lq = (employees / employees_region) / (employees_reference / employees_reference_total).
-- Totals are sums over the industries of the level; conventions.toml beside pipelines/measures says what they hold.
--
-- lq_low sets the region's smallest share under noise against the reference's largest, lq_high the reverse (shares as
-- in reference_employment). Region and reference are taken as independent although the region is part of its
-- reference: the bounds can be too wide, never too narrow. Without noise both equal lq exactly.
-- A cell that is not known can hold anything. Where a total lacks one, lq is that of the known cells, and bounds and
-- overrepresented are empty; where it is the region's own total, rank is too.
--
-- Only the result is wide. Joins run as written, the small table on the right, and keep the order of standing.
WITH cell AS (
    SELECT
        standing.comparison_id,
        standing.industry_id,
        standing.employees,
        standing.reason,
        standing.rank,
        standing.rank_of,
        CASE WHEN standing.employees > standing.slack THEN standing.employees - standing.slack ELSE 0 END AS low,
        standing.employees + standing.slack AS high
    FROM standing
),

compared AS (
    SELECT
        comparison.region_code,
        measured_industry.industry_code,
        comparison.reference,
        comparison.reference_code,
        cell.employees,
        comparison.employees AS employees_region,
        reference_employment.employees AS employees_reference,
        reference_employment.total AS employees_reference_total,
        CAST(cell.employees AS DOUBLE) / comparison.divisor AS share,
        CAST(cell.employees AS DOUBLE) / comparison.divisor / reference_employment.share AS lq,
        CAST(cell.low AS DOUBLE)
        / CAST(NULLIF(cell.low + (comparison.high - cell.high), 0) AS DOUBLE)
        / reference_employment.share_high AS lq_low,
        CAST(cell.high AS DOUBLE)
        / CAST(NULLIF(cell.high + (comparison.low - cell.low), 0) AS DOUBLE)
        / reference_employment.share_low AS lq_high,
        cell.rank,
        cell.rank_of,
        comparison.unknown_cells = 0 AS region_complete,
        comparison.unknown_cells = 0 AND reference_employment.total_unknown_cells = 0 AS complete,
        CASE
            WHEN cell.reason IS NOT NULL THEN cell.reason
            WHEN
                comparison.employees = 0 AND comparison.unknown_cells = 0
                THEN 'no_employment_in_region'
            WHEN reference_employment.employees IS NULL THEN 'reference_incomplete'
            WHEN
                reference_employment.employees = 0 AND reference_employment.unknown_cells = 0
                THEN 'no_industry_in_reference'
            WHEN
                comparison.unknown_cells > 0 OR reference_employment.total_unknown_cells > 0
                THEN 'incomplete_total'
            WHEN measured_industry.unknown THEN 'unknown_industry'
        END AS note
    FROM cell
    INNER JOIN comparison ON cell.comparison_id = comparison.comparison_id
    INNER JOIN measured_industry ON cell.industry_id = measured_industry.industry_id
    LEFT JOIN reference_employment
        ON
            comparison.area_id = reference_employment.area_id
            AND cell.industry_id = reference_employment.industry_id
)

SELECT
    compared.region_code,
    compared.industry_code,
    CAST($year AS BIGINT) AS year,
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
    CASE WHEN compared.complete AND compared.lq IS NOT NULL THEN compared.lq_low END AS lq_low,
    CASE WHEN compared.complete AND compared.lq IS NOT NULL THEN compared.lq_high END AS lq_high,
    -- A quotient is right to its last digits but one; only near 1 do integers have to decide, which takes longer.
    CASE
        WHEN NOT compared.complete THEN NULL
        WHEN compared.lq > 1.000001 THEN TRUE
        WHEN compared.lq < 0.999999 THEN FALSE
        WHEN compared.lq IS NOT NULL
            THEN
                CAST(compared.employees AS DECIMAL(19, 0))
                * CAST(compared.employees_reference_total AS DECIMAL(19, 0))
                >= CAST(compared.employees_reference AS DECIMAL(19, 0))
                * CAST(compared.employees_region AS DECIMAL(19, 0))
    END AS overrepresented,
    CASE WHEN compared.region_complete AND compared.lq IS NOT NULL THEN CAST(compared.rank AS BIGINT) END AS rank,
    CASE WHEN compared.region_complete AND compared.lq IS NOT NULL THEN CAST(compared.rank_of AS BIGINT) END AS rank_of,
    compared.note
FROM compared
