-- Entry and exit of a region's specialisation over one unbroken segment of one series and level: presence (LQ >= 1,
-- decided on integers) in its first year against its last, of every region with every industry of its type. A cell that
-- is not listed is no presence where its region is known and others have the industry that year; where none has, LQ is
-- 0/0, and where the region is not listed nothing is known of it: both have no change and a note. So has a cell against
-- a nation whose total lacks one: what is not known could bring it across the line.
WITH cell AS (
    SELECT
        presence.region_code,
        presence.industry_code,
        presence.region_type,
        presence.year,
        CASE WHEN NOT presence.undecided THEN presence.present END AS present,
        CASE WHEN presence.undecided THEN 'incomplete_total' ELSE presence.reason END AS reason
    FROM presence
    WHERE
        presence.series = $series
        AND presence.level = $level
        AND presence.year IN ($start_year, $end_year)
),

region AS (
    SELECT
        cell.region_code,
        MIN(cell.region_type) AS region_type
    FROM cell
    GROUP BY cell.region_code
),

industry AS (
    SELECT
        cell.industry_code,
        cell.region_type
    FROM cell
    GROUP BY cell.industry_code, cell.region_type
),

pair AS (
    SELECT
        region.region_code,
        industry.industry_code,
        region.region_type
    FROM region
    INNER JOIN industry ON region.region_type = industry.region_type
),

-- The two ends of the segment, each with what is listed there at all.
listed_region AS (
    SELECT
        cell.year,
        cell.region_code,
        COUNT(cell.present) AS known,
        MIN(cell.reason) AS reason
    FROM cell
    GROUP BY cell.year, cell.region_code
),

listed_industry AS (
    SELECT
        cell.year,
        cell.industry_code,
        COUNT(cell.present) AS known
    FROM cell
    GROUP BY cell.year, cell.industry_code
),

span AS (
    SELECT CAST($start_year AS BIGINT) AS year
    UNION ALL
    SELECT CAST($end_year AS BIGINT) AS year
),

side AS (
    SELECT
        span.year,
        pair.region_code,
        pair.industry_code,
        pair.region_type,
        CASE
            WHEN cell.region_code IS NOT NULL THEN cell.present
            WHEN listed_region.known > 0 AND listed_industry.known > 0 THEN FALSE
        END AS present,
        CASE
            WHEN cell.region_code IS NOT NULL THEN cell.reason
            WHEN listed_region.region_code IS NULL THEN 'missing'
            -- Where nobody is employed in a region all of its cells say so.
            WHEN listed_region.known = 0 AND listed_region.reason = 'no_employment_in_region'
                THEN 'no_employment_in_region'
            WHEN listed_region.known = 0 THEN 'incomplete_total'
            WHEN COALESCE(listed_industry.known, 0) = 0 THEN 'no_industry_in_reference'
        END AS reason
    FROM pair
    CROSS JOIN span
    LEFT JOIN cell
        ON
            pair.region_code = cell.region_code
            AND pair.industry_code = cell.industry_code
            AND span.year = cell.year
    LEFT JOIN listed_region
        ON pair.region_code = listed_region.region_code AND span.year = listed_region.year
    LEFT JOIN listed_industry
        ON pair.industry_code = listed_industry.industry_code AND span.year = listed_industry.year
)

SELECT
    side_start.region_code,
    side_start.industry_code,
    side_start.year AS start_year,
    side_end.year AS end_year,
    $series AS series,
    $level AS level,
    side_start.region_type,
    side_start.present AS present_start,
    side_end.present AS present_end,
    CASE
        WHEN side_start.present AND side_end.present THEN 'kept'
        WHEN side_start.present AND NOT side_end.present THEN 'exit'
        WHEN NOT side_start.present AND side_end.present THEN 'entry'
        WHEN NOT side_start.present AND NOT side_end.present THEN 'absent'
    END AS change,
    COALESCE(side_start.reason, side_end.reason) AS note
FROM side AS side_start
INNER JOIN side AS side_end
    ON side_start.region_code = side_end.region_code AND side_start.industry_code = side_end.industry_code
WHERE side_start.year = $start_year AND side_end.year = $end_year
