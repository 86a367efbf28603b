-- The industries that two strength areas share: the finer code where one holds a code and the other a code above it.
WITH shared AS (
    SELECT
        coarse.area_id AS coarse_area,
        fine.area_id AS fine_area,
        fine.edition,
        fine.industry_code,
        fine.level,
        coarse.weight AS coarse_weight,
        fine.weight AS fine_weight,
        coarse.industry_code = fine.industry_code AS equal
    FROM strength_area_member AS fine
    INNER JOIN industry_ancestor
        ON fine.industry_code = industry_ancestor.industry_code AND fine.edition = industry_ancestor.edition
    INNER JOIN strength_area_member AS coarse
        ON industry_ancestor.ancestor_code = coarse.industry_code AND industry_ancestor.edition = coarse.edition
)

SELECT
    shared.coarse_area AS area_a,
    shared.fine_area AS area_b,
    shared.edition,
    shared.industry_code,
    shared.level,
    shared.coarse_weight AS weight_a,
    shared.fine_weight AS weight_b
FROM shared
WHERE shared.coarse_area < shared.fine_area
UNION ALL
SELECT
    shared.fine_area AS area_a,
    shared.coarse_area AS area_b,
    shared.edition,
    shared.industry_code,
    shared.level,
    shared.fine_weight AS weight_a,
    shared.coarse_weight AS weight_b
FROM shared
WHERE shared.fine_area < shared.coarse_area AND NOT shared.equal
