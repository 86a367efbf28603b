-- Parts that miss their published total by more than the table's declared noise can explain: n parts and their total
-- carry independent noise, so the difference has the standard deviation deviation * SQRT(n + 1).
-- Only whole families are compared: industries of a region, municipalities of a county, counties of the nation.
WITH observed AS (
    SELECT
        employment.series,
        employment.year,
        employment.region_code,
        employment.industry_code,
        employment.level,
        employment.table_id,
        employment.employees,
        region.type,
        region.county_code
    FROM employment
    INNER JOIN region ON employment.region_code = region.region_code
    WHERE employment.sex = 'total' AND employment.employees IS NOT NULL
),

family_size AS (
    SELECT
        county_code,
        COUNT(*) AS members
    FROM region
    WHERE type = 'municipality'
    GROUP BY county_code
),

county_count AS (
    SELECT COUNT(*) AS members
    FROM region
    WHERE type = 'county'
),

parts AS (
    SELECT
        'industries' AS kind,
        part.series,
        part.year,
        part.region_code,
        total.industry_code,
        part.table_id,
        COUNT(*) AS members,
        SUM(part.employees) AS parts,
        MAX(total.employees) AS total
    FROM observed AS part
    INNER JOIN observed AS total
        ON
            part.series = total.series AND part.table_id = total.table_id AND part.year = total.year
            AND part.region_code = total.region_code AND total.level = 'total'
    WHERE part.level = 'group'
    GROUP BY part.series, part.year, part.region_code, total.industry_code, part.table_id

    UNION ALL

    SELECT
        'municipalities' AS kind,
        part.series,
        part.year,
        total.region_code,
        part.industry_code,
        part.table_id,
        COUNT(*) AS members,
        SUM(part.employees) AS parts,
        MAX(total.employees) AS total
    FROM observed AS part
    INNER JOIN family_size ON part.county_code = family_size.county_code
    INNER JOIN observed AS total
        ON
            part.series = total.series AND part.table_id = total.table_id AND part.year = total.year
            AND part.county_code = total.region_code AND part.industry_code = total.industry_code
    WHERE part.type = 'municipality'
    GROUP BY part.series, part.year, total.region_code, part.industry_code, part.table_id
    HAVING COUNT(*) = MAX(family_size.members)

    UNION ALL

    SELECT
        'counties' AS kind,
        part.series,
        part.year,
        total.region_code,
        part.industry_code,
        part.table_id,
        COUNT(*) AS members,
        SUM(part.employees) AS parts,
        MAX(total.employees) AS total
    FROM observed AS part
    INNER JOIN observed AS total
        ON
            part.series = total.series AND part.table_id = total.table_id AND part.year = total.year
            AND part.industry_code = total.industry_code AND total.type = 'nation'
    CROSS JOIN county_count
    WHERE part.type = 'county'
    GROUP BY part.series, part.year, total.region_code, part.industry_code, part.table_id
    HAVING COUNT(*) = MAX(county_count.members)
)

SELECT
    parts.kind,
    parts.series,
    parts.year,
    parts.region_code,
    parts.industry_code,
    parts.table_id,
    parts.parts,
    parts.total,
    CAST($deviations AS DOUBLE) * table_noise.deviation * SQRT(parts.members + 1) AS tolerance
FROM parts
INNER JOIN table_noise ON parts.table_id = table_noise.table_id
WHERE
    ABS(parts.parts - parts.total)
    > CAST($deviations AS DOUBLE) * table_noise.deviation * SQRT(parts.members + 1)
