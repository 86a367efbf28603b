-- reads region_moment
-- The index of Ellison & Glaeser (1997) and its z under their null, plants that choose regions like darts with the
-- chances x_r, from relation spread: bounds and an estimate of G = sum (s_r - x_r)^2, bounds of H = sum z_k^2 over the
-- plants' shares and of peak = sum z_k^4 / H^2, all equal where the plants are known. With a = 1 - sum x^2:
--   gamma   = (G - a H) / (a (1 - H)),  z = (G - a H) / sqrt(Var0(G)),
--   Var0(G) = 2 H^2 (c - d peak),  c = sum x^2 - 2 sum x^3 + (sum x^2)^2,  d = sum x^2 - 4 sum x^3 + 3 (sum x^2)^2.
-- gamma rises with G, and with H it rises or falls throughout, so both ends of H are tried at an end of G. Var0 rises
-- with H, and with peak by the sign of d. G, H and peak are taken to vary apart: bounds of z, and those of gamma where
-- they are not equal, can be too wide, never too narrow.
WITH moment AS (
    SELECT
        region_moment.region_type,
        1 - region_moment.x2 AS a,
        region_moment.x2 - 2 * region_moment.x3 + region_moment.x2 * region_moment.x2 AS c,
        region_moment.x2 - 4 * region_moment.x3 + 3 * region_moment.x2 * region_moment.x2 AS d
    FROM region_moment
),

excess AS (
    SELECT
        spread.region_type,
        spread.industry_code,
        spread.g_low - moment.a * spread.hhi_high AS low,
        spread.g_high - moment.a * spread.hhi_low AS high,
        (spread.g_low - moment.a * spread.hhi_low) / NULLIF(moment.a * (1 - spread.hhi_low), 0) AS gamma_low_even,
        (spread.g_low - moment.a * spread.hhi_high) / NULLIF(moment.a * (1 - spread.hhi_high), 0) AS gamma_low_uneven,
        (spread.g_high - moment.a * spread.hhi_low) / NULLIF(moment.a * (1 - spread.hhi_low), 0) AS gamma_high_even,
        (spread.g_high - moment.a * spread.hhi_high) / NULLIF(moment.a * (1 - spread.hhi_high), 0)
            AS gamma_high_uneven,
        (spread.g_estimate - moment.a * spread.hhi_low) / NULLIF(moment.a * (1 - spread.hhi_low), 0)
            AS gamma_estimate_even,
        (spread.g_estimate - moment.a * spread.hhi_high) / NULLIF(moment.a * (1 - spread.hhi_high), 0)
            AS gamma_estimate_uneven,
        2 * spread.hhi_low * spread.hhi_low AS scale_low,
        2 * spread.hhi_high * spread.hhi_high AS scale_high,
        moment.c,
        moment.c - moment.d * CASE WHEN moment.d > 0 THEN spread.peak_high ELSE spread.peak_low END AS shape_low,
        moment.c - moment.d * CASE WHEN moment.d > 0 THEN spread.peak_low ELSE spread.peak_high END AS shape_high
    FROM spread
    INNER JOIN moment ON spread.region_type = moment.region_type
),

-- One plant has the same G wherever it lies when regions are equal: what rounding leaves of its variance is none.
varied AS (
    SELECT
        excess.*,
        CASE WHEN excess.shape_low > 1e-12 * excess.c THEN excess.scale_low * excess.shape_low ELSE 0 END
            AS variance_low,
        CASE WHEN excess.shape_high > 1e-12 * excess.c THEN excess.scale_high * excess.shape_high ELSE 0 END
            AS variance_high
    FROM excess
)

SELECT
    varied.region_type,
    varied.industry_code,
    varied.variance_low,
    varied.variance_high,
    CASE
        WHEN varied.gamma_low_even < varied.gamma_low_uneven THEN varied.gamma_low_even
        ELSE varied.gamma_low_uneven
    END AS gamma_low,
    CASE
        WHEN varied.gamma_high_even > varied.gamma_high_uneven THEN varied.gamma_high_even
        ELSE varied.gamma_high_uneven
    END AS gamma_high,
    CASE
        WHEN varied.gamma_estimate_even < varied.gamma_estimate_uneven THEN varied.gamma_estimate_even
        ELSE varied.gamma_estimate_uneven
    END AS gamma_estimate_low,
    CASE
        WHEN varied.gamma_estimate_even > varied.gamma_estimate_uneven THEN varied.gamma_estimate_even
        ELSE varied.gamma_estimate_uneven
    END AS gamma_estimate_high,
    varied.low / SQRT(NULLIF(CASE WHEN varied.low < 0 THEN varied.variance_low ELSE varied.variance_high END, 0))
        AS z_low,
    varied.high / SQRT(NULLIF(CASE WHEN varied.high < 0 THEN varied.variance_high ELSE varied.variance_low END, 0))
        AS z_high
FROM varied
