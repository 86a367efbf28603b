-- reads area_member
-- How many of each strength area's industries the source lists at all, in any region of one series, year and level. A
-- register lists every workplace: an industry that is not in it has none. A table may have been ordered without it.
SELECT
    area_section.area_id,
    COUNT(DISTINCT strength_area_member.industry_code) AS members,
    COUNT(
        DISTINCT
        CASE
            WHEN $unit = 'workplaces' OR area_member.member_code IS NOT NULL THEN strength_area_member.industry_code
        END
    ) AS members_listed
FROM area_section
INNER JOIN strength_area_member
    ON
        area_section.area_id = strength_area_member.area_id
        AND area_section.edition = strength_area_member.edition
LEFT JOIN area_member
    ON
        strength_area_member.area_id = area_member.area_id
        AND strength_area_member.industry_code = area_member.member_code
WHERE
    area_section.series = $series
    AND area_section.year = $year
    AND area_section.level IS NOT NULL
GROUP BY area_section.area_id
