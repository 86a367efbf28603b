-- Tables, with their series, that the edition published before has figures from and the one being built has none from.
WITH now_table AS (
    SELECT DISTINCT
        series,
        table_id
    FROM employment
),

before_table AS (
    SELECT DISTINCT
        series,
        table_id
    FROM employment_before
)

SELECT
    before_table.series,
    before_table.table_id
FROM before_table
LEFT JOIN now_table ON before_table.series = now_table.series AND before_table.table_id = now_table.table_id
WHERE now_table.table_id IS NULL
