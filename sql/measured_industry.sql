-- reads unknown_industry
-- The industries of one series and level in any year from $start_year to $end_year (mostly one and the same), numbered
-- by code; without unknown ones unless they are to be counted.
WITH listed_industry AS (
    SELECT employment.industry_code
    FROM employment
    WHERE
        employment.series = $series
        AND employment.year BETWEEN $start_year AND $end_year
        AND employment.level = $level
        AND employment.sex = 'total'
    GROUP BY employment.industry_code
)

SELECT
    listed_industry.industry_code,
    unknown_industry.industry_code IS NOT NULL AS unknown,
    CAST(ROW_NUMBER() OVER (ORDER BY listed_industry.industry_code) AS INTEGER) AS industry_id
FROM listed_industry
LEFT JOIN unknown_industry
    ON listed_industry.industry_code = unknown_industry.industry_code AND unknown_industry.series = $series
WHERE unknown_industry.industry_code IS NULL OR $unknown_in_totals
