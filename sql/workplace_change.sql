-- reads placed_workplace, register_place
-- Each kept register edition against the one before it in its series. Entries and exits are the sums of the increases
-- and decreases per municipality and 5-digit industry: what both entered and left such a cell cannot be seen.
WITH kept AS (
    SELECT DISTINCT
        register_cell.series,
        register_cell.register_date
    FROM register_cell
),

pair AS (
    SELECT
        kept.series,
        kept.register_date,
        LAG(kept.register_date) OVER (PARTITION BY kept.series ORDER BY kept.register_date) AS previous_date
    FROM kept
),

side AS (
    SELECT
        pair.series,
        pair.register_date,
        pair.previous_date,
        placed_workplace.municipality_code,
        placed_workplace.leaf_code,
        0 AS workplaces_before,
        placed_workplace.workplaces
    FROM placed_workplace
    INNER JOIN pair
        ON placed_workplace.series = pair.series AND placed_workplace.register_date = pair.register_date
    WHERE pair.previous_date IS NOT NULL
    UNION ALL
    SELECT
        pair.series,
        pair.register_date,
        pair.previous_date,
        placed_workplace.municipality_code,
        placed_workplace.leaf_code,
        placed_workplace.workplaces AS workplaces_before,
        0 AS workplaces
    FROM placed_workplace
    INNER JOIN pair
        ON placed_workplace.series = pair.series AND placed_workplace.register_date = pair.previous_date
),

cell AS (
    SELECT
        side.series,
        side.register_date,
        side.previous_date,
        side.municipality_code,
        side.leaf_code,
        SUM(side.workplaces_before) AS workplaces_before,
        SUM(side.workplaces) AS workplaces
    FROM side
    GROUP BY
        side.series,
        side.register_date,
        side.previous_date,
        side.municipality_code,
        side.leaf_code
),

located AS (
    SELECT
        cell.series,
        cell.register_date,
        cell.previous_date,
        register_place.region_code,
        cell.leaf_code,
        SUM(cell.workplaces_before) AS workplaces_before,
        SUM(cell.workplaces) AS workplaces,
        SUM(
            CASE
                WHEN cell.workplaces > cell.workplaces_before THEN cell.workplaces - cell.workplaces_before
                ELSE 0
            END
        ) AS entries,
        SUM(
            CASE
                WHEN cell.workplaces_before > cell.workplaces THEN cell.workplaces_before - cell.workplaces
                ELSE 0
            END
        ) AS exits
    FROM cell
    INNER JOIN register_place ON cell.municipality_code = register_place.municipality_code
    GROUP BY
        cell.series,
        cell.register_date,
        cell.previous_date,
        register_place.region_code,
        cell.leaf_code
)

SELECT
    located.region_code,
    register_industry.industry_code,
    located.register_date,
    located.series,
    located.previous_date,
    register_industry.level,
    CAST(SUM(located.workplaces_before) AS BIGINT) AS workplaces_before,
    CAST(SUM(located.workplaces) AS BIGINT) AS workplaces,
    CAST(SUM(located.workplaces) - SUM(located.workplaces_before) AS BIGINT) AS change,
    CAST(SUM(located.entries) AS BIGINT) AS entries_at_least,
    CAST(SUM(located.exits) AS BIGINT) AS exits_at_least
FROM located
INNER JOIN register_industry ON located.leaf_code = register_industry.leaf_code
GROUP BY
    located.region_code,
    register_industry.industry_code,
    located.register_date,
    located.series,
    located.previous_date,
    register_industry.level
