-- Published figures by industry, each with the industry's names in the table that publishes it.
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
