-- reads counted_workplace as employment, measured_region, reference_area
-- The smallest and the largest location quotient that the bounds of the jobs allow, exactly, and the estimate's.
--
-- With x = e_ir, a = E_r - e_ir, b = E_i - e_ir and c = the rest of the reference area, which share no workplace and so
-- vary each within bounds of its own, LQ = x (x + a + b + c) / ((x + a) (x + b)).
-- 1. d ln LQ / dc = 1/(x+a+b+c) > 0, and d ln LQ / da = 1/(x+a+b+c) - 1/(x+a) <= 0, likewise in b. So the maximum has a
--    and b low and c high, the minimum the reverse, whatever x is.
-- 2. d ln LQ / dx has the sign of -c x^2 + 2ab x + ab(a+b+c): positive up to its one root at or above 0,
--    x* = (ab + sqrt(a^2 b^2 + abc (a+b+c))) / c, negative after it (c = 0: nowhere negative). So the maximum is at x*
--    or the end of the box next to it, and the minimum at one end of the box.
-- Numbers are taken as real: over whole jobs alone the largest could be smaller by a trace, never larger.
WITH cell AS (
    SELECT
        job_interval.region_code,
        job_interval.industry_code,
        job_interval.jobs_low,
        job_interval.jobs_high,
        job_interval.jobs_estimate
    FROM job_interval
    WHERE
        job_interval.series = $series
        AND job_interval.register_date = $register_date
        AND job_interval.level = $level
),

region_total AS (
    SELECT
        cell.region_code,
        CAST(SUM(cell.jobs_low) AS BIGINT) AS jobs_low,
        CASE WHEN COUNT(*) = COUNT(cell.jobs_high) THEN CAST(SUM(cell.jobs_high) AS BIGINT) END AS jobs_high,
        CASE WHEN COUNT(*) = COUNT(cell.jobs_estimate) THEN SUM(cell.jobs_estimate) END AS jobs_estimate
    FROM cell
    GROUP BY cell.region_code
),

area_cell AS (
    SELECT
        reference_area.reference,
        reference_area.reference_code,
        cell.industry_code,
        CAST(SUM(cell.jobs_low) AS BIGINT) AS jobs_low,
        CASE WHEN COUNT(*) = COUNT(cell.jobs_high) THEN CAST(SUM(cell.jobs_high) AS BIGINT) END AS jobs_high,
        CASE WHEN COUNT(*) = COUNT(cell.jobs_estimate) THEN SUM(cell.jobs_estimate) END AS jobs_estimate
    FROM cell
    INNER JOIN measured_region ON cell.region_code = measured_region.region_code
    INNER JOIN reference_area ON measured_region.region_id = reference_area.region_id
    GROUP BY reference_area.reference, reference_area.reference_code, cell.industry_code
),

area_total AS (
    SELECT
        area_cell.reference,
        area_cell.reference_code,
        CAST(SUM(area_cell.jobs_low) AS BIGINT) AS jobs_low,
        CASE WHEN COUNT(*) = COUNT(area_cell.jobs_high) THEN CAST(SUM(area_cell.jobs_high) AS BIGINT) END AS jobs_high,
        CASE WHEN COUNT(*) = COUNT(area_cell.jobs_estimate) THEN SUM(area_cell.jobs_estimate) END AS jobs_estimate
    FROM area_cell
    GROUP BY area_cell.reference, area_cell.reference_code
),

compared AS (
    SELECT
        workplace_quotient.region_code,
        workplace_quotient.industry_code,
        workplace_quotient.reference,
        workplace_quotient.reference_code,
        workplace_quotient.note,
        cell.jobs_low,
        cell.jobs_high,
        cell.jobs_estimate,
        region_total.jobs_high AS region_high,
        area_cell.jobs_high AS industry_high,
        CAST(cell.jobs_low AS DOUBLE) AS x_low,
        CAST(cell.jobs_high AS DOUBLE) AS x_high,
        CAST(region_total.jobs_low - cell.jobs_low AS DOUBLE) AS a_low,
        CAST(region_total.jobs_high - cell.jobs_high AS DOUBLE) AS a_high,
        CAST(area_cell.jobs_low - cell.jobs_low AS DOUBLE) AS b_low,
        CAST(area_cell.jobs_high - cell.jobs_high AS DOUBLE) AS b_high,
        CAST(area_total.jobs_low - region_total.jobs_low - area_cell.jobs_low + cell.jobs_low AS DOUBLE) AS c_low,
        CAST(area_total.jobs_high - region_total.jobs_high - area_cell.jobs_high + cell.jobs_high AS DOUBLE) AS c_high,
        cell.jobs_estimate / NULLIF(region_total.jobs_estimate, 0)
        / (NULLIF(area_cell.jobs_estimate, 0) / NULLIF(area_total.jobs_estimate, 0)) AS lq_estimate
    FROM workplace_quotient
    INNER JOIN cell
        ON
            workplace_quotient.region_code = cell.region_code
            AND workplace_quotient.industry_code = cell.industry_code
    INNER JOIN region_total ON workplace_quotient.region_code = region_total.region_code
    LEFT JOIN area_cell
        ON
            workplace_quotient.reference = area_cell.reference
            AND workplace_quotient.reference_code = area_cell.reference_code
            AND workplace_quotient.industry_code = area_cell.industry_code
    LEFT JOIN area_total
        ON
            workplace_quotient.reference = area_total.reference
            AND workplace_quotient.reference_code = area_total.reference_code
    WHERE
        workplace_quotient.series = $series
        AND workplace_quotient.register_date = $register_date
        AND workplace_quotient.level = $level
),

turned AS (
    SELECT
        compared.*,
        CASE
            WHEN compared.c_high > 0
                THEN
                    (
                        compared.a_low * compared.b_low
                        + SQRT(
                            compared.a_low * compared.b_low * compared.a_low * compared.b_low
                            + compared.a_low * compared.b_low * compared.c_high
                            * (compared.a_low + compared.b_low + compared.c_high)
                        )
                    )
                    / compared.c_high
            ELSE compared.x_high
        END AS x_turn
    FROM compared
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
        chosen.region_code,
        chosen.industry_code,
        chosen.reference,
        chosen.reference_code,
        chosen.note,
        chosen.jobs_low,
        chosen.jobs_high,
        chosen.jobs_estimate,
        chosen.region_high,
        chosen.industry_high,
        chosen.lq_estimate,
        chosen.x_best * (chosen.x_best + chosen.a_low + chosen.b_low + chosen.c_high)
        / NULLIF((chosen.x_best + chosen.a_low) * (chosen.x_best + chosen.b_low), 0) AS lq_high,
        chosen.x_low * (chosen.x_low + chosen.a_high + chosen.b_high + chosen.c_low)
        / NULLIF((chosen.x_low + chosen.a_high) * (chosen.x_low + chosen.b_high), 0) AS lq_at_low,
        chosen.x_high * (chosen.x_high + chosen.a_high + chosen.b_high + chosen.c_low)
        / NULLIF((chosen.x_high + chosen.a_high) * (chosen.x_high + chosen.b_high), 0) AS lq_at_high
    FROM chosen
)

SELECT
    bounded.region_code,
    bounded.industry_code,
    CAST($register_date AS DATE) AS register_date,
    $series AS series,
    bounded.reference,
    bounded.reference_code,
    $level AS level,
    bounded.jobs_low,
    bounded.jobs_high,
    bounded.jobs_estimate,
    CASE WHEN bounded.lq_at_high < bounded.lq_at_low THEN bounded.lq_at_high ELSE bounded.lq_at_low END AS lq_low,
    bounded.lq_high,
    bounded.lq_estimate,
    CASE
        WHEN bounded.note = 'reference_incomplete' THEN bounded.note
        WHEN bounded.region_high = 0 THEN 'no_jobs_in_region'
        WHEN bounded.industry_high = 0 THEN 'no_jobs_in_reference'
        WHEN bounded.lq_high IS NULL OR bounded.lq_at_high IS NULL THEN 'open_class_unbounded'
        WHEN bounded.lq_estimate IS NULL THEN 'no_estimate'
        ELSE bounded.note
    END AS note
FROM bounded
