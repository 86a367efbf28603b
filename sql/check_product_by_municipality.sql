-- Gross regional product of municipalities, with what is allocated to none, against the nation's and against their
-- county's, in the same table and in the regional accounts: n parts and the total are each rounded to a whole million.
-- Only whole families are compared; what is allocated to no municipality has no county, and is in the nation's alone.
WITH municipal AS (
    SELECT
        gross_regional_product.year,
        region.county_code,
        gross_regional_product.region_code,
        CAST(ROUND(gross_regional_product.value) AS BIGINT) AS units
    FROM gross_regional_product
    LEFT JOIN region ON gross_regional_product.region_code = region.region_code
    WHERE
        gross_regional_product.measure = 'gross_regional_product'
        AND gross_regional_product.value IS NOT NULL
        AND (region.type = 'municipality' OR gross_regional_product.region_code = CAST($not_allocated AS VARCHAR))
),

family AS (
    SELECT
        county_code AS region_code,
        COUNT(*) AS members
    FROM region
    WHERE type = 'municipality'
    GROUP BY county_code
    UNION ALL
    SELECT
        '00' AS region_code,
        COUNT(*) + 1 AS members
    FROM region
    WHERE type = 'municipality'
),

parts AS (
    SELECT
        municipal.county_code AS region_code,
        municipal.year,
        COUNT(*) AS members,
        CAST(SUM(municipal.units) AS BIGINT) AS parts
    FROM municipal
    GROUP BY municipal.county_code, municipal.year
    UNION ALL
    SELECT
        '00' AS region_code,
        municipal.year,
        COUNT(*) AS members,
        CAST(SUM(municipal.units) AS BIGINT) AS parts
    FROM municipal
    GROUP BY municipal.year
),

total AS (
    SELECT
        'gross_regional_product' AS source,
        gross_regional_product.region_code,
        gross_regional_product.year,
        CAST(ROUND(gross_regional_product.value) AS BIGINT) AS total
    FROM gross_regional_product
    WHERE gross_regional_product.measure = 'gross_regional_product'
    UNION ALL
    SELECT
        'regional_account' AS source,
        regional_account.region_code,
        regional_account.year,
        CAST(ROUND(regional_account.value) AS BIGINT) AS total
    FROM regional_account
    WHERE regional_account.measure = 'gross_regional_product' AND regional_account.level = 'total'
)

SELECT
    total.source,
    parts.region_code,
    parts.year,
    parts.parts,
    total.total
FROM parts
INNER JOIN family ON parts.region_code = family.region_code AND parts.members = family.members
INNER JOIN total ON parts.region_code = total.region_code AND parts.year = total.year
WHERE 2 * ABS(parts.parts - total.total) > parts.members + 1
