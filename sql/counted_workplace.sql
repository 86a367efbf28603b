-- Workplaces of one register edition and level in the shape of table employment, so that they are measured by the very
-- statements that measure the employed. The register has no noise and lists every cell that is not empty.
SELECT
    workplace_count.region_code,
    workplace_count.industry_code,
    workplace_count.series,
    workplace_count.level,
    CAST(EXTRACT(YEAR FROM workplace_count.register_date) AS BIGINT) AS year,
    'total' AS sex,
    CAST(SUM(workplace_count.workplaces) AS BIGINT) AS employees,
    'observed' AS status,
    workplace_count.series AS table_id
FROM workplace_count
WHERE
    workplace_count.series = $series
    AND workplace_count.register_date = $register_date
    AND workplace_count.level = $level
GROUP BY
    workplace_count.region_code,
    workplace_count.industry_code,
    workplace_count.series,
    workplace_count.level,
    workplace_count.register_date
