-- In which years of a series the nation is no more than the sum of the regions that its table happens to have: Swedish
-- regions, neither all counties nor all municipalities, and no row of the nation. Nothing is strong against that.
WITH listed AS (
    SELECT
        employment.series,
        employment.year,
        employment.region_code
    FROM employment
    GROUP BY employment.series, employment.year, employment.region_code
),

declared AS (
    SELECT
        SUM(CASE WHEN region.type = 'county' THEN 1 ELSE 0 END) AS counties,
        SUM(CASE WHEN region.type = 'municipality' AND region.valid_to IS NULL THEN 1 ELSE 0 END) AS municipalities
    FROM region
),

counted AS (
    SELECT
        listed.series,
        listed.year,
        SUM(CASE WHEN region.type = 'nation' THEN 1 ELSE 0 END) AS nations,
        SUM(CASE WHEN region.type = 'county' THEN 1 ELSE 0 END) AS counties,
        SUM(CASE WHEN region.type = 'municipality' AND region.valid_to IS NULL THEN 1 ELSE 0 END) AS municipalities
    FROM listed
    INNER JOIN region ON listed.region_code = region.region_code
    GROUP BY listed.series, listed.year
)

SELECT
    counted.series,
    counted.year
FROM counted
CROSS JOIN declared
WHERE
    counted.nations = 0
    AND counted.counties + counted.municipalities > 0
    AND counted.counties < declared.counties
    AND counted.municipalities < declared.municipalities
