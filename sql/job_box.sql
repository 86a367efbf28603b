-- reads counted_workplace as employment, measured_region, reference_area, unknown_reach
-- The bounds of the jobs that every location quotient is made of: x = e_ir, a = E_r - e_ir, b = E_i - e_ir and c = the
-- rest of the reference area, which share no workplace; and the estimate's.
-- Jobs at workplaces of known size vary each within bounds of their own. Those of unknown size in one of the four parts
-- have together from 0 jobs to what is published of the groups that all of the region's (a), the industry's (b) or the
-- reference area's (c) can lie in. That they share these totals between the parts is not used: where there are any, the
-- bounds of the quotient can be too wide, never too narrow.
WITH cell AS (
    SELECT
        job_interval.region_code,
        job_interval.industry_code,
        job_interval.workplaces_unknown_size AS unknown_size,
        job_interval.jobs_low,
        job_interval.jobs_high_known_size AS high,
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
        CAST(SUM(cell.unknown_size) AS BIGINT) AS unknown_size,
        CAST(SUM(cell.jobs_low) AS BIGINT) AS jobs_low,
        CASE WHEN COUNT(*) = COUNT(cell.high) THEN CAST(SUM(cell.high) AS BIGINT) END AS high,
        CASE WHEN COUNT(*) = COUNT(cell.jobs_estimate) THEN SUM(cell.jobs_estimate) END AS jobs_estimate
    FROM cell
    GROUP BY cell.region_code
),

member AS (
    SELECT
        reference_area.reference,
        reference_area.reference_code,
        measured_region.region_code
    FROM measured_region
    INNER JOIN reference_area ON measured_region.region_id = reference_area.region_id
),

area_cell AS (
    SELECT
        member.reference,
        member.reference_code,
        cell.industry_code,
        CAST(SUM(cell.unknown_size) AS BIGINT) AS unknown_size,
        CAST(SUM(cell.jobs_low) AS BIGINT) AS jobs_low,
        CASE WHEN COUNT(*) = COUNT(cell.high) THEN CAST(SUM(cell.high) AS BIGINT) END AS high,
        CASE WHEN COUNT(*) = COUNT(cell.jobs_estimate) THEN SUM(cell.jobs_estimate) END AS jobs_estimate
    FROM cell
    INNER JOIN member ON cell.region_code = member.region_code
    GROUP BY member.reference, member.reference_code, cell.industry_code
),

area_total AS (
    SELECT
        area_cell.reference,
        area_cell.reference_code,
        CAST(SUM(area_cell.unknown_size) AS BIGINT) AS unknown_size,
        CAST(SUM(area_cell.jobs_low) AS BIGINT) AS jobs_low,
        CASE WHEN COUNT(*) = COUNT(area_cell.high) THEN CAST(SUM(area_cell.high) AS BIGINT) END AS high,
        CASE WHEN COUNT(*) = COUNT(area_cell.jobs_estimate) THEN SUM(area_cell.jobs_estimate) END AS jobs_estimate
    FROM area_cell
    GROUP BY area_cell.reference, area_cell.reference_code
),

reach AS (
    SELECT
        unknown_reach.region_code,
        unknown_reach.industry_code,
        unknown_reach.target_region_code,
        unknown_reach.group_code,
        unknown_reach.target
    FROM unknown_reach
    WHERE unknown_reach.level = $level
),

region_reach AS (
    SELECT
        shared.region_code,
        CASE WHEN COUNT(*) = COUNT(shared.target) THEN SUM(shared.target) END AS jobs
    FROM (
        SELECT DISTINCT
            reach.region_code,
            reach.target_region_code,
            reach.group_code,
            reach.target
        FROM reach
    ) AS shared
    GROUP BY shared.region_code
),

area_shared AS (
    SELECT DISTINCT
        member.reference,
        member.reference_code,
        reach.industry_code,
        reach.target_region_code,
        reach.group_code,
        reach.target
    FROM reach
    INNER JOIN member ON reach.region_code = member.region_code
),

area_cell_reach AS (
    SELECT
        area_shared.reference,
        area_shared.reference_code,
        area_shared.industry_code,
        CASE WHEN COUNT(*) = COUNT(area_shared.target) THEN SUM(area_shared.target) END AS jobs
    FROM area_shared
    GROUP BY area_shared.reference, area_shared.reference_code, area_shared.industry_code
),

area_total_reach AS (
    SELECT
        shared.reference,
        shared.reference_code,
        CASE WHEN COUNT(*) = COUNT(shared.target) THEN SUM(shared.target) END AS jobs
    FROM (
        SELECT DISTINCT
            area_shared.reference,
            area_shared.reference_code,
            area_shared.target_region_code,
            area_shared.group_code,
            area_shared.target
        FROM area_shared
    ) AS shared
    GROUP BY shared.reference, shared.reference_code
),

part AS (
    SELECT
        workplace_quotient.region_code,
        workplace_quotient.industry_code,
        workplace_quotient.reference,
        workplace_quotient.reference_code,
        workplace_quotient.note,
        cell.unknown_size,
        cell.jobs_low,
        cell.jobs_high,
        cell.jobs_estimate,
        area_total.high IS NULL AS open_unbounded,
        region_total.jobs_low - cell.jobs_low AS a_low,
        region_total.high - cell.high AS a_known,
        CASE WHEN region_total.unknown_size = cell.unknown_size THEN 0 ELSE region_reach.jobs END AS a_unknown,
        area_cell.jobs_low - cell.jobs_low AS b_low,
        area_cell.high - cell.high AS b_known,
        CASE WHEN area_cell.unknown_size = cell.unknown_size THEN 0 ELSE area_cell_reach.jobs END AS b_unknown,
        area_total.jobs_low - region_total.jobs_low - area_cell.jobs_low + cell.jobs_low AS c_low,
        area_total.high - region_total.high - area_cell.high + cell.high AS c_known,
        CASE
            WHEN area_total.unknown_size + cell.unknown_size = region_total.unknown_size + area_cell.unknown_size THEN 0
            ELSE area_total_reach.jobs
        END AS c_unknown,
        cell.jobs_estimate / NULLIF(region_total.jobs_estimate, 0)
        / (NULLIF(area_cell.jobs_estimate, 0) / NULLIF(area_total.jobs_estimate, 0)) AS lq_estimate
    FROM workplace_quotient
    INNER JOIN cell
        ON
            workplace_quotient.region_code = cell.region_code
            AND workplace_quotient.industry_code = cell.industry_code
    INNER JOIN region_total ON workplace_quotient.region_code = region_total.region_code
    LEFT JOIN region_reach ON workplace_quotient.region_code = region_reach.region_code
    LEFT JOIN area_cell
        ON
            workplace_quotient.reference = area_cell.reference
            AND workplace_quotient.reference_code = area_cell.reference_code
            AND workplace_quotient.industry_code = area_cell.industry_code
    LEFT JOIN area_cell_reach
        ON
            workplace_quotient.reference = area_cell_reach.reference
            AND workplace_quotient.reference_code = area_cell_reach.reference_code
            AND workplace_quotient.industry_code = area_cell_reach.industry_code
    LEFT JOIN area_total
        ON
            workplace_quotient.reference = area_total.reference
            AND workplace_quotient.reference_code = area_total.reference_code
    LEFT JOIN area_total_reach
        ON
            workplace_quotient.reference = area_total_reach.reference
            AND workplace_quotient.reference_code = area_total_reach.reference_code
    WHERE
        workplace_quotient.series = $series
        AND workplace_quotient.register_date = $register_date
        AND workplace_quotient.level = $level
)

SELECT
    part.region_code,
    part.industry_code AS subject_code,
    part.reference,
    part.reference_code,
    part.note,
    part.open_unbounded,
    part.unknown_size,
    part.jobs_low,
    part.jobs_high,
    part.jobs_estimate,
    part.lq_estimate,
    CAST(1 AS DOUBLE) AS x_least,
    CAST(part.jobs_low AS DOUBLE) AS x_low,
    CAST(part.jobs_high AS DOUBLE) AS x_high,
    CAST(part.a_low AS DOUBLE) AS a_low,
    CAST(part.a_known + part.a_unknown AS DOUBLE) AS a_high,
    CAST(part.b_low AS DOUBLE) AS b_low,
    CAST(part.b_known + part.b_unknown AS DOUBLE) AS b_high,
    CAST(part.c_low AS DOUBLE) AS c_low,
    CAST(part.c_known + part.c_unknown AS DOUBLE) AS c_high
FROM part
