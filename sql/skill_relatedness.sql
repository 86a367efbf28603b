-- The user's matrix of skill relatedness, normalised, in both editions of SNI where codes are one to one.
-- Checked and normalised in pipelines/measures/skill_file.py, bridged in pipelines/measures/skills.py.
SELECT
    skill_pair.industry_a,
    skill_pair.industry_b,
    skill_pair.edition,
    skill_pair.relatedness
FROM skill_pair
