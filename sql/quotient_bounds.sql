-- The smallest and the largest location quotient that bounds of its four parts (relation quotient_box) allow, exactly:
-- x the subject's in the region, a the region's others, b the subject's elsewhere, c all else in the reference area.
-- LQ = x (x + a + b + c) / ((x + a) (x + b)).
-- 1. d ln LQ / dc = 1/(x+a+b+c) > 0, and d ln LQ / da = 1/(x+a+b+c) - 1/(x+a) <= 0, likewise in b. So the maximum has a
--    and b low and c high, the minimum the reverse, whatever x is.
-- 2. d ln LQ / dx has the sign of -c x^2 + 2ab x + ab(a+b+c): positive up to its one root at or above 0,
--    x* = (ab + sqrt(a^2 b^2 + abc (a+b+c))) / c, negative after it (c = 0: nowhere negative). So the maximum is at x*
--    or the end of the box next to it, and the minimum at one end of the box.
-- Numbers are taken as real: over whole jobs alone the largest could be smaller by a trace, never larger. No size class
-- spans 0, so x begins at 0 only where it ends there. All columns of the box come along.
WITH turned AS (
    SELECT
        quotient_box.*,
        CASE
            WHEN quotient_box.c_high > 0
                THEN
                    (
                        quotient_box.a_low * quotient_box.b_low
                        + SQRT(
                            quotient_box.a_low * quotient_box.b_low * quotient_box.a_low * quotient_box.b_low
                            + quotient_box.a_low * quotient_box.b_low * quotient_box.c_high
                            * (quotient_box.a_low + quotient_box.b_low + quotient_box.c_high)
                        )
                    )
                    / quotient_box.c_high
            ELSE quotient_box.x_high
        END AS x_turn
    FROM quotient_box
),

chosen AS (
    SELECT
        turned.*,
        -- Jobs that cannot exist, in the region or of the subject anywhere, have no quotient.
        turned.x_high + turned.a_high > 0 AND turned.x_high + turned.b_high > 0 AS possible,
        CASE
            WHEN turned.x_turn <= turned.x_low THEN turned.x_low
            WHEN turned.x_turn >= turned.x_high THEN turned.x_high
            ELSE turned.x_turn
        END AS x_best
    FROM turned
),

ended AS (
    SELECT
        chosen.*,
        chosen.x_best * (chosen.x_best + chosen.a_low + chosen.b_low + chosen.c_high)
        / NULLIF((chosen.x_best + chosen.a_low) * (chosen.x_best + chosen.b_low), 0) AS lq_at_best,
        chosen.x_low * (chosen.x_low + chosen.a_high + chosen.b_high + chosen.c_low)
        / NULLIF((chosen.x_low + chosen.a_high) * (chosen.x_low + chosen.b_high), 0) AS lq_at_low,
        chosen.x_high * (chosen.x_high + chosen.a_high + chosen.b_high + chosen.c_low)
        / NULLIF((chosen.x_high + chosen.a_high) * (chosen.x_high + chosen.b_high), 0) AS lq_at_high
    FROM chosen
)

SELECT
    ended.*, -- noqa: AM04
    CASE
        WHEN NOT ended.possible THEN NULL
        WHEN ended.x_high = 0 THEN CAST(0 AS DOUBLE)
        WHEN ended.lq_at_high < ended.lq_at_low THEN ended.lq_at_high
        WHEN ended.lq_at_high >= ended.lq_at_low THEN ended.lq_at_low
    END AS lq_low,
    CASE
        WHEN NOT ended.possible THEN NULL
        WHEN ended.x_high = 0 THEN CAST(0 AS DOUBLE)
        ELSE ended.lq_at_best
    END AS lq_high,
    ended.possible IS NULL OR (ended.possible AND ended.x_high > 0 AND ended.lq_at_best IS NULL) AS unbounded
FROM ended
