-- Population by sex as published.
SELECT
    figure.region_code,
    figure.year,
    figure.sex,
    CAST(figure.value AS BIGINT) AS population,
    figure.status,
    figure.table_id
FROM figure
