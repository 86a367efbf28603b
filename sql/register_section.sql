-- The newest edition of the register that each series has, and how many cells each of its levels holds.
WITH newest AS (
    SELECT
        workplace_count.series,
        MAX(workplace_count.register_date) AS register_date
    FROM workplace_count
    GROUP BY workplace_count.series
)

SELECT
    workplace_count.series,
    workplace_count.register_date,
    workplace_count.level,
    COUNT(*) AS cells
FROM workplace_count
INNER JOIN newest
    ON workplace_count.series = newest.series AND workplace_count.register_date = newest.register_date
GROUP BY workplace_count.series, workplace_count.register_date, workplace_count.level
