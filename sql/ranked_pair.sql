-- Ranks of location quotients against the nation in the newest year of a series in an edition (location_quotient),
-- beside those of the one before it (location_quotient_before); a rank that only one of them has stands alone.
WITH newest_before AS (
    SELECT
        location_quotient_before.series,
        MAX(location_quotient_before.year) AS year
    FROM location_quotient_before
    GROUP BY location_quotient_before.series
),

newest_now AS (
    SELECT
        location_quotient.series,
        MAX(location_quotient.year) AS year
    FROM location_quotient
    GROUP BY location_quotient.series
),

before_rank AS (
    SELECT
        location_quotient_before.region_code,
        location_quotient_before.industry_code,
        location_quotient_before.series,
        location_quotient_before.year,
        location_quotient_before.rank,
        location_quotient_before.rank_of,
        location_quotient_before.lq
    FROM location_quotient_before
    INNER JOIN newest_before
        ON
            location_quotient_before.series = newest_before.series
            AND location_quotient_before.year = newest_before.year
    WHERE location_quotient_before.reference = 'nation' AND location_quotient_before.rank IS NOT NULL
),

now_rank AS (
    SELECT
        location_quotient.region_code,
        location_quotient.industry_code,
        location_quotient.series,
        location_quotient.year,
        location_quotient.rank,
        location_quotient.rank_of,
        location_quotient.lq
    FROM location_quotient
    INNER JOIN newest_now
        ON location_quotient.series = newest_now.series AND location_quotient.year = newest_now.year
    WHERE location_quotient.reference = 'nation' AND location_quotient.rank IS NOT NULL
)

SELECT
    COALESCE(now_rank.region_code, before_rank.region_code) AS region_code,
    COALESCE(now_rank.industry_code, before_rank.industry_code) AS industry_code,
    COALESCE(now_rank.series, before_rank.series) AS series,
    before_rank.year AS year_before,
    now_rank.year,
    before_rank.rank AS rank_before,
    now_rank.rank,
    before_rank.rank_of AS rank_of_before,
    now_rank.rank_of,
    before_rank.lq AS lq_before,
    now_rank.lq
FROM before_rank
FULL OUTER JOIN now_rank
    ON
        before_rank.region_code = now_rank.region_code
        AND before_rank.industry_code = now_rank.industry_code
        AND before_rank.series = now_rank.series
