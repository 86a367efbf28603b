-- reads level_depth, measured_section, register_section
-- On which level every series and year measures every strength area: the coarsest that is as fine as the area's finest
-- member, for finer figures are more often suppressed. Where there is none the note says so.
WITH section AS (
    SELECT
        measured_section.series,
        measured_section.year,
        CAST(NULL AS DATE) AS register_date,
        measured_section.level
    FROM measured_section
    UNION ALL
    SELECT
        register_section.series,
        CAST(EXTRACT(YEAR FROM register_section.register_date) AS BIGINT) AS year,
        register_section.register_date,
        register_section.level
    FROM register_section
),

-- The sixteen groups are groups of SNI 2007.
followed AS (
    SELECT
        snapshot.series,
        MIN(CASE snapshot.industry_edition WHEN 'SNI2007-16' THEN 'SNI2007' ELSE snapshot.industry_edition END)
            AS edition
    FROM snapshot
    GROUP BY snapshot.series
),

available AS (
    SELECT
        section.series,
        section.year,
        section.register_date,
        followed.edition,
        level_depth.depth
    FROM section
    INNER JOIN followed ON section.series = followed.series
    INNER JOIN level_depth ON section.level = level_depth.level
),

measured AS (
    SELECT
        available.series,
        available.year,
        available.register_date,
        available.edition,
        MAX(available.depth) AS depth
    FROM available
    GROUP BY available.series, available.year, available.register_date, available.edition
),

needed AS (
    SELECT
        strength_area_member.area_id,
        strength_area_member.edition,
        MAX(level_depth.depth) AS depth
    FROM strength_area_member
    INNER JOIN level_depth ON strength_area_member.level = level_depth.level
    GROUP BY strength_area_member.area_id, strength_area_member.edition
),

placed AS (
    SELECT
        measured.series,
        measured.year,
        measured.register_date,
        measured.edition,
        measured.depth AS finest_depth,
        strength_area.area_id,
        needed.depth AS needed_depth,
        MIN(available.depth) AS depth
    FROM measured
    CROSS JOIN strength_area
    LEFT JOIN needed ON strength_area.area_id = needed.area_id AND measured.edition = needed.edition
    LEFT JOIN available
        ON
            measured.series = available.series
            AND measured.year = available.year
            AND needed.depth <= available.depth
    GROUP BY
        measured.series,
        measured.year,
        measured.register_date,
        measured.edition,
        measured.depth,
        strength_area.area_id,
        needed.depth
)

SELECT
    placed.series,
    placed.year,
    placed.register_date,
    placed.edition,
    placed.area_id,
    needed_level.level AS needed_level,
    level_depth.level,
    finest_level.level AS finest_level,
    placed.year = MAX(placed.year) OVER (PARTITION BY placed.series) AS newest,
    CASE
        WHEN placed.needed_depth IS NULL THEN 'edition_not_declared'
        WHEN placed.depth IS NULL THEN 'level_too_coarse'
    END AS note
FROM placed
INNER JOIN level_depth AS finest_level ON placed.finest_depth = finest_level.depth
LEFT JOIN level_depth AS needed_level ON placed.needed_depth = needed_level.depth
LEFT JOIN level_depth ON placed.depth = level_depth.depth
