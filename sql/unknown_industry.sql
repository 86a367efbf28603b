-- The industries that stand for unknown industry in one series, as the edition of SNI that it follows says.
SELECT industry.industry_code
FROM industry
INNER JOIN snapshot ON industry.edition = snapshot.industry_edition
WHERE
    snapshot.series = $series
    AND industry.unknown
GROUP BY industry.industry_code
