-- The industries of every strength area, with the level that each stands on.
SELECT
    declared_member.area_id,
    declared_member.industry_code,
    declared_member.edition,
    industry.level,
    declared_member.weight,
    declared_member.reason_sv,
    declared_member.reason_en
FROM declared_member
INNER JOIN industry
    ON
        declared_member.industry_code = industry.industry_code
        AND declared_member.edition = industry.edition
