-- reads register_place, register_section
-- The least share of a strength area's jobs in a region (weighted) that its largest workplace has, exactly: with m the
-- largest of the lower bounds w * low, every other workplace has at most its own upper bound, and at most m if it is
-- not to be the largest. m / sum of min(w * high, m) rises in m, so that this is the least; a workplace of an open
-- class or of unknown size counts m. Sums of hundredths: the order of members changes nothing. Of each series only the
-- newest edition: workplaces of two pulls of one year are not beside each other.
WITH placed AS (
    SELECT
        strength_area_member.area_id,
        workplace_count.series,
        register_place.region_code,
        CAST(EXTRACT(YEAR FROM workplace_count.register_date) AS BIGINT) AS year,
        CAST(workplace_count.workplaces AS BIGINT) AS workplaces,
        CAST(ROUND(100 * strength_area_member.weight * COALESCE(size_class.low, 0)) AS BIGINT) AS low,
        CAST(ROUND(100 * strength_area_member.weight * size_class.high) AS BIGINT) AS high
    FROM strength_area_member
    INNER JOIN workplace_count ON strength_area_member.industry_code = workplace_count.industry_code
    INNER JOIN register_section
        ON
            workplace_count.series = register_section.series
            AND workplace_count.register_date = register_section.register_date
            AND workplace_count.level = register_section.level
    INNER JOIN size_class ON workplace_count.size_class = size_class.size_class
    INNER JOIN register_place ON workplace_count.region_code = register_place.municipality_code
    WHERE strength_area_member.edition = $industry_edition AND workplace_count.workplaces > 0
),

most AS (
    SELECT
        placed.area_id,
        placed.series,
        placed.region_code,
        MAX(placed.low) AS low
    FROM placed
    GROUP BY placed.area_id, placed.series, placed.region_code
)

SELECT
    placed.area_id,
    placed.series,
    placed.region_code,
    placed.year,
    CAST(MAX(most.low) AS DOUBLE)
    / NULLIF(CAST(SUM(placed.workplaces * LEAST(COALESCE(placed.high, most.low), most.low)) AS DOUBLE), 0)
        AS largest_low
FROM placed
INNER JOIN most
    ON
        placed.area_id = most.area_id
        AND placed.series = most.series
        AND placed.region_code = most.region_code
GROUP BY placed.area_id, placed.series, placed.region_code, placed.year
