-- reads region_moment
-- How every industry's jobs lie over the regions of a set, as bounds, as dartboard reads it. A region's share of the
-- jobs is least with its own at their low and all others at their high; each is bounded by itself, so that the bounds
-- of G can be too wide, never too narrow. Of the plants' fourth powers is known that
--   peak >= 1 / plants, peak >= H (Cauchy & Schwarz), peak <= 1 and peak <= largest share^2 / H.
WITH cell AS (
    SELECT
        job_interval.region_code,
        job_interval.industry_code,
        job_interval.jobs_low,
        job_interval.jobs_high,
        job_interval.jobs_estimate
    FROM job_interval
    WHERE job_interval.series = $series AND job_interval.register_date = $register_date
),

nation AS (
    SELECT
        plant_concentration.industry_code,
        plant_concentration.workplaces,
        plant_concentration.hhi_low,
        plant_concentration.hhi_high,
        CASE
            WHEN plant_concentration.hhi_low * CAST(plant_concentration.workplaces AS DOUBLE) > 1
                THEN plant_concentration.hhi_low
            ELSE 1 / CAST(NULLIF(plant_concentration.workplaces, 0) AS DOUBLE)
        END AS peak_low,
        CASE
            WHEN plant_concentration.top1_high * plant_concentration.top1_high < plant_concentration.hhi_low
                THEN plant_concentration.top1_high * plant_concentration.top1_high / plant_concentration.hhi_low
            WHEN plant_concentration.top1_high IS NOT NULL THEN 1
        END AS peak_high
    FROM plant_concentration
    INNER JOIN region ON plant_concentration.region_code = region.region_code
    WHERE
        region.type = 'nation'
        AND plant_concentration.series = $series
        AND plant_concentration.register_date = $register_date
),

placed AS (
    SELECT
        region_share.region_type,
        nation.industry_code,
        CAST(region_share.size AS DOUBLE) / CAST(region_moment.size AS DOUBLE) AS x,
        CASE WHEN cell.region_code IS NULL THEN CAST(0 AS BIGINT) ELSE cell.jobs_low END AS low,
        CASE WHEN cell.region_code IS NULL THEN CAST(0 AS BIGINT) ELSE cell.jobs_high END AS high,
        CASE WHEN cell.region_code IS NULL THEN CAST(0 AS DOUBLE) ELSE cell.jobs_estimate END AS estimate
    FROM nation
    CROSS JOIN region_share
    INNER JOIN region_moment ON region_share.region_type = region_moment.region_type
    LEFT JOIN cell
        ON region_share.region_code = cell.region_code AND nation.industry_code = cell.industry_code
),

summed AS (
    SELECT
        placed.region_type,
        placed.industry_code,
        CAST(SUM(placed.low) AS BIGINT) AS low,
        CASE WHEN COUNT(*) = COUNT(placed.high) THEN CAST(SUM(placed.high) AS BIGINT) END AS high,
        CASE WHEN COUNT(*) = COUNT(placed.estimate) THEN SUM(placed.estimate) END AS estimate
    FROM placed
    GROUP BY placed.region_type, placed.industry_code
),

distance AS (
    SELECT
        placed.region_type,
        placed.industry_code,
        CAST(placed.low AS DOUBLE) / CAST(NULLIF(placed.low + (summed.high - placed.high), 0) AS DOUBLE) - placed.x
            AS low,
        CAST(placed.high AS DOUBLE) / CAST(NULLIF(placed.high + (summed.low - placed.low), 0) AS DOUBLE) - placed.x
            AS high,
        placed.estimate / NULLIF(summed.estimate, 0) - placed.x AS estimate
    FROM placed
    INNER JOIN summed ON placed.region_type = summed.region_type AND placed.industry_code = summed.industry_code
),

square AS (
    SELECT
        distance.region_type,
        distance.industry_code,
        distance.estimate * distance.estimate AS estimate,
        CASE
            WHEN distance.low > 0 THEN distance.low * distance.low
            WHEN distance.high < 0 THEN distance.high * distance.high
            WHEN distance.low IS NOT NULL AND distance.high IS NOT NULL THEN 0
        END AS low,
        CASE
            WHEN distance.low + distance.high < 0 THEN distance.low * distance.low
            ELSE distance.high * distance.high
        END AS high
    FROM distance
),

uneven AS (
    SELECT
        square.region_type,
        square.industry_code,
        CASE WHEN COUNT(*) = COUNT(square.low) THEN CAST(SUM(CAST(square.low AS DECIMAL(38, 20))) AS DOUBLE) END AS low,
        CASE WHEN COUNT(*) = COUNT(square.high) THEN CAST(SUM(CAST(square.high AS DECIMAL(38, 20))) AS DOUBLE) END
            AS high,
        CASE
            WHEN COUNT(*) = COUNT(square.estimate)
                THEN CAST(SUM(CAST(square.estimate AS DECIMAL(38, 20))) AS DOUBLE)
        END AS estimate
    FROM square
    GROUP BY square.region_type, square.industry_code
)

SELECT
    uneven.region_type,
    nation.industry_code,
    nation.hhi_low,
    nation.hhi_high,
    nation.peak_low,
    nation.peak_high,
    uneven.low AS g_low,
    uneven.high AS g_high,
    uneven.estimate AS g_estimate
FROM nation
INNER JOIN uneven ON nation.industry_code = uneven.industry_code
