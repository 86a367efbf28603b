-- reads shift_cell, shift_reference
-- Shift-share of one series and level from a start to an end, against the nation. With e, R the region's employment in
-- the industry and in all, I, N the nation's, 0 at the start and 1 at the end:
--   national = e0 (N1/N0 - 1), mix = e0 (I1/I0 - N1/N0), regional = e1 - e0 I1/I0: Dunn (1960)
--   competitive = e' (e1/e0 - I1/I0), allocation = (e0 - e') (e1/e0 - I1/I0), e' = R0 I0/N0: Esteban-Marquillas (1972)
--   national_dynamic and the like = the sum of the yearly shifts: Barff & Knight (1988)
-- Differences are taken of products of integers, exactly, so that each part is right to its last digits and the parts
-- add up to the change within 1e-15 of their sizes. Yearly shifts are summed as decimals of 16 places, in any order.
WITH region_total AS (
    SELECT
        shift_cell.step_id,
        shift_cell.region_id,
        CAST(SUM(CASE WHEN shift_cell.reason IS NULL THEN shift_cell.employees_start END) AS DECIMAL(19, 0))
            AS employees_start,
        COUNT(shift_cell.reason) AS unknown_cells
    FROM shift_cell
    GROUP BY shift_cell.step_id, shift_cell.region_id
),

figure AS (
    SELECT
        shift_cell.step_id,
        shift_cell.region_id,
        shift_reference.industry_code,
        shift_reference.unknown,
        shift_cell.employees_start,
        shift_cell.employees_end,
        shift_cell.reason,
        region_total.unknown_cells + shift_reference.total_unknown_cells AS unknown_cells,
        shift_reference.employees_start AS reference_start,
        CAST(NULLIF(shift_cell.employees_start, 0) AS DOUBLE) AS divisor,
        CAST(NULLIF(shift_reference.employees_start, 0) AS DOUBLE) AS reference_divisor,
        CAST(NULLIF(shift_reference.total_start, 0) AS DOUBLE) AS total_divisor,
        CAST(region_total.employees_start AS DOUBLE) AS employees_region,
        CAST(
            CAST(shift_cell.employees_start AS DECIMAL(19, 0))
            * CAST(shift_reference.total_end - shift_reference.total_start AS DECIMAL(19, 0))
            AS DOUBLE
        ) AS national_difference,
        CAST(
            shift_reference.employees_end * shift_reference.total_start
            - shift_reference.total_end * shift_reference.employees_start
            AS DOUBLE
        ) AS mix_difference,
        CAST(
            CAST(shift_cell.employees_end AS DECIMAL(19, 0)) * shift_reference.employees_start
            - CAST(shift_cell.employees_start AS DECIMAL(19, 0)) * shift_reference.employees_end
            AS DOUBLE
        ) AS regional_difference,
        CAST(
            CAST(shift_cell.employees_start AS DECIMAL(19, 0)) * shift_reference.total_start
            - region_total.employees_start * shift_reference.employees_start
            AS DOUBLE
        ) AS specialisation
    FROM shift_cell
    INNER JOIN shift_reference
        ON shift_cell.step_id = shift_reference.step_id AND shift_cell.industry_id = shift_reference.industry_id
    INNER JOIN region_total
        ON shift_cell.step_id = region_total.step_id AND shift_cell.region_id = region_total.region_id
),

part AS (
    SELECT
        figure.step_id,
        figure.region_id,
        figure.industry_code,
        figure.unknown,
        figure.employees_start,
        figure.employees_end,
        figure.reason,
        figure.unknown_cells,
        figure.reference_start,
        figure.national_difference / figure.total_divisor AS national,
        CAST(figure.employees_start AS DOUBLE)
        * (figure.mix_difference / figure.reference_divisor / figure.total_divisor) AS mix,
        figure.regional_difference / figure.reference_divisor AS regional,
        CASE
            WHEN figure.reference_start > 0
                THEN figure.regional_difference / figure.divisor * (figure.employees_region / figure.total_divisor)
        END AS competitive,
        figure.regional_difference / figure.reference_divisor
        * (figure.specialisation / figure.divisor / figure.total_divisor) AS allocation
    FROM figure
),

yearly AS (
    SELECT
        part.region_id,
        part.industry_code,
        MAX(part.unknown_cells) AS unknown_cells,
        CASE WHEN COUNT(part.national) = COUNT(*) THEN CAST(SUM(CAST(part.national AS DECIMAL(38, 16))) AS DOUBLE) END
            AS national,
        CASE WHEN COUNT(part.mix) = COUNT(*) THEN CAST(SUM(CAST(part.mix AS DECIMAL(38, 16))) AS DOUBLE) END AS mix,
        CASE WHEN COUNT(part.regional) = COUNT(*) THEN CAST(SUM(CAST(part.regional AS DECIMAL(38, 16))) AS DOUBLE) END
            AS regional
    FROM part
    WHERE part.step_id > 0
    GROUP BY part.region_id, part.industry_code
)

SELECT
    measured_region.region_code,
    part.industry_code,
    CAST($start_year AS BIGINT) AS start_year,
    CAST($end_year AS BIGINT) AS end_year,
    $series AS series,
    $level AS level,
    part.employees_start,
    part.employees_end,
    part.employees_end - part.employees_start AS change,
    part.national,
    -- Zero times a fall is a negative zero, which nobody wants to read.
    CASE WHEN part.mix = 0 THEN 0 ELSE part.mix END AS mix,
    part.regional,
    part.competitive,
    CASE WHEN part.allocation = 0 THEN 0 ELSE part.allocation END AS allocation,
    yearly.national AS national_dynamic,
    yearly.mix AS mix_dynamic,
    yearly.regional AS regional_dynamic,
    CASE
        WHEN part.reason IS NOT NULL THEN part.reason
        WHEN part.reference_start IS NULL THEN 'reference_incomplete'
        WHEN part.reference_start = 0 THEN 'no_industry_in_reference'
        WHEN yearly.mix IS NULL OR yearly.regional IS NULL THEN 'incomplete_years'
        WHEN part.employees_start = 0 THEN 'no_industry_at_start'
        WHEN part.unknown_cells > 0 OR yearly.unknown_cells > 0 THEN 'incomplete_total'
        WHEN part.unknown THEN 'unknown_industry'
    END AS note
FROM part
INNER JOIN yearly ON part.region_id = yearly.region_id AND part.industry_code = yearly.industry_code
INNER JOIN measured_region ON part.region_id = measured_region.region_id
LEFT JOIN region ON measured_region.region_code = region.region_code
WHERE
    part.step_id = 0
    AND COALESCE(region.type, 'imported') <> 'nation'
