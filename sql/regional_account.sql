-- The regional accounts as published: every measure of every industry aggregate, with the aggregate's names.
SELECT
    figure.region_code,
    figure.industry_code,
    figure.year,
    figure.measure,
    figure.level,
    category.name_sv AS industry_sv,
    category.name_en AS industry_en,
    figure.value,
    figure.unit,
    figure.status,
    figure.table_id
FROM figure
INNER JOIN category
    ON
        figure.table_id = category.table_id AND figure.industry_code = category.code
        AND category.kind = 'industry'
