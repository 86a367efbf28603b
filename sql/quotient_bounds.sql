-- The smallest and the largest location quotient that bounds of its four parts (relation quotient_box) allow, exactly:
-- x the subject's in the region, a the region's others, b the subject's elsewhere, c all else in the reference area.
-- LQ = x (x + a + b + c) / ((x + a) (x + b)), which exists where x + a > 0 and x + b > 0.
-- 1. For x > 0: d ln LQ / dc = 1/(x+a+b+c) > 0, and d ln LQ / da = 1/(x+a+b+c) - 1/(x+a) <= 0, likewise in b. So the
--    maximum has a and b low and c high, the minimum the reverse, whatever x is.
-- 2. d ln LQ / dx has the sign of -c x^2 + 2ab x + ab(a+b+c): positive up to its one root at or above 0,
--    x* = (ab + sqrt(a^2 b^2 + abc (a+b+c))) / c, negative after it (c = 0: nowhere negative). So the maximum is at x*
--    or the end of the box next to it, and the minimum at one end of the box.
-- 3. Premise: x is 0 or at least x_least (one job; of a strength area one job of its least weight). At x = 0 LQ is 0 if
--    both a and b can be more than 0, and that is the smallest; else no LQ exists there, and x begins at x_least. Then
--    ab = 0 at the minimum's end, so LQ falls in x and is smallest at x_high. The largest is never at 0 unless x_high
--    is. Without the premise LQ would grow beyond all bounds as x, a and b near 0 together.
-- Else numbers are taken as real: over whole jobs alone the largest could be smaller by a trace, never larger. Bounds
-- that are empty are unbounded. All columns of the box come along.
WITH started AS (
    SELECT
        quotient_box.*,
        CASE WHEN quotient_box.x_low > 0 THEN quotient_box.x_low ELSE quotient_box.x_least END AS x_from
    FROM quotient_box
),

turned AS (
    SELECT
        started.*,
        CASE
            WHEN started.c_high > 0
                THEN
                    (
                        started.a_low * started.b_low
                        + SQRT(
                            started.a_low * started.b_low * started.a_low * started.b_low
                            + started.a_low * started.b_low * started.c_high
                            * (started.a_low + started.b_low + started.c_high)
                        )
                    )
                    / started.c_high
            ELSE started.x_high
        END AS x_turn
    FROM started
),

chosen AS (
    SELECT
        turned.*,
        -- Jobs that cannot exist, in the region or of the subject anywhere, have no quotient.
        turned.x_high + turned.a_high > 0 AND turned.x_high + turned.b_high > 0 AS possible,
        turned.x_low = 0
        AND (turned.a_high > 0 OR turned.a_high IS NULL)
        AND (turned.b_high > 0 OR turned.b_high IS NULL) AS zero_possible,
        CASE
            WHEN turned.x_turn <= turned.x_from THEN turned.x_from
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
        chosen.x_from * (chosen.x_from + chosen.a_high + chosen.b_high + chosen.c_low)
        / NULLIF((chosen.x_from + chosen.a_high) * (chosen.x_from + chosen.b_high), 0) AS lq_at_low,
        chosen.x_high * (chosen.x_high + chosen.a_high + chosen.b_high + chosen.c_low)
        / NULLIF((chosen.x_high + chosen.a_high) * (chosen.x_high + chosen.b_high), 0) AS lq_at_high
    FROM chosen
)

SELECT
    ended.*, -- noqa: AM04
    CASE
        WHEN NOT ended.possible THEN NULL
        WHEN ended.zero_possible THEN CAST(0 AS DOUBLE)
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
