-- What may be claimed of a region, and on what ground: every subject with the verdict strength or possible strength
-- whose quotient against the nation is above 1 whatever the noise (a possible strength can rest on other areas of
-- reference, and sentences compare with the nation), and the place that it surely has among the regions of its kind.
-- A region can stand above where its highest quotient reaches the subject's lowest: only what is first beyond the
-- noise is called the highest. Places are of the country (county) only where every region of it has a quotient, and
-- of a county only where it has others.
WITH quotient AS (
    SELECT
        'industry' AS subject_type,
        location_quotient.region_code,
        location_quotient.industry_code AS subject_code,
        location_quotient.year,
        location_quotient.series,
        location_quotient.level,
        'employees' AS counted,
        CAST(location_quotient.employees AS DOUBLE) AS amount,
        location_quotient.lq,
        location_quotient.lq_low,
        location_quotient.lq_high
    FROM location_quotient
    WHERE location_quotient.reference = 'nation' AND location_quotient.lq IS NOT NULL
    UNION ALL
    SELECT
        'industry' AS subject_type,
        workplace_quotient.region_code,
        workplace_quotient.industry_code AS subject_code,
        CAST(EXTRACT(YEAR FROM workplace_quotient.register_date) AS BIGINT) AS year,
        workplace_quotient.series,
        workplace_quotient.level,
        'workplaces' AS counted,
        CAST(workplace_quotient.workplaces AS DOUBLE) AS amount,
        workplace_quotient.lq,
        workplace_quotient.lq AS lq_low,
        workplace_quotient.lq AS lq_high
    FROM workplace_quotient
    WHERE workplace_quotient.reference = 'nation' AND workplace_quotient.lq IS NOT NULL
    UNION ALL
    SELECT
        'area' AS subject_type,
        strength_area_quotient.region_code,
        strength_area_quotient.area_id AS subject_code,
        strength_area_quotient.year,
        strength_area_quotient.series,
        strength_area_quotient.level,
        CASE WHEN strength_area_quotient.workplaces IS NULL THEN 'employees' ELSE 'workplaces' END AS counted,
        COALESCE(strength_area_quotient.workplaces, strength_area_quotient.employees) AS amount,
        strength_area_quotient.lq,
        strength_area_quotient.lq AS lq_low,
        strength_area_quotient.lq AS lq_high
    FROM strength_area_quotient
    WHERE strength_area_quotient.reference = 'nation' AND strength_area_quotient.lq IS NOT NULL
),

placed AS (
    SELECT
        quotient.*,
        region.type AS region_type,
        region.county_code
    FROM quotient
    LEFT JOIN region ON quotient.region_code = region.region_code
),

granted AS (
    SELECT
        placed.*,
        verdict.verdict,
        verdict.reason,
        verdict.specifications,
        verdict.specifications_strong,
        verdict.specifications_open,
        verdict.questions,
        uncertainty.lq_sampling_low,
        uncertainty.lq_sampling_high,
        verdict.same_verdict,
        verdict.of_regions,
        verdict.q_value,
        employment.status,
        employment.table_id
    FROM verdict
    INNER JOIN placed
        ON
            verdict.region_code = placed.region_code
            AND verdict.subject_type = placed.subject_type
            AND verdict.subject_code = placed.subject_code
            AND verdict.year = placed.year
            AND verdict.series = placed.series
            AND verdict.level = placed.level
    LEFT JOIN employment
        ON
            placed.region_code = employment.region_code
            AND placed.subject_type = 'industry'
            AND placed.subject_code = employment.industry_code
            AND placed.year = employment.year
            AND placed.series = employment.series
            AND placed.level = employment.level
            AND employment.sex = 'total'
    LEFT JOIN uncertainty
        ON
            placed.subject_type = 'industry'
            AND placed.region_code = uncertainty.region_code
            AND placed.subject_code = uncertainty.industry_code
            AND placed.year = uncertainty.year
            AND placed.series = uncertainty.series
            AND placed.level = uncertainty.level
    WHERE verdict.verdict IN ('styrka', 'möjlig styrka') AND placed.lq_low > 1
),

-- Each granted subject beside the same subject of every region of its kind, itself among them.
compared AS (
    SELECT
        granted.region_code,
        granted.subject_type,
        granted.subject_code,
        granted.year,
        granted.series,
        granted.level,
        COUNT(*) AS peers_country,
        SUM(CASE WHEN placed.lq_high >= granted.lq_low THEN 1 ELSE 0 END) AS place_country,
        SUM(CASE WHEN placed.county_code = granted.county_code THEN 1 ELSE 0 END) AS peers_county,
        SUM(
            CASE WHEN placed.county_code = granted.county_code AND placed.lq_high >= granted.lq_low THEN 1 ELSE 0 END
        ) AS place_county
    FROM granted
    INNER JOIN placed
        ON
            granted.subject_type = placed.subject_type
            AND granted.subject_code = placed.subject_code
            AND granted.year = placed.year
            AND granted.series = placed.series
            AND granted.level = placed.level
            AND granted.region_type = placed.region_type
    -- How far noise can move an area of the employed is not computed, so that none of its places is sure.
    WHERE granted.subject_type <> 'area' OR granted.counted <> 'employees'
    GROUP BY
        granted.region_code,
        granted.subject_type,
        granted.subject_code,
        granted.year,
        granted.series,
        granted.level
),

-- Regions known only from an imported table are of no country, and compared with nobody.
existing AS (
    SELECT
        region.type AS region_type,
        region.county_code,
        COUNT(*) AS regions
    FROM region
    WHERE region.valid_to IS NULL AND region.type <> 'imported'
    GROUP BY region.type, region.county_code
),

country AS (
    SELECT
        existing.region_type,
        SUM(existing.regions) AS regions
    FROM existing
    GROUP BY existing.region_type
)

SELECT
    granted.region_code,
    granted.subject_type,
    granted.subject_code,
    granted.year,
    granted.series,
    granted.level,
    granted.region_type,
    granted.county_code,
    granted.verdict,
    granted.reason,
    granted.specifications,
    granted.specifications_strong,
    granted.specifications_open,
    granted.questions,
    granted.lq_sampling_low,
    granted.lq_sampling_high,
    granted.same_verdict,
    granted.of_regions,
    granted.q_value,
    granted.counted,
    granted.amount,
    granted.lq,
    granted.lq_low,
    granted.lq_high,
    granted.status,
    granted.table_id,
    CASE
        WHEN compared.peers_country = country.regions THEN CAST(compared.place_country AS BIGINT)
    END AS place_country,
    CASE WHEN compared.peers_country = country.regions THEN CAST(country.regions AS BIGINT) END AS regions_country,
    CASE
        WHEN granted.region_type = 'municipality' AND compared.peers_county = existing.regions AND existing.regions > 1
            THEN CAST(compared.place_county AS BIGINT)
    END AS place_county,
    CASE
        WHEN granted.region_type = 'municipality' AND compared.peers_county = existing.regions AND existing.regions > 1
            THEN CAST(existing.regions AS BIGINT)
    END AS regions_county
FROM granted
LEFT JOIN compared
    ON
        granted.region_code = compared.region_code
        AND granted.subject_type = compared.subject_type
        AND granted.subject_code = compared.subject_code
        AND granted.year = compared.year
        AND granted.series = compared.series
        AND granted.level = compared.level
LEFT JOIN country ON granted.region_type = country.region_type
LEFT JOIN existing
    ON granted.region_type = existing.region_type AND granted.county_code = existing.county_code
