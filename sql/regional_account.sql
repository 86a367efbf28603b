-- reads named_figure
-- The regional accounts as published: every measure of every aggregate of industries.
SELECT
    named_figure.region_code,
    named_figure.industry_code,
    named_figure.year,
    named_figure.measure,
    named_figure.level,
    named_figure.industry_sv,
    named_figure.industry_en,
    named_figure.value,
    named_figure.unit,
    named_figure.status,
    named_figure.table_id
FROM named_figure
