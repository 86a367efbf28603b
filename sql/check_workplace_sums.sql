-- Sums of workplaces that do not agree exactly: municipalities or counties against the nation, an industry against
-- those below it, and the nation's sections against what the register's cells hold in known municipalities.
WITH by_place AS (
    SELECT
        workplace_count.series,
        workplace_count.register_date,
        workplace_count.level,
        workplace_count.industry_code,
        workplace_count.size_class,
        SUM(CASE WHEN region.type = 'nation' THEN workplace_count.workplaces ELSE 0 END) AS nation,
        SUM(CASE WHEN region.type = 'county' THEN workplace_count.workplaces ELSE 0 END) AS counties,
        SUM(CASE WHEN region.type = 'municipality' THEN workplace_count.workplaces ELSE 0 END) AS municipalities
    FROM workplace_count
    INNER JOIN region ON workplace_count.region_code = region.region_code
    GROUP BY
        workplace_count.series,
        workplace_count.register_date,
        workplace_count.level,
        workplace_count.industry_code,
        workplace_count.size_class
),

by_level AS (
    SELECT
        by_place.series,
        by_place.register_date,
        by_place.level,
        SUM(by_place.nation) AS nation
    FROM by_place
    GROUP BY
        by_place.series,
        by_place.register_date,
        by_place.level
),

side AS (
    SELECT
        workplace_count.series,
        workplace_count.register_date,
        workplace_count.region_code,
        industry.parent_code AS industry_code,
        workplace_count.workplaces AS part,
        0 AS whole
    FROM workplace_count
    INNER JOIN industry
        ON workplace_count.industry_code = industry.industry_code AND industry.edition = $industry_edition
    WHERE workplace_count.level <> 'section'
    UNION ALL
    SELECT
        workplace_count.series,
        workplace_count.register_date,
        workplace_count.region_code,
        workplace_count.industry_code,
        0 AS part,
        workplace_count.workplaces AS whole
    FROM workplace_count
    WHERE workplace_count.level <> '5'
),

by_parent AS (
    SELECT
        side.series,
        side.register_date,
        side.region_code,
        side.industry_code,
        SUM(side.part) AS parts,
        SUM(side.whole) AS total
    FROM side
    GROUP BY
        side.series,
        side.register_date,
        side.region_code,
        side.industry_code
),

received AS (
    SELECT
        register_cell.series,
        register_cell.register_date,
        SUM(register_cell.workplaces) AS workplaces
    FROM register_cell
    INNER JOIN region ON register_cell.municipality_code = region.region_code
    WHERE register_cell.status = 'active' AND region.type = 'municipality'
    GROUP BY
        register_cell.series,
        register_cell.register_date
),

level AS (
    SELECT DISTINCT industry.level
    FROM industry
    WHERE industry.edition = $industry_edition
)

SELECT
    'counties' AS kind,
    by_place.series,
    by_place.register_date,
    by_place.industry_code,
    '00' AS region_code,
    CAST(by_place.counties AS BIGINT) AS parts,
    CAST(by_place.nation AS BIGINT) AS total
FROM by_place
WHERE by_place.counties <> by_place.nation
UNION ALL
SELECT
    'municipalities' AS kind,
    by_place.series,
    by_place.register_date,
    by_place.industry_code,
    '00' AS region_code,
    CAST(by_place.municipalities AS BIGINT) AS parts,
    CAST(by_place.nation AS BIGINT) AS total
FROM by_place
WHERE by_place.municipalities <> by_place.nation
UNION ALL
SELECT
    'industries' AS kind,
    by_parent.series,
    by_parent.register_date,
    by_parent.industry_code,
    by_parent.region_code,
    CAST(by_parent.parts AS BIGINT) AS parts,
    CAST(by_parent.total AS BIGINT) AS total
FROM by_parent
WHERE by_parent.parts <> by_parent.total
UNION ALL
SELECT
    'workplaces on level ' || level.level AS kind,
    received.series,
    received.register_date,
    '' AS industry_code,
    '00' AS region_code,
    CAST(COALESCE(by_level.nation, 0) AS BIGINT) AS parts,
    CAST(received.workplaces AS BIGINT) AS total
FROM received
CROSS JOIN level
LEFT JOIN by_level
    ON
        received.series = by_level.series AND received.register_date = by_level.register_date
        AND level.level = by_level.level
WHERE received.workplaces <> COALESCE(by_level.nation, 0)
