-- reads measured_region, measured_industry, structure, peer_structure, variety
-- How a region's industries differ from the nation's, and how concentrated they are; one series, year and level.
--   krugman = sum |s_ir - s_i|                    Krugman (1991), against the nation including the region
--   krugman_rest                                  the same against the nation without the region, which is
--                                                 sum |e_ir E - E_i E_r| / (E_r (E - E_r)) = krugman E / (E - E_r)
--   krugman_mean                                  against the unweighted mean of its peers: peer_structure
--   hachman = 1 / sum (lq * s_ir)                 Hachman index
--   hhi     = sum s_ir^2, normalised (hhi - 1/n) / (1 - 1/n), equivalent number 1 / hhi
--   entropy = sum s_ir log2(1 / s_ir)             Shannon, in bits, split by a level above in variety
-- A cell that is not known is left out on both sides: shares are taken over the industries that are known in the region
-- (krugman, hachman: and in the nation). A nation that has less of an industry than the region has no rest.
-- Sums of integers are exact; the terms of hachman and entropy are summed as decimals of 20 places. No sum depends on
-- the order of its rows.
WITH number_of_industries AS (
    SELECT COUNT(*) AS industries
    FROM measured_industry
),

region_sum AS (
    SELECT
        structure.region_id,
        CAST(SUM(structure.employees) AS BIGINT) AS employees,
        CAST(SUM(CASE WHEN structure.nation_employees IS NOT NULL THEN structure.employees END) AS BIGINT)
            AS compared,
        CAST(SUM(CASE WHEN structure.employees IS NOT NULL THEN structure.nation_employees END) AS BIGINT)
            AS nation_compared,
        COUNT(*) - COUNT(structure.employees) AS unknown_cells,
        SUM(structure.nation_unknown_cells) AS nation_unknown_cells,
        SUM(CASE WHEN structure.employees > structure.nation_employees THEN 1 ELSE 0 END) AS beyond_nation
    FROM structure
    GROUP BY structure.region_id
),

term AS (
    SELECT
        structure.region_id,
        CAST(structure.employees AS DECIMAL(19, 0)) * CAST(structure.employees AS DECIMAL(19, 0)) AS square,
        CAST(structure.employees AS DECIMAL(19, 0)) * CAST(region_sum.nation_compared AS DECIMAL(19, 0))
        - CAST(structure.nation_employees AS DECIMAL(19, 0)) * CAST(region_sum.compared AS DECIMAL(19, 0))
            AS difference,
        CASE
            WHEN structure.employees = 0 THEN 0
            ELSE
                CAST(
                    CAST(structure.employees AS DOUBLE) / CAST(NULLIF(region_sum.compared, 0) AS DOUBLE)
                    * (
                        CAST(structure.employees AS DOUBLE) / CAST(NULLIF(region_sum.compared, 0) AS DOUBLE)
                        / (
                            CAST(NULLIF(structure.nation_employees, 0) AS DOUBLE)
                            / CAST(region_sum.nation_compared AS DOUBLE)
                        )
                    )
                    AS DECIMAL(38, 20)
                )
        END AS weighted_lq,
        CASE
            WHEN structure.employees > 0 AND structure.nation_employees = 0 THEN 1
            ELSE 0
        END AS without_nation,
        CAST(
            CAST(structure.employees AS DOUBLE) / CAST(NULLIF(region_sum.employees, 0) AS DOUBLE)
            * LN(CAST(region_sum.employees AS DOUBLE) / CAST(NULLIF(structure.employees, 0) AS DOUBLE)) / LN(2)
            AS DECIMAL(38, 20)
        ) AS entropy
    FROM structure
    INNER JOIN region_sum ON structure.region_id = region_sum.region_id
),

term_sum AS (
    SELECT
        term.region_id,
        SUM(term.square) AS squares,
        SUM(ABS(term.difference)) AS differences,
        CASE WHEN SUM(term.without_nation) = 0 THEN CAST(SUM(term.weighted_lq) AS DOUBLE) END AS mean_lq,
        CAST(SUM(term.entropy) AS DOUBLE) AS entropy
    FROM term
    GROUP BY term.region_id
),

factor AS (
    SELECT
        region_sum.region_id,
        region_sum.unknown_cells,
        region_sum.nation_unknown_cells,
        region_sum.employees,
        term_sum.differences,
        term_sum.mean_lq,
        term_sum.entropy,
        number_of_industries.industries,
        CAST(term_sum.squares AS DOUBLE) AS squares,
        CAST(
            CAST(region_sum.employees AS DECIMAL(19, 0)) * CAST(NULLIF(region_sum.employees, 0) AS DECIMAL(19, 0))
            AS DOUBLE
        ) AS square_of_sum,
        CAST(
            CAST(number_of_industries.industries AS DECIMAL(19, 0)) * term_sum.squares
            - CAST(region_sum.employees AS DECIMAL(19, 0)) * CAST(region_sum.employees AS DECIMAL(19, 0))
            AS DOUBLE
        ) AS excess,
        CAST(
            CAST(NULLIF(region_sum.compared, 0) AS DECIMAL(19, 0))
            * CAST(NULLIF(region_sum.nation_compared, 0) AS DECIMAL(19, 0))
            AS DOUBLE
        ) AS product_of_sums,
        CASE
            WHEN region_sum.beyond_nation = 0
                THEN
                    CAST(
                        CAST(NULLIF(region_sum.compared, 0) AS DECIMAL(19, 0))
                        * CAST(NULLIF(region_sum.nation_compared - region_sum.compared, 0) AS DECIMAL(19, 0))
                        AS DOUBLE
                    )
        END AS product_with_rest
    FROM region_sum
    CROSS JOIN number_of_industries
    INNER JOIN term_sum ON region_sum.region_id = term_sum.region_id
)

SELECT
    measured_region.region_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    CAST(factor.differences AS DOUBLE) / factor.product_of_sums AS krugman,
    CAST(factor.differences AS DOUBLE) / factor.product_with_rest AS krugman_rest,
    peer_structure.krugman_mean,
    CASE
        WHEN factor.product_of_sums IS NULL THEN NULL
        -- Rounding can leave the mean a last digit below its least value, 1.
        WHEN factor.mean_lq < 1 THEN 1
        ELSE 1 / factor.mean_lq
    END AS hachman,
    factor.squares / factor.square_of_sum AS hhi,
    factor.excess / (CAST(NULLIF(factor.industries - 1, 0) AS DOUBLE) * factor.square_of_sum) AS hhi_normalised,
    factor.square_of_sum / factor.squares AS equivalent_number,
    factor.entropy,
    variety.parent_level,
    variety.related_variety,
    variety.unrelated_variety,
    variety.note AS variety_note,
    CASE
        WHEN factor.employees = 0 AND factor.unknown_cells = 0 THEN 'no_employment_in_region'
        WHEN factor.employees IS NULL OR factor.employees = 0 THEN 'incomplete_total'
        WHEN factor.product_of_sums IS NULL OR factor.mean_lq IS NULL THEN 'no_reference'
        WHEN factor.unknown_cells > 0 OR factor.nation_unknown_cells > 0 THEN 'incomplete_total'
        WHEN factor.product_with_rest IS NULL OR peer_structure.krugman_mean IS NULL THEN 'no_other_regions'
    END AS note
FROM factor
INNER JOIN measured_region ON factor.region_id = measured_region.region_id
INNER JOIN peer_structure ON factor.region_id = peer_structure.region_id
INNER JOIN variety ON factor.region_id = variety.region_id
