-- reads measured_region, structure
-- How far every region's structure is from the unweighted mean of the structures of the other regions of its kind:
--   krugman_mean = sum |s_ir - m_i|,  m_i the mean of s_iq over the regions q of r's kind other than r.
-- A region with an unknown cell, or without employment, is nobody's peer: its structure is not known. What is not known
-- in r is left out on both sides: means are scaled to add up to 1 over the industries that are known in r.
-- Shares are summed as decimals of 20 places, so that no sum depends on the order of its rows.
WITH placed AS (
    SELECT
        measured_region.region_id,
        COALESCE(region.type, 'imported') AS kind
    FROM measured_region
    LEFT JOIN region ON measured_region.region_code = region.region_code
),

region_sum AS (
    SELECT
        structure.region_id,
        CAST(NULLIF(SUM(structure.employees), 0) AS DOUBLE) AS employees,
        CASE WHEN COUNT(*) = COUNT(structure.employees) AND SUM(structure.employees) > 0 THEN 1 ELSE 0 END AS peer
    FROM structure
    GROUP BY structure.region_id
),

share AS (
    SELECT
        structure.region_id,
        structure.industry_id,
        placed.kind,
        region_sum.peer,
        CAST(CAST(structure.employees AS DOUBLE) / region_sum.employees AS DECIMAL(38, 20)) AS share
    FROM structure
    INNER JOIN placed ON structure.region_id = placed.region_id
    INNER JOIN region_sum ON structure.region_id = region_sum.region_id
),

kind_sum AS (
    SELECT
        share.kind,
        share.industry_id,
        SUM(share.share) AS shares,
        COUNT(*) AS regions
    FROM share
    WHERE share.peer = 1
    GROUP BY share.kind, share.industry_id
),

peer AS (
    SELECT
        share.region_id,
        share.share,
        CAST(
            CAST(
                CASE WHEN share.peer = 1 THEN kind_sum.shares - share.share ELSE kind_sum.shares END AS DOUBLE
            ) / CAST(NULLIF(kind_sum.regions - share.peer, 0) AS DOUBLE)
            AS DECIMAL(38, 20)
        ) AS mean_share
    FROM share
    LEFT JOIN kind_sum ON share.kind = kind_sum.kind AND share.industry_id = kind_sum.industry_id
),

known AS (
    SELECT
        peer.region_id,
        CAST(SUM(CASE WHEN peer.share IS NOT NULL THEN peer.mean_share END) AS DOUBLE) AS mean_shares
    FROM peer
    GROUP BY peer.region_id
),

distance AS (
    SELECT
        peer.region_id,
        CAST(
            SUM(
                CAST(
                    ABS(CAST(peer.share AS DOUBLE) - CAST(peer.mean_share AS DOUBLE) / NULLIF(known.mean_shares, 0))
                    AS DECIMAL(38, 20)
                )
            ) AS DOUBLE
        ) AS krugman_mean
    FROM peer
    INNER JOIN known ON peer.region_id = known.region_id
    GROUP BY peer.region_id
)

SELECT
    distance.region_id,
    -- Rounding can leave the sum a last digit above its greatest value, 2.
    CASE WHEN distance.krugman_mean > 2 THEN 2 ELSE distance.krugman_mean END AS krugman_mean
FROM distance
