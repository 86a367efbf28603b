-- reads region_moment
-- How every industry's plants lie over the regions, from relation plant (region_code, industry_code, size: a whole
-- number of employees, empty where it is not known), as dartboard reads it. Plants without employees have no share;
-- those of unknown size are left out. Sums of integers are exact; fourth powers are taken of sizes over the largest
-- and summed as decimals of 20 places. No sum depends on the order of its rows.
WITH sized AS (
    SELECT
        plant.region_code,
        plant.industry_code,
        plant.size
    FROM plant
    WHERE plant.size > 0
),

industry_sum AS (
    SELECT
        sized.industry_code,
        COUNT(*) AS plants,
        MAX(sized.size) AS largest,
        CAST(SUM(sized.size) AS BIGINT) AS size,
        CAST(SUM(CAST(sized.size AS DECIMAL(19, 0)) * CAST(sized.size AS DECIMAL(19, 0))) AS DOUBLE) AS squares
    FROM sized
    GROUP BY sized.industry_code
),

fourth AS (
    SELECT
        sized.industry_code,
        CAST(
            SUM(
                CAST(
                    POWER(CAST(sized.size AS DOUBLE) / CAST(industry_sum.largest AS DOUBLE), 4) AS DECIMAL(38, 20)
                )
            ) AS DOUBLE
        ) AS powers
    FROM sized
    INNER JOIN industry_sum ON sized.industry_code = industry_sum.industry_code
    GROUP BY sized.industry_code
),

located AS (
    SELECT
        sized.industry_code,
        sized.region_code,
        SUM(sized.size) AS size
    FROM sized
    GROUP BY sized.industry_code, sized.region_code
),

difference AS (
    SELECT
        industry_sum.industry_code,
        region_moment.region_type,
        CAST(
            CAST(COALESCE(located.size, 0) AS DECIMAL(19, 0)) * CAST(region_moment.size AS DECIMAL(19, 0))
            - CAST(region_share.size AS DECIMAL(19, 0)) * CAST(industry_sum.size AS DECIMAL(19, 0)) AS DOUBLE
        ) / (CAST(region_moment.size AS DOUBLE) * CAST(industry_sum.size AS DOUBLE)) AS s_less_x
    FROM industry_sum
    CROSS JOIN region_share
    INNER JOIN region_moment ON region_share.region_type = region_moment.region_type
    LEFT JOIN located
        ON industry_sum.industry_code = located.industry_code AND region_share.region_code = located.region_code
),

uneven AS (
    SELECT
        difference.industry_code,
        difference.region_type,
        CAST(SUM(CAST(difference.s_less_x * difference.s_less_x AS DECIMAL(38, 20))) AS DOUBLE) AS g
    FROM difference
    GROUP BY difference.industry_code, difference.region_type
),

shape AS (
    SELECT
        industry_sum.industry_code,
        industry_sum.plants,
        industry_sum.squares / (CAST(industry_sum.size AS DOUBLE) * CAST(industry_sum.size AS DOUBLE)) AS hhi,
        fourth.powers * POWER(CAST(industry_sum.largest AS DOUBLE), 4)
        / (industry_sum.squares * industry_sum.squares) AS peak
    FROM industry_sum
    INNER JOIN fourth ON industry_sum.industry_code = fourth.industry_code
)

SELECT
    uneven.region_type,
    shape.industry_code,
    shape.plants,
    uneven.g AS g_low,
    uneven.g AS g_high,
    uneven.g AS g_estimate,
    shape.hhi AS hhi_low,
    shape.hhi AS hhi_high,
    shape.peak AS peak_low,
    shape.peak AS peak_high
FROM shape
INNER JOIN uneven ON shape.industry_code = uneven.industry_code
