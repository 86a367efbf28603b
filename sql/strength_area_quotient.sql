-- reads reference_employment, area_cell, area_box as quotient_box, quotient_bounds, area_listing
-- Location quotients of strength areas, of one series, year and level, by the conventions of location_quotient:
--   lq = (area / region_total) / (area_reference / reference_total),
-- where an area is the weighted sum of its members and totals are taken over all industries, whatever areas hold.
-- A region with a cell that is not known has no rank: its shares are of too small a total (as in standing).
-- The county's quotient is the sum of contribution = (region_total / county's total) * lq over its municipalities:
-- exactly so where their areas add up to the county's, and empty elsewhere.
-- An area that the series cannot measure has an empty row per region in the newest year.
WITH reference_total AS (
    SELECT
        reference_employment.area_id,
        reference_employment.total,
        reference_employment.total_unknown_cells
    FROM reference_employment
    GROUP BY
        reference_employment.area_id, reference_employment.total, reference_employment.total_unknown_cells
),

area_reference AS (
    SELECT
        reference_area.area_id,
        area_cell.area_id AS subject_code,
        CASE
            WHEN COUNT(*) = COUNT(area_cell.hundredths) THEN CAST(SUM(area_cell.hundredths) AS BIGINT)
        END AS hundredths
    FROM area_cell
    INNER JOIN reference_area ON area_cell.region_id = reference_area.region_id
    GROUP BY reference_area.area_id, area_cell.area_id
),

compared AS (
    SELECT
        comparison.comparison_id,
        comparison.region_id,
        comparison.region_code,
        comparison.reference,
        comparison.reference_code,
        comparison.area_id,
        area_cell.area_id AS subject_code,
        area_cell.hundredths,
        area_cell.reason,
        comparison.employees AS region_total,
        comparison.unknown_cells,
        area_reference.hundredths AS reference_hundredths,
        area_reference.subject_code AS referred,
        reference_total.total AS reference_total,
        reference_total.total_unknown_cells,
        CAST(area_cell.hundredths AS DOUBLE) / (100 * comparison.divisor) AS share,
        comparison.peers_id,
        CASE
            WHEN comparison.unknown_cells = 0 THEN CAST(area_cell.hundredths AS DOUBLE) / comparison.divisor
        END AS ranked_share
    FROM comparison
    INNER JOIN area_cell ON comparison.region_id = area_cell.region_id
    LEFT JOIN area_reference
        ON comparison.area_id = area_reference.area_id AND area_cell.area_id = area_reference.subject_code
    LEFT JOIN reference_total ON comparison.area_id = reference_total.area_id
),

measured AS (
    SELECT
        compared.*,
        RANK() OVER (
            PARTITION BY compared.peers_id, compared.subject_code ORDER BY compared.ranked_share DESC NULLS LAST
        ) AS rank,
        COUNT(compared.ranked_share) OVER (PARTITION BY compared.peers_id, compared.subject_code) AS rank_of,
        compared.share
        / (
            CAST(NULLIF(compared.reference_hundredths, 0) AS DOUBLE)
            / (100 * CAST(NULLIF(compared.reference_total, 0) AS DOUBLE))
        ) AS lq,
        CASE
            WHEN compared.reason IS NOT NULL THEN compared.reason
            WHEN compared.region_total = 0 AND compared.unknown_cells = 0 THEN 'no_employment_in_region'
            WHEN compared.referred IS NULL OR compared.reference_hundredths IS NULL THEN 'reference_incomplete'
            WHEN compared.reference_hundredths = 0 THEN 'no_industry_in_reference'
            WHEN compared.unknown_cells > 0 OR compared.total_unknown_cells > 0 THEN 'incomplete_total'
        END AS note
    FROM compared
),

-- A municipality's county is the reference area that the county's figure, or all its municipalities, make up.
county AS (
    SELECT
        measured.region_id,
        measured.subject_code,
        measured.reference_hundredths AS hundredths,
        measured.reference_total AS total,
        SUM(measured.hundredths) OVER (PARTITION BY measured.reference_code, measured.subject_code)
        = measured.reference_hundredths
        AND COUNT(*) OVER (PARTITION BY measured.reference_code, measured.subject_code)
        = COUNT(measured.hundredths) OVER (PARTITION BY measured.reference_code, measured.subject_code) AS adds_up
    FROM measured
    WHERE measured.reference = 'county'
)

SELECT
    measured.region_code,
    measured.subject_code AS area_id,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    measured.reference,
    measured.reference_code,
    CAST($register_date AS DATE) AS register_date,
    $level AS level,
    area_section.needed_level,
    CAST(area_listing.members AS BIGINT) AS members,
    CAST(area_listing.members_listed AS BIGINT) AS members_listed,
    CASE WHEN $unit = 'workplaces' THEN CAST(measured.hundredths AS DOUBLE) / 100 END AS workplaces,
    CAST(area_job.unknown_size AS DOUBLE) / 100 AS workplaces_unknown_size,
    CAST(area_job.low AS DOUBLE) / 100 AS jobs_low,
    CAST(area_job.high AS DOUBLE) / 100 AS jobs_high,
    area_job.estimate / 100 AS jobs_estimate,
    CASE WHEN $unit = 'employees' THEN CAST(measured.hundredths AS DOUBLE) / 100 END AS employees,
    measured.region_total,
    CAST(measured.reference_hundredths AS DOUBLE) / 100 AS area_reference,
    measured.reference_total,
    measured.share,
    measured.lq,
    CASE WHEN measured.lq IS NOT NULL THEN quotient_bounds.lq_low END AS lq_jobs_low,
    CASE WHEN measured.lq IS NOT NULL THEN quotient_bounds.lq_high END AS lq_jobs_high,
    CASE WHEN measured.lq IS NOT NULL AND measured.unknown_cells = 0 THEN CAST(measured.rank AS BIGINT) END AS rank,
    CASE
        WHEN measured.lq IS NOT NULL AND measured.unknown_cells = 0 THEN CAST(measured.rank_of AS BIGINT)
    END AS rank_of,
    CAST(measured.hundredths AS DOUBLE) / CAST(NULLIF(county.hundredths, 0) AS DOUBLE) AS county_share,
    CASE
        WHEN measured.reference = 'nation' AND county.adds_up
            THEN CAST(measured.region_total AS DOUBLE) / CAST(NULLIF(county.total, 0) AS DOUBLE) * measured.lq
    END AS contribution,
    CASE
        WHEN measured.note IS NOT NULL THEN measured.note
        WHEN area_listing.members_listed < area_listing.members THEN 'members_not_listed'
        WHEN area_job.area_id IS NULL THEN NULL
        WHEN quotient_bounds.unbounded AND quotient_bounds.open_unbounded THEN 'open_class_unbounded'
        WHEN quotient_bounds.unbounded THEN 'size_unknown'
        WHEN quotient_bounds.lq_low IS NULL THEN 'no_jobs'
        WHEN area_job.unknown_size > 0 THEN 'size_unknown'
    END AS note
FROM measured
INNER JOIN area_section
    ON
        measured.subject_code = area_section.area_id
        AND area_section.series = $series
        AND area_section.year = $year
INNER JOIN area_listing ON measured.subject_code = area_listing.area_id
LEFT JOIN area_job
    ON measured.region_id = area_job.region_id AND measured.subject_code = area_job.area_id
LEFT JOIN quotient_bounds
    ON
        measured.region_code = quotient_bounds.region_code
        AND measured.reference = quotient_bounds.reference
        AND measured.subject_code = quotient_bounds.subject_code
LEFT JOIN county
    ON measured.region_id = county.region_id AND measured.subject_code = county.subject_code
UNION ALL
SELECT
    comparison.region_code,
    area_section.area_id,
    CAST($year AS BIGINT) AS year,
    $series AS series,
    comparison.reference,
    comparison.reference_code,
    CAST($register_date AS DATE) AS register_date,
    area_section.level,
    area_section.needed_level,
    CAST(NULL AS BIGINT) AS members,
    CAST(NULL AS BIGINT) AS members_listed,
    CAST(NULL AS DOUBLE) AS workplaces,
    CAST(NULL AS DOUBLE) AS workplaces_unknown_size,
    CAST(NULL AS DOUBLE) AS jobs_low,
    CAST(NULL AS DOUBLE) AS jobs_high,
    CAST(NULL AS DOUBLE) AS jobs_estimate,
    CAST(NULL AS DOUBLE) AS employees,
    CAST(NULL AS BIGINT) AS region_total,
    CAST(NULL AS DOUBLE) AS area_reference,
    CAST(NULL AS BIGINT) AS reference_total,
    CAST(NULL AS DOUBLE) AS share,
    CAST(NULL AS DOUBLE) AS lq,
    CAST(NULL AS DOUBLE) AS lq_jobs_low,
    CAST(NULL AS DOUBLE) AS lq_jobs_high,
    CAST(NULL AS BIGINT) AS rank,
    CAST(NULL AS BIGINT) AS rank_of,
    CAST(NULL AS DOUBLE) AS county_share,
    CAST(NULL AS DOUBLE) AS contribution,
    area_section.note
FROM comparison
CROSS JOIN area_section
WHERE
    comparison.reference = 'nation'
    AND area_section.series = $series
    AND area_section.year = $year
    AND area_section.finest_level = $level
    AND area_section.newest
    AND area_section.level IS NULL
