-- Which codes are unknown industry in each series, by the edition of the classification that it follows.
SELECT
    snapshot.series,
    industry.industry_code
FROM industry
INNER JOIN snapshot ON industry.edition = snapshot.industry_edition
WHERE industry.unknown
GROUP BY snapshot.series, industry.industry_code
