-- reads bounded_cell, comparison, reference_area, measured_region, measured_industry
-- The bounds of what every location quotient against the nation is made of, where a cell that is not known is in its
-- region's or the nation's total. Where the region is one of those whose sum the nation is, these are four parts that
-- share no cell, as in quotient_bounds: x = e_ir, a = E_r - e_ir, b = E_i - e_ir and c = all else. Else (the nation is
-- published, or is the sum of other regions) they are the ends of both shares, each by itself: b and c are then the
-- industry and all else of the nation, the region in them.
WITH region_total AS (
    SELECT
        bounded_cell.region_id,
        CAST(SUM(bounded_cell.unknown) AS BIGINT) AS unknown,
        CAST(SUM(bounded_cell.low) AS BIGINT) AS low,
        CAST(COALESCE(SUM(bounded_cell.high), 0) AS BIGINT) AS high,
        COUNT(*) - COUNT(bounded_cell.high) AS endless
    FROM bounded_cell
    GROUP BY bounded_cell.region_id
),

member AS (
    SELECT reference_area.region_id
    FROM reference_area
    WHERE reference_area.reference = 'nation'
),

nation_industry AS (
    SELECT
        bounded_cell.industry_id,
        CAST(SUM(bounded_cell.unknown) AS BIGINT) AS unknown,
        CAST(SUM(bounded_cell.low) AS BIGINT) AS low,
        CAST(COALESCE(SUM(bounded_cell.high), 0) AS BIGINT) AS high,
        COUNT(*) - COUNT(bounded_cell.high) AS endless
    FROM bounded_cell
    INNER JOIN member ON bounded_cell.region_id = member.region_id
    GROUP BY bounded_cell.industry_id
),

nation_total AS (
    SELECT
        CAST(SUM(nation_industry.unknown) AS BIGINT) AS unknown,
        CAST(SUM(nation_industry.low) AS BIGINT) AS low,
        CAST(SUM(nation_industry.high) AS BIGINT) AS high,
        CAST(SUM(nation_industry.endless) AS BIGINT) AS endless
    FROM nation_industry
),

touched AS (
    SELECT
        comparison.region_code,
        measured_industry.industry_code,
        measured_industry.unknown AS unknown_industry,
        region_total.unknown AS unknown_region,
        nation_total.unknown AS unknown_reference,
        member.region_id IS NOT NULL AS exact,
        bounded_cell.low AS x_low,
        bounded_cell.high AS x_high,
        region_total.low - bounded_cell.low AS a_low,
        region_total.high - COALESCE(bounded_cell.high, 0) AS a_high,
        region_total.endless - CASE WHEN bounded_cell.high IS NULL THEN 1 ELSE 0 END AS a_endless,
        nation_industry.low AS i_low,
        nation_industry.high AS i_high,
        nation_industry.endless AS i_endless,
        nation_total.low - nation_industry.low AS o_low,
        nation_total.high - nation_industry.high AS o_high,
        nation_total.endless - nation_industry.endless AS o_endless
    FROM bounded_cell
    INNER JOIN comparison ON bounded_cell.region_id = comparison.region_id
    INNER JOIN measured_industry ON bounded_cell.industry_id = measured_industry.industry_id
    INNER JOIN region_total ON bounded_cell.region_id = region_total.region_id
    INNER JOIN nation_industry ON bounded_cell.industry_id = nation_industry.industry_id
    CROSS JOIN nation_total
    LEFT JOIN member ON bounded_cell.region_id = member.region_id
    WHERE comparison.reference = 'nation' AND region_total.unknown + nation_total.unknown > 0
)

SELECT
    touched.region_code,
    touched.industry_code,
    touched.unknown_industry,
    touched.unknown_region,
    touched.unknown_reference,
    touched.exact,
    -- Persons are whole: one that is not none is at least one.
    CAST(1 AS DOUBLE) AS x_least,
    CAST(touched.x_low AS DOUBLE) AS x_low,
    CAST(touched.x_high AS DOUBLE) AS x_high,
    CAST(touched.a_low AS DOUBLE) AS a_low,
    CASE WHEN touched.a_endless = 0 THEN CAST(touched.a_high AS DOUBLE) END AS a_high,
    CAST(CASE WHEN touched.exact THEN touched.i_low - touched.x_low ELSE touched.i_low END AS DOUBLE) AS b_low,
    CASE
        WHEN NOT touched.exact AND touched.i_endless = 0 THEN CAST(touched.i_high AS DOUBLE)
        WHEN touched.exact AND touched.i_endless = CASE WHEN touched.x_high IS NULL THEN 1 ELSE 0 END
            THEN CAST(touched.i_high - COALESCE(touched.x_high, 0) AS DOUBLE)
    END AS b_high,
    CAST(CASE WHEN touched.exact THEN touched.o_low - touched.a_low ELSE touched.o_low END AS DOUBLE) AS c_low,
    CASE
        WHEN NOT touched.exact AND touched.o_endless = 0 THEN CAST(touched.o_high AS DOUBLE)
        WHEN touched.exact AND touched.o_endless = touched.a_endless
            THEN CAST(touched.o_high - touched.a_high AS DOUBLE)
    END AS c_high
FROM touched
