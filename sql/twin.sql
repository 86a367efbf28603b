-- The regions whose structure of employment is nearest to a region's, in the newest year of each series and level:
--   similarity = sum over industries of the smaller of the two shares = 1 - krugman of the two / 2.
-- Among regions of one type; ties go by the code. A region with a cell that is not known is nobody's twin and has none.
-- Shares are compared and summed as whole numbers (e_ir * E_q against e_iq * E_r): no sum depends on the order of rows.
WITH newest AS (
    SELECT
        location_quotient.series,
        location_quotient.level,
        MAX(location_quotient.year) AS year
    FROM location_quotient
    GROUP BY location_quotient.series, location_quotient.level
),

cell AS (
    SELECT
        location_quotient.series,
        location_quotient.level,
        location_quotient.year,
        location_quotient.region_code,
        COALESCE(region.type, 'imported') AS region_type,
        location_quotient.industry_code,
        CAST(location_quotient.employees AS DECIMAL(19, 0)) AS employees,
        CAST(location_quotient.employees_region AS DECIMAL(19, 0)) AS total
    FROM location_quotient
    INNER JOIN newest
        ON
            location_quotient.series = newest.series
            AND location_quotient.level = newest.level
            AND location_quotient.year = newest.year
    LEFT JOIN region ON location_quotient.region_code = region.region_code
    WHERE location_quotient.reference = 'nation'
),

known AS (
    SELECT
        cell.series,
        cell.level,
        cell.region_code
    FROM cell
    GROUP BY cell.series, cell.level, cell.region_code
    HAVING COUNT(*) = COUNT(cell.employees)
),

present AS (
    SELECT
        cell.series,
        cell.level,
        cell.year,
        cell.region_code,
        cell.region_type,
        cell.industry_code,
        cell.employees,
        cell.total
    FROM cell
    INNER JOIN known
        ON cell.series = known.series AND cell.level = known.level AND cell.region_code = known.region_code
    WHERE cell.employees > 0
),

pair AS (
    SELECT
        own.series,
        own.level,
        own.year,
        own.region_code,
        other.region_code AS twin_code,
        CAST(
            SUM(
                CASE
                    WHEN own.employees * other.total < other.employees * own.total THEN own.employees * other.total
                    ELSE other.employees * own.total
                END
            ) AS DOUBLE
        ) / CAST(own.total * other.total AS DOUBLE) AS similarity
    FROM present AS own
    INNER JOIN present AS other
        ON
            own.series = other.series
            AND own.level = other.level
            AND own.region_type = other.region_type
            AND own.industry_code = other.industry_code
            AND own.region_code <> other.region_code
    GROUP BY
        own.series, own.level, own.year, own.region_code, own.total, other.region_code, other.total
),

ranked AS (
    SELECT
        pair.series,
        pair.level,
        pair.year,
        pair.region_code,
        pair.twin_code,
        pair.similarity,
        ROW_NUMBER() OVER (
            PARTITION BY pair.series, pair.level, pair.region_code
            ORDER BY pair.similarity DESC, pair.twin_code ASC
        ) AS rank
    FROM pair
)

SELECT
    ranked.region_code,
    ranked.year,
    ranked.series,
    ranked.level,
    CAST(ranked.rank AS BIGINT) AS rank,
    ranked.twin_code,
    ranked.similarity
FROM ranked
WHERE ranked.rank <= CAST($nearest AS BIGINT)
