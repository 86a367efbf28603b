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
        shift_cell.industry_id,
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
        figure.industry_id,
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

-- Step 0 goes from the start to the end, the others from year to year.
shift AS (
    SELECT
        part.region_id,
        part.industry_id,
        MAX(CASE WHEN part.step_id = 0 THEN part.employees_start END) AS employees_start,
        MAX(CASE WHEN part.step_id = 0 THEN part.employees_end END) AS employees_end,
        MAX(CASE WHEN part.step_id = 0 THEN part.reference_start END) AS reference_start,
        MAX(CASE WHEN part.step_id = 0 THEN part.reason END) AS reason,
        MAX(part.unknown_cells) AS unknown_cells,
        MAX(CASE WHEN part.step_id = 0 THEN part.national END) AS national,
        MAX(CASE WHEN part.step_id = 0 THEN part.mix END) AS mix,
        MAX(CASE WHEN part.step_id = 0 THEN part.regional END) AS regional,
        MAX(CASE WHEN part.step_id = 0 THEN part.competitive END) AS competitive,
        MAX(CASE WHEN part.step_id = 0 THEN part.allocation END) AS allocation,
        SUM(CASE WHEN part.step_id > 0 THEN CAST(part.national AS DECIMAL(38, 16)) END) AS national_dynamic,
        SUM(CASE WHEN part.step_id > 0 THEN CAST(part.mix AS DECIMAL(38, 16)) END) AS mix_dynamic,
        SUM(CASE WHEN part.step_id > 0 THEN CAST(part.regional AS DECIMAL(38, 16)) END) AS regional_dynamic,
        SUM(CASE WHEN part.step_id > 0 AND part.national IS NULL THEN 1 ELSE 0 END) AS years_without_national,
        SUM(CASE WHEN part.step_id > 0 AND part.mix IS NULL THEN 1 ELSE 0 END) AS years_without_mix,
        SUM(CASE WHEN part.step_id > 0 AND part.regional IS NULL THEN 1 ELSE 0 END) AS years_without_regional
    FROM part
    GROUP BY part.region_id, part.industry_id
)

SELECT
    measured_region.region_code,
    measured_industry.industry_code,
    CAST($start_year AS BIGINT) AS start_year,
    CAST($end_year AS BIGINT) AS end_year,
    $series AS series,
    $level AS level,
    shift.employees_start,
    shift.employees_end,
    shift.employees_end - shift.employees_start AS change,
    shift.national,
    -- Zero times a fall is a negative zero, which nobody wants to read.
    CASE WHEN shift.mix = 0 THEN 0 ELSE shift.mix END AS mix,
    shift.regional,
    shift.competitive,
    CASE WHEN shift.allocation = 0 THEN 0 ELSE shift.allocation END AS allocation,
    CASE WHEN shift.years_without_national = 0 THEN CAST(shift.national_dynamic AS DOUBLE) END AS national_dynamic,
    CASE WHEN shift.years_without_mix = 0 THEN CAST(shift.mix_dynamic AS DOUBLE) END AS mix_dynamic,
    CASE WHEN shift.years_without_regional = 0 THEN CAST(shift.regional_dynamic AS DOUBLE) END AS regional_dynamic,
    CASE
        WHEN shift.reason IS NOT NULL THEN shift.reason
        WHEN shift.reference_start IS NULL THEN 'reference_incomplete'
        WHEN shift.reference_start = 0 THEN 'no_industry_in_reference'
        WHEN shift.years_without_mix + shift.years_without_regional > 0 THEN 'incomplete_years'
        WHEN shift.employees_start = 0 THEN 'no_industry_at_start'
        WHEN shift.unknown_cells > 0 THEN 'incomplete_total'
        WHEN measured_industry.unknown THEN 'unknown_industry'
    END AS note
FROM shift
INNER JOIN measured_industry ON shift.industry_id = measured_industry.industry_id
INNER JOIN measured_region ON shift.region_id = measured_region.region_id
LEFT JOIN region ON measured_region.region_code = region.region_code
WHERE COALESCE(region.type, 'imported') <> 'nation'
