-- Value added per employed: SEK million and persons give SEK thousand per person. The two sources stay apart: the
-- regional accounts count average employed in all sectors, local units count employees in the business sector.
-- A figure that is empty at the source leaves the quotient empty for the same reason; of two, the stronger one.
WITH figure AS (
    SELECT
        regional_account.region_code,
        regional_account.industry_code,
        regional_account.year,
        'REGIONAL_ACCOUNTS' AS source,
        regional_account.level,
        regional_account.industry_sv,
        regional_account.industry_en,
        regional_account.table_id,
        regional_account.status,
        CASE WHEN regional_account.measure = 'gross_regional_product' THEN regional_account.value END AS value_added,
        CASE
            WHEN regional_account.measure = 'average_employed'
                THEN CAST(ROUND(regional_account.value * 1000) AS BIGINT)
        END AS employed
    FROM regional_account
    WHERE regional_account.measure IN ('gross_regional_product', 'average_employed')
    UNION ALL
    SELECT
        local_unit.region_code,
        local_unit.industry_code,
        local_unit.year,
        'LOCAL_UNITS' AS source,
        local_unit.level,
        local_unit.industry_sv,
        local_unit.industry_en,
        local_unit.table_id,
        local_unit.status,
        CASE WHEN local_unit.measure = 'value_added' THEN local_unit.value END AS value_added,
        CASE WHEN local_unit.measure = 'employees' THEN CAST(ROUND(local_unit.value) AS BIGINT) END AS employed
    FROM local_unit
    WHERE local_unit.measure IN ('value_added', 'employees')
),

paired AS (
    SELECT
        figure.region_code,
        figure.industry_code,
        figure.year,
        figure.source,
        figure.level,
        figure.industry_sv,
        figure.industry_en,
        figure.table_id,
        MAX(figure.value_added) AS value_added,
        MAX(figure.employed) AS employed,
        SUM(CASE WHEN figure.status = 'suppressed' THEN 1 ELSE 0 END) AS suppressed,
        SUM(CASE WHEN figure.status = 'missing' THEN 1 ELSE 0 END) AS missing,
        SUM(CASE WHEN figure.status = 'not_applicable' THEN 1 ELSE 0 END) AS not_applicable
    FROM figure
    GROUP BY
        figure.region_code,
        figure.industry_code,
        figure.year,
        figure.source,
        figure.level,
        figure.industry_sv,
        figure.industry_en,
        figure.table_id
)

SELECT
    paired.region_code,
    paired.industry_code,
    paired.year,
    paired.source,
    paired.level,
    paired.industry_sv,
    paired.industry_en,
    paired.value_added,
    paired.employed,
    paired.value_added * 1000 / CAST(NULLIF(paired.employed, 0) AS DOUBLE) AS productivity,
    CASE
        WHEN paired.suppressed > 0 THEN 'suppressed'
        WHEN paired.missing > 0 THEN 'missing'
        WHEN paired.not_applicable > 0 THEN 'not_applicable'
        WHEN paired.value_added IS NULL OR paired.employed IS NULL THEN 'missing'
        WHEN paired.employed = 0 THEN 'no_employed'
    END AS note,
    paired.table_id
FROM paired
