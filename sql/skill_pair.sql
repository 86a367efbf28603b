-- The skill relatedness of two industries in the edition of the classification that a series follows.
SELECT DISTINCT
    skill_relatedness.industry_a,
    skill_relatedness.industry_b,
    skill_relatedness.relatedness
FROM skill_relatedness
INNER JOIN snapshot ON skill_relatedness.edition = snapshot.industry_edition
WHERE snapshot.series = $series
