-- reads quotient_box
-- The smallest and the largest location quotient that bounds of its four parts allow, exactly.
-- LQ = x (x + a + b + c) / ((x + a) (x + b)) falls in a and in b and rises in c; in x it rises up to
--   x* = (ab + sqrt(a^2 b^2 + abc (a + b + c))) / c
-- and falls after it (without c it only rises). So it is largest at low a and b, high c and x* or the end of the box
-- next to it, and smallest at high a and b, low c and one end of x. Where x is 0 and so is a or b, the quotient of a
-- vanishing x is taken; where both are, it has no bound.
WITH turned AS (
    SELECT
        quotient_box.*,
        CASE
            WHEN quotient_box.c_high > 0
                THEN
                    (
                        quotient_box.a_low * quotient_box.b_low
                        + SQRT(
                            quotient_box.a_low * quotient_box.b_low
                            * (
                                quotient_box.a_low * quotient_box.b_low
                                + quotient_box.c_high
                                * (quotient_box.a_low + quotient_box.b_low + quotient_box.c_high)
                            )
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
        CASE
            WHEN turned.x_turn <= turned.x_low THEN turned.x_low
            WHEN turned.x_turn >= turned.x_high THEN turned.x_high
            ELSE turned.x_turn
        END AS x_best
    FROM turned
),

bounded AS (
    SELECT
        chosen.comparison_id,
        chosen.subject_code,
        CASE
            WHEN chosen.x_high = 0 THEN CAST(0 AS DOUBLE)
            WHEN chosen.x_best > 0
                THEN
                    chosen.x_best / (chosen.x_best + chosen.a_low)
                    * ((chosen.x_best + chosen.a_low + chosen.b_low + chosen.c_high) / (chosen.x_best + chosen.b_low))
            WHEN chosen.a_low > 0 AND chosen.b_low = 0 THEN (chosen.a_low + chosen.c_high) / chosen.a_low
            WHEN chosen.a_low = 0 AND chosen.b_low > 0 THEN (chosen.b_low + chosen.c_high) / chosen.b_low
        END AS lq_high,
        CASE
            WHEN chosen.x_low = 0 THEN CAST(0 AS DOUBLE)
            ELSE
                chosen.x_low / (chosen.x_low + chosen.a_high)
                * ((chosen.x_low + chosen.a_high + chosen.b_high + chosen.c_low) / (chosen.x_low + chosen.b_high))
        END AS lq_at_low,
        CASE
            WHEN chosen.x_high = 0 THEN CAST(0 AS DOUBLE)
            ELSE
                chosen.x_high / (chosen.x_high + chosen.a_high)
                * ((chosen.x_high + chosen.a_high + chosen.b_high + chosen.c_low) / (chosen.x_high + chosen.b_high))
        END AS lq_at_high,
        -- Jobs that cannot exist, in the area anywhere or in the region, have no quotient.
        chosen.x_high + chosen.a_high > 0 AND chosen.x_high + chosen.b_high > 0 AS possible
    FROM chosen
)

SELECT
    bounded.comparison_id,
    bounded.subject_code,
    CASE
        WHEN NOT bounded.possible OR bounded.lq_at_low IS NULL OR bounded.lq_at_high IS NULL THEN NULL
        WHEN bounded.lq_at_high < bounded.lq_at_low THEN bounded.lq_at_high
        ELSE bounded.lq_at_low
    END AS lq_low,
    CASE WHEN bounded.possible THEN bounded.lq_high END AS lq_high
FROM bounded
