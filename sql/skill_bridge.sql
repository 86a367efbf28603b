-- What each code of the user's matrix became in SNI 2025, and which have no single counterpart.
-- Unions of the bridge at three digits: closed in pipelines/measures/skills.py.
SELECT
    skill_code.sni2007_code,
    skill_code.sni2025_code,
    skill_code.kind,
    skill_code.candidates
FROM skill_code
