-- Population by level of education as published, with the level's names.
SELECT
    figure.region_code,
    figure.education_code,
    figure.year,
    category.name_sv AS education_sv,
    category.name_en AS education_en,
    CAST(figure.value AS BIGINT) AS persons,
    figure.status,
    figure.table_id
FROM figure
INNER JOIN category
    ON
        figure.table_id = category.table_id AND figure.education_code = category.code
        AND category.kind = 'education'
