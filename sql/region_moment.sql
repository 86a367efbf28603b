-- What the dartboard model needs of every set of regions: sums of powers of the regions' shares x_r of everything that
-- could be anywhere, read from relation region_share (region_type, region_code, size: a whole number, empty where it is
-- not known). A set with a region of unknown size has none. Powers are summed as decimals of 20 places, so that no sum
-- depends on the order of its rows.
WITH total AS (
    SELECT
        region_share.region_type,
        COUNT(*) - COUNT(region_share.size) AS unknown_regions,
        CAST(SUM(region_share.size) AS BIGINT) AS size
    FROM region_share
    GROUP BY region_share.region_type
),

share AS (
    SELECT
        total.region_type,
        total.size,
        CAST(region_share.size AS DOUBLE) / CAST(NULLIF(total.size, 0) AS DOUBLE) AS x
    FROM total
    INNER JOIN region_share ON total.region_type = region_share.region_type
    WHERE total.unknown_regions = 0
)

SELECT
    share.region_type,
    share.size,
    CAST(SUM(CAST(share.x * share.x AS DECIMAL(38, 20))) AS DOUBLE) AS x2,
    CAST(SUM(CAST(share.x * share.x * share.x AS DECIMAL(38, 20))) AS DOUBLE) AS x3
FROM share
GROUP BY share.region_type, share.size
