-- Gross regional product by municipality as published, with what is allocated to none (9900).
SELECT
    figure.region_code,
    figure.year,
    figure.measure,
    figure.value,
    figure.unit,
    figure.status,
    figure.table_id
FROM figure
