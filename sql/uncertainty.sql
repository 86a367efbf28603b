-- reads counted_cell
-- How sure a location quotient is, in two views that answer different questions.
-- Sampling: the employed, or workplaces, as a draw from a super-population. With p_i the industry's share in the region
-- and p in the nation, summed over the regions g of one type,
--   Var(LQ) = (Var(p_i) - 2 LQ Cov + LQ^2 Var(p)) / p^2,
--   Var(p_i) = p_i (1 - p_i) / E_r, Cov = p_i (1 - p_i) / E, Var(p) = sum E_g p_g (1 - p_g) / E^2.
-- Dartboard: plants choose places, not workers (Guimaraes, Figueiredo & Woodward 2009). Without any advantage
-- SE0(LQ) = sqrt((1 - x_r) H / x_r), x_r the region's share of all and H of the industry's plants: 1/n for workplaces,
-- bounds of 1/n_eff for jobs. p_value and q_value are computed in pipelines/measures/dartboard.py (relation chance).
WITH partition_type AS (
    SELECT
        counted_cell.series,
        counted_cell.year,
        counted_cell.level,
        -- Counties add up to the nation in every series that has them.
        MIN(counted_cell.region_type) AS region_type
    FROM counted_cell
    GROUP BY counted_cell.series, counted_cell.year, counted_cell.level
),

part AS (
    SELECT
        counted_cell.series,
        counted_cell.year,
        counted_cell.level,
        counted_cell.industry_code,
        SUM(counted_cell.number) AS number,
        SUM(
            CAST(
                CAST(counted_cell.number AS DOUBLE)
                * (1 - CAST(counted_cell.number AS DOUBLE) / CAST(NULLIF(counted_cell.region_total, 0) AS DOUBLE))
                AS DECIMAL(38, 12)
            )
        ) AS within
    FROM counted_cell
    INNER JOIN partition_type
        ON
            counted_cell.series = partition_type.series
            AND counted_cell.year = partition_type.year
            AND counted_cell.level = partition_type.level
            AND counted_cell.region_type = partition_type.region_type
    GROUP BY counted_cell.series, counted_cell.year, counted_cell.level, counted_cell.industry_code
),

share AS (
    SELECT
        counted_cell.region_code,
        counted_cell.industry_code,
        counted_cell.year,
        counted_cell.series,
        counted_cell.level,
        counted_cell.counted,
        counted_cell.lq,
        counted_cell.region_total,
        counted_cell.reference_total,
        CAST(counted_cell.number AS DOUBLE) / CAST(counted_cell.region_total AS DOUBLE) AS own,
        CAST(counted_cell.reference AS DOUBLE) / CAST(counted_cell.reference_total AS DOUBLE) AS nation,
        CAST(counted_cell.region_total AS DOUBLE) / CAST(counted_cell.reference_total AS DOUBLE) AS region_share,
        counted_cell.reference,
        -- Regions that miss more than a thousandth of the industry do not make up the nation.
        CASE
            WHEN ABS(part.number - counted_cell.reference) * 1000 <= counted_cell.reference
                THEN CAST(part.within AS DOUBLE)
        END AS within
    FROM counted_cell
    INNER JOIN part
        ON
            counted_cell.series = part.series
            AND counted_cell.year = part.year
            AND counted_cell.level = part.level
            AND counted_cell.industry_code = part.industry_code
    WHERE counted_cell.lq IS NOT NULL
),

variance AS (
    SELECT
        share.region_code,
        share.industry_code,
        share.year,
        share.series,
        share.level,
        share.counted,
        share.lq,
        share.reference,
        share.region_share,
        share.within,
        (
            share.own * (1 - share.own) / share.region_total
            - 2 * share.lq * share.own * (1 - share.own) / share.reference_total
            + share.lq * share.lq * share.within / share.reference_total / share.reference_total
        )
        / share.nation / share.nation AS variance
    FROM share
),

sampled AS (
    SELECT
        variance.region_code,
        variance.industry_code,
        variance.year,
        variance.series,
        variance.level,
        variance.counted,
        variance.lq,
        variance.reference,
        variance.region_share,
        variance.within,
        -- A variance of nothing can come out a rounding error below it.
        SQRT(CASE WHEN variance.variance < 0 THEN 0 ELSE variance.variance END) AS se_sampling,
        $z * SQRT(CASE WHEN variance.variance < 0 THEN 0 ELSE variance.variance END) AS half_width
    FROM variance
),

plant AS (
    SELECT
        plant_concentration.series,
        plant_concentration.industry_code,
        plant_concentration.n_eff_low,
        plant_concentration.n_eff_high
    FROM plant_concentration
    WHERE plant_concentration.region_code = '00'
)

SELECT
    sampled.region_code,
    sampled.industry_code,
    sampled.year,
    sampled.series,
    sampled.level,
    sampled.counted,
    sampled.lq,
    sampled.se_sampling,
    CASE WHEN sampled.lq < sampled.half_width THEN 0 ELSE sampled.lq - sampled.half_width END AS lq_sampling_low,
    sampled.lq + sampled.half_width AS lq_sampling_high,
    CASE
        WHEN sampled.counted = 'workplaces'
            THEN SQRT((1 - sampled.region_share) / sampled.region_share / sampled.reference)
    END AS se_dartboard,
    plant.n_eff_low,
    plant.n_eff_high,
    SQRT((1 - sampled.region_share) / sampled.region_share / plant.n_eff_high) AS se_dartboard_jobs_low,
    SQRT((1 - sampled.region_share) / sampled.region_share / plant.n_eff_low) AS se_dartboard_jobs_high,
    chance.p_value,
    chance.q_value,
    CASE WHEN sampled.within IS NULL THEN 'regions_do_not_add_up' END AS note
FROM sampled
LEFT JOIN plant ON sampled.series = plant.series AND sampled.industry_code = plant.industry_code
LEFT JOIN chance
    ON
        sampled.series = chance.series
        AND sampled.year = chance.year
        AND sampled.region_code = chance.region_code
        AND sampled.industry_code = chance.industry_code
