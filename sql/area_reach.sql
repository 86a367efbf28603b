-- reads unknown_reach
-- Where the workplaces of unknown size of every strength area and region can have jobs, as in unknown_reach, with the
-- largest weight (in hundredths) of a member that can have them there; under the empty area those of all industries.
SELECT
    strength_area_member.area_id,
    unknown_reach.region_code,
    unknown_reach.target_region_code,
    unknown_reach.group_code,
    unknown_reach.target,
    MAX(CAST(ROUND(strength_area_member.weight * 100) AS BIGINT)) AS hundredths
FROM unknown_reach
INNER JOIN strength_area_member ON unknown_reach.industry_code = strength_area_member.industry_code
INNER JOIN area_section
    ON
        strength_area_member.area_id = area_section.area_id
        AND strength_area_member.edition = area_section.edition
WHERE area_section.series = $series AND area_section.year = $year AND area_section.level = $level
GROUP BY
    strength_area_member.area_id,
    unknown_reach.region_code,
    unknown_reach.target_region_code,
    unknown_reach.group_code,
    unknown_reach.target
UNION ALL
SELECT
    '' AS area_id,
    unknown_reach.region_code,
    unknown_reach.target_region_code,
    unknown_reach.group_code,
    unknown_reach.target,
    CAST(100 AS BIGINT) AS hundredths
FROM unknown_reach
WHERE unknown_reach.level = 'section'
GROUP BY
    unknown_reach.region_code,
    unknown_reach.target_region_code,
    unknown_reach.group_code,
    unknown_reach.target
