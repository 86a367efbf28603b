-- reads counted_workplace as employment, measured_region, reference_area
-- The bounds of the jobs that every location quotient is made of: x = e_ir, a = E_r - e_ir, b = E_i - e_ir and c = the
-- rest of the reference area, which share no workplace and so vary each within bounds of its own; and the estimate's.
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
)

SELECT
    workplace_quotient.region_code,
    workplace_quotient.industry_code AS subject_code,
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
