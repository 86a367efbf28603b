-- Shifts whose parts do not add up: to the change, to the regional part, and the yearly ones to the change.
WITH compared AS (
    SELECT
        shift_share.series,
        shift_share.start_year,
        shift_share.end_year,
        shift_share.region_code,
        shift_share.industry_code,
        'parts' AS kind,
        shift_share.national + shift_share.mix + shift_share.regional AS parts,
        CAST(shift_share.change AS DOUBLE) AS total,
        ABS(shift_share.national) + ABS(shift_share.mix) + ABS(shift_share.regional) AS size
    FROM shift_share
    UNION ALL
    SELECT
        shift_share.series,
        shift_share.start_year,
        shift_share.end_year,
        shift_share.region_code,
        shift_share.industry_code,
        'competitive and allocation parts' AS kind,
        shift_share.competitive + shift_share.allocation AS parts,
        shift_share.regional AS total,
        ABS(shift_share.competitive) + ABS(shift_share.allocation) AS size
    FROM shift_share
    UNION ALL
    SELECT
        shift_share.series,
        shift_share.start_year,
        shift_share.end_year,
        shift_share.region_code,
        shift_share.industry_code,
        'yearly parts' AS kind,
        shift_share.national_dynamic + shift_share.mix_dynamic + shift_share.regional_dynamic AS parts,
        CAST(shift_share.change AS DOUBLE) AS total,
        ABS(shift_share.national_dynamic) + ABS(shift_share.mix_dynamic) + ABS(shift_share.regional_dynamic)
        + shift_share.employees_start + shift_share.employees_end AS size
    FROM shift_share
)

SELECT
    compared.series,
    compared.start_year,
    compared.end_year,
    compared.region_code,
    compared.industry_code,
    compared.kind,
    compared.parts,
    compared.total
FROM compared
WHERE ABS(compared.parts - compared.total) > CAST($exactness AS DOUBLE) * compared.size
