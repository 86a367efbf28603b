-- reads measured_region
-- Which regions make up each reference area of one series, year and level.
-- nation: the published nation; without one, every region that no other region of the series contains.
-- county: the published county; without one, its municipalities, if the series has them all.
-- skr_group: the group's municipalities, if the series has them all. An area that is not complete has no rows.
WITH placed AS (
    SELECT
        measured_region.region_id,
        measured_region.region_code,
        region.county_code,
        region.type
    FROM measured_region
    LEFT JOIN region ON measured_region.region_code = region.region_code
),

published_nation AS (
    SELECT COUNT(*) AS nations
    FROM placed
    WHERE placed.type = 'nation'
),

municipality AS (
    SELECT
        region.county_code,
        region.skr_group,
        measured_region.region_id
    FROM region
    LEFT JOIN measured_region ON region.region_code = measured_region.region_code
    WHERE
        region.type = 'municipality'
        AND COALESCE(region.valid_from, $year) <= $year
        AND COALESCE(region.valid_to, $year) >= $year
),

county AS (
    SELECT
        municipality.county_code,
        COUNT(*) AS municipalities,
        COUNT(municipality.region_id) AS measured
    FROM municipality
    GROUP BY municipality.county_code
),

skr_group AS (
    SELECT municipality.skr_group
    FROM municipality
    GROUP BY municipality.skr_group
    HAVING COUNT(*) = COUNT(municipality.region_id)
),

member AS (
    SELECT
        'nation' AS reference,
        '00' AS reference_code,
        placed.region_id
    FROM placed
    CROSS JOIN published_nation
    LEFT JOIN placed AS container
        ON placed.county_code = container.region_code AND placed.region_id <> container.region_id
    WHERE
        placed.type = 'nation'
        OR (published_nation.nations = 0 AND container.region_id IS NULL)
    UNION ALL
    SELECT
        'county' AS reference,
        county.county_code AS reference_code,
        placed.region_id
    FROM county
    INNER JOIN placed ON county.county_code = placed.region_code
    WHERE county.measured > 0
    UNION ALL
    SELECT
        'county' AS reference,
        county.county_code AS reference_code,
        municipality.region_id
    FROM county
    INNER JOIN municipality ON county.county_code = municipality.county_code
    LEFT JOIN placed ON county.county_code = placed.region_code
    WHERE county.measured = county.municipalities AND placed.region_code IS NULL
    UNION ALL
    SELECT
        'skr_group' AS reference,
        municipality.skr_group AS reference_code,
        municipality.region_id
    FROM municipality
    INNER JOIN skr_group ON municipality.skr_group = skr_group.skr_group
)

SELECT
    member.reference,
    member.reference_code,
    member.region_id,
    CAST(DENSE_RANK() OVER (ORDER BY member.reference, member.reference_code) AS INTEGER) AS area_id
FROM member
