-- reads measured_industry
-- The industries of one series, year and level that belong to each strength area measured there, with their weights in
-- hundredths: weights have two decimals at most, so that every weighted sum is a sum of integers.
SELECT
    area_section.area_id,
    strength_area_member.industry_code AS member_code,
    measured_industry.industry_id,
    CAST(ROUND(strength_area_member.weight * 100) AS BIGINT) AS hundredths
FROM area_section
INNER JOIN strength_area_member
    ON
        area_section.area_id = strength_area_member.area_id
        AND area_section.edition = strength_area_member.edition
INNER JOIN industry_ancestor
    ON
        strength_area_member.industry_code = industry_ancestor.ancestor_code
        AND strength_area_member.edition = industry_ancestor.edition
INNER JOIN measured_industry ON industry_ancestor.industry_code = measured_industry.industry_code
WHERE
    area_section.series = $series
    AND area_section.year = $year
    AND area_section.level IS NOT NULL
