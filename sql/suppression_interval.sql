-- reads suppression_box as quotient_box, quotient_bounds
-- The smallest and the largest location quotient against the nation that the cells that are not known allow, of every
-- quotient that touches one, noise counted in. Exact where the nation is the sum of regions and the region one of them;
-- else outer bounds, each end of the region's share over the other end of the nation's:
--   x_low / (x_low + a_high) / (b_high / (b_high + c_low)),  x_high / (x_high + a_low) / (b_low / (b_low + c_high)).
-- A share whose end nothing bounds is at least 0 and at most 1.
WITH stated AS (
    SELECT MAX(snapshot.suppressed_most) AS most
    FROM snapshot
    WHERE snapshot.series = $series
),

shared AS (
    SELECT
        quotient_bounds.*,
        CASE
            WHEN quotient_bounds.x_high + quotient_bounds.a_high = 0 THEN NULL
            WHEN quotient_bounds.x_low = 0 OR quotient_bounds.a_high IS NULL THEN 0
            ELSE quotient_bounds.x_low / (quotient_bounds.x_low + quotient_bounds.a_high)
        END AS own_low,
        CASE
            WHEN quotient_bounds.x_high + quotient_bounds.a_high = 0 THEN NULL
            WHEN quotient_bounds.x_high IS NULL THEN 1
            WHEN quotient_bounds.x_high = 0 THEN 0
            ELSE quotient_bounds.x_high / (quotient_bounds.x_high + quotient_bounds.a_low)
        END AS own_high,
        CASE
            WHEN quotient_bounds.b_low = 0 OR quotient_bounds.c_high IS NULL THEN 0
            ELSE quotient_bounds.b_low / (quotient_bounds.b_low + quotient_bounds.c_high)
        END AS nation_low,
        CASE
            WHEN quotient_bounds.b_high IS NULL THEN 1
            ELSE quotient_bounds.b_high / NULLIF(quotient_bounds.b_high + quotient_bounds.c_low, 0)
        END AS nation_high
    FROM quotient_bounds
),

bounded AS (
    SELECT
        shared.region_code,
        shared.industry_code,
        shared.unknown_industry,
        shared.unknown_region,
        shared.unknown_reference,
        shared.exact,
        shared.x_high,
        shared.a_high,
        shared.b_high,
        CASE WHEN shared.exact THEN shared.lq_low ELSE shared.own_low / NULLIF(shared.nation_high, 0) END AS lq_low,
        CASE
            WHEN shared.exact THEN shared.lq_high
            -- Nobody of the industry is none of it, however small the industry may be in the nation.
            WHEN shared.own_high = 0 AND (shared.b_high > 0 OR shared.b_high IS NULL) THEN 0
            ELSE shared.own_high / NULLIF(shared.nation_low, 0)
        END AS lq_high
    FROM shared
)

SELECT
    bounded.region_code,
    bounded.industry_code,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    $level AS level,
    bounded.unknown_region AS unknown_cells_region,
    bounded.unknown_reference AS unknown_cells_reference,
    stated.most AS suppressed_most,
    CASE WHEN bounded.exact THEN 'exact' ELSE 'outer' END AS bounds,
    bounded.lq_low,
    bounded.lq_high,
    CASE
        WHEN bounded.x_high + bounded.a_high = 0 THEN 'no_employment_in_region'
        WHEN CASE WHEN bounded.exact THEN bounded.x_high + bounded.b_high ELSE bounded.b_high END = 0
            THEN 'no_industry_in_reference'
        WHEN bounded.lq_low IS NULL OR bounded.lq_high IS NULL THEN 'unbounded'
        WHEN bounded.unknown_industry THEN 'unknown_industry'
    END AS note
FROM bounded
CROSS JOIN stated
