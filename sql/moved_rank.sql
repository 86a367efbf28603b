-- Ranks of location quotients against the nation that lie at least $places apart in the newest year of a series in an
-- edition (location_quotient) and in the one before it (location_quotient_before).
WITH line AS (
    SELECT CAST($places AS BIGINT) AS places
),

newest_before AS (
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
        location_quotient_before.lq
    FROM location_quotient_before
    INNER JOIN newest_before
        ON
            location_quotient_before.series = newest_before.series
            AND location_quotient_before.year = newest_before.year
    WHERE location_quotient_before.reference = 'nation' AND location_quotient_before.rank IS NOT NULL
)

SELECT
    location_quotient.region_code,
    location_quotient.industry_code,
    location_quotient.series,
    before_rank.year AS year_before,
    location_quotient.year,
    before_rank.rank AS rank_before,
    location_quotient.rank,
    location_quotient.rank_of,
    before_rank.lq AS lq_before,
    location_quotient.lq
FROM location_quotient
INNER JOIN newest_now
    ON location_quotient.series = newest_now.series AND location_quotient.year = newest_now.year
INNER JOIN before_rank
    ON
        location_quotient.region_code = before_rank.region_code
        AND location_quotient.industry_code = before_rank.industry_code
        AND location_quotient.series = before_rank.series
CROSS JOIN line
WHERE
    location_quotient.reference = 'nation'
    AND location_quotient.rank IS NOT NULL
    AND ABS(location_quotient.rank - before_rank.rank) >= line.places
ORDER BY
    ABS(location_quotient.rank - before_rank.rank) DESC, location_quotient.series ASC,
    location_quotient.region_code ASC, location_quotient.industry_code ASC
