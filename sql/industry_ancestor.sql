-- Every industry with itself and with every industry above it, edition by edition.
WITH RECURSIVE above AS (
    SELECT
        industry.edition,
        industry.industry_code,
        industry.industry_code AS ancestor_code,
        industry.parent_code AS next_code
    FROM industry
    UNION ALL
    SELECT
        above.edition,
        above.industry_code,
        industry.industry_code AS ancestor_code,
        industry.parent_code AS next_code
    FROM above
    INNER JOIN industry ON above.edition = industry.edition AND above.next_code = industry.industry_code
)

SELECT
    above.edition,
    above.industry_code,
    above.ancestor_code
FROM above
