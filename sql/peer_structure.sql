-- reads measured_region, structure
-- How far every region's structure is from the unweighted mean of the structures of the other regions of its kind:
--   krugman_mean = sum |s_ir - m_i|,  m_i the mean of s_iq over the regions q of r's kind other than r.
-- The mean of an industry is taken over the regions in which it is known, and means are scaled to add up to 1 over the
-- industries that are known in r: what is not known is left out on both sides. A region without employment is nobody's
-- peer. Shares are summed as decimals of 20 places, so that no sum depends on the order of its rows.
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
        CAST(NULLIF(SUM(structure.employees), 0) AS DOUBLE) AS employees
    FROM structure
    GROUP BY structure.region_id
),

share AS (
    SELECT
        structure.region_id,
        structure.industry_id,
        placed.kind,
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
        COUNT(share.share) AS regions
    FROM share
    GROUP BY share.kind, share.industry_id
),

peer AS (
    SELECT
        share.region_id,
        share.share,
        CAST(
            CAST(kind_sum.shares - share.share AS DOUBLE) / CAST(NULLIF(kind_sum.regions - 1, 0) AS DOUBLE)
            AS DECIMAL(38, 20)
        ) AS mean_share
    FROM share
    INNER JOIN kind_sum ON share.kind = kind_sum.kind AND share.industry_id = kind_sum.industry_id
),

known AS (
    SELECT
        peer.region_id,
        CAST(SUM(CASE WHEN peer.mean_share IS NOT NULL THEN peer.share END) AS DOUBLE) AS shares,
        CAST(SUM(peer.mean_share) AS DOUBLE) AS mean_shares
    FROM peer
    GROUP BY peer.region_id
)

SELECT
    peer.region_id,
    CAST(
        SUM(
            CAST(
                ABS(
                    CAST(peer.share AS DOUBLE) / NULLIF(known.shares, 0)
                    - CAST(peer.mean_share AS DOUBLE) / NULLIF(known.mean_shares, 0)
                ) AS DECIMAL(38, 20)
            )
        ) AS DOUBLE
    ) AS krugman_mean
FROM peer
INNER JOIN known ON peer.region_id = known.region_id
GROUP BY peer.region_id
