-- Cells that changed more from one year to the next than the declared share, among cells large enough to judge; a
-- change across a break that is declared for the cell's region and industry is expected and left out.
SELECT
    after.series,
    after.year,
    after.region_code,
    after.industry_code,
    before.employees AS employees_before,
    after.employees
FROM employment AS before
INNER JOIN employment AS after
    ON
        before.series = after.series AND before.region_code = after.region_code
        AND before.industry_code = after.industry_code AND before.sex = after.sex
        AND after.year = before.year + 1
LEFT JOIN series_break
    ON
        after.series = series_break.series AND after.year = series_break.year
        AND (
            series_break.region_codes IS NULL
            OR POSITION(' ' || after.region_code || ' ' IN ' ' || series_break.region_codes || ' ') > 0
        )
        AND (
            series_break.industry_codes IS NULL
            OR POSITION(' ' || after.industry_code || ' ' IN ' ' || series_break.industry_codes || ' ') > 0
        )
WHERE
    after.sex = 'total'
    AND series_break.series IS NULL
    AND before.employees >= CAST($smallest AS BIGINT)
    AND ABS(after.employees - before.employees) > CAST($share AS DOUBLE) * before.employees
