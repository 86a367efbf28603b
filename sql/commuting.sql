-- Employed persons by municipality of residence and of workplace, both sexes; pairs without anybody are left out.
SELECT
    figure.residence_code,
    figure.workplace_code,
    figure.year,
    CAST(figure.value AS BIGINT) AS commuters,
    figure.status,
    figure.table_id
FROM figure
WHERE figure.sex = 'total' AND (figure.value IS NULL OR figure.value <> 0)
