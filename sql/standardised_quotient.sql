-- reads unknown_industry
-- Standardised location quotients (O'Donoghue & Gleave 2004): how many standard deviations the logarithm of a region's
-- quotient lies above the mean of its industry over the regions of one type. A logarithm needs a quotient above 0:
-- zeros are counted and left out, and so are regions whose quotient is not known (a suppressed cell is seldom a large
-- one, so that those left are no fair sample). Refused where either are too many, regions too few, all alike, or the
-- logarithms not near normal by Jarque & Bera's statistic n/6 (S^2 + (K - 3)^2 / 4): a cut of a normal table would then
-- mean nothing. Sums are of decimals with a fixed number of places, so that no result depends on the order of rows.
WITH cell AS (
    SELECT
        location_quotient.region_code,
        location_quotient.industry_code,
        location_quotient.year,
        location_quotient.series,
        location_quotient.level,
        COALESCE(region.type, 'imported') AS region_type,
        location_quotient.lq,
        CASE WHEN location_quotient.lq > 0 THEN CAST(LN(location_quotient.lq) AS DECIMAL(24, 12)) END AS log_lq
    FROM location_quotient
    LEFT JOIN region ON location_quotient.region_code = region.region_code
    LEFT JOIN unknown_industry
        ON
            location_quotient.series = unknown_industry.series
            AND location_quotient.industry_code = unknown_industry.industry_code
    WHERE
        location_quotient.reference = 'nation'
        AND unknown_industry.industry_code IS NULL
        AND (
            location_quotient.lq IS NOT NULL
            OR location_quotient.note NOT IN ('no_employment_in_region', 'no_industry_in_reference')
        )
),

centre AS (
    SELECT
        cell.*,
        COUNT(*) OVER peers AS listed,
        COUNT(cell.lq) OVER peers AS regions,
        COUNT(cell.log_lq) OVER peers AS logs,
        CAST(SUM(cell.log_lq) OVER peers AS DOUBLE) / NULLIF(COUNT(cell.log_lq) OVER peers, 0) AS mean
    FROM cell
    WINDOW
        peers AS (
            PARTITION BY cell.series, cell.year, cell.level, cell.industry_code, cell.region_type
        )
),

moved AS (
    SELECT
        centre.*,
        CAST(centre.log_lq AS DOUBLE) - centre.mean AS distance
    FROM centre
),

moment AS (
    SELECT
        moved.*,
        CAST(SUM(CAST(POWER(moved.distance, 2) AS DECIMAL(38, 12))) OVER peers AS DOUBLE) / NULLIF(moved.logs, 0) AS m2,
        CAST(SUM(CAST(POWER(moved.distance, 3) AS DECIMAL(38, 12))) OVER peers AS DOUBLE) / NULLIF(moved.logs, 0) AS m3,
        CAST(SUM(CAST(POWER(moved.distance, 4) AS DECIMAL(38, 12))) OVER peers AS DOUBLE) / NULLIF(moved.logs, 0) AS m4
    FROM moved
    WINDOW
        peers AS (
            PARTITION BY moved.series, moved.year, moved.level, moved.industry_code, moved.region_type
        )
),

judged AS (
    SELECT
        moment.*,
        CAST(moment.regions - moment.logs AS DOUBLE) / NULLIF(moment.regions, 0) AS zeros,
        CAST(moment.listed - moment.regions AS DOUBLE) / moment.listed AS unknown,
        moment.logs / 6.0
        * (
            POWER(moment.m3, 2) / NULLIF(POWER(moment.m2, 3), 0)
            + POWER(moment.m4 / NULLIF(POWER(moment.m2, 2), 0) - 3, 2) / 4
        ) AS jarque_bera,
        SQRT(moment.m2 * moment.logs / NULLIF(moment.logs - 1, 0)) AS deviation
    FROM moment
),

told AS (
    SELECT
        judged.*,
        CASE
            WHEN judged.logs < $least_regions THEN 'too_few_regions'
            WHEN judged.unknown > $most_unknown THEN 'too_many_unknown'
            WHEN judged.zeros > $most_zeros THEN 'too_many_zeros'
            WHEN judged.deviation = 0 THEN 'all_alike'
            WHEN judged.jarque_bera > $most_jarque_bera THEN 'not_near_normal'
            WHEN judged.lq = 0 THEN 'no_employment_in_industry'
        END AS note
    FROM judged
),

standard AS (
    SELECT
        told.*,
        CASE WHEN told.note IS NULL THEN told.distance / told.deviation END AS z
    FROM told
)

SELECT
    standard.region_code,
    standard.industry_code,
    standard.year,
    standard.series,
    standard.level,
    standard.region_type,
    standard.lq,
    CAST(standard.regions AS BIGINT) AS regions,
    standard.unknown AS unknown_share,
    standard.zeros AS zero_share,
    standard.jarque_bera,
    standard.z,
    standard.z >= $one_sided AS above_one_sided,
    standard.z >= $two_sided AS above_two_sided,
    standard.note
FROM standard
WHERE standard.lq IS NOT NULL
