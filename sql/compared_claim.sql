-- The claims of two editions side by side: of the one before (claim_before) those that still hold, that are worded
-- otherwise now, and that are gone; of the other (claim) those that are new. A claim holds when its sentence, caveat,
-- grade and source are the same; when the source was last updated may be another time.
SELECT
    COALESCE(claim_before.claim_id, claim.claim_id) AS claim_id,
    COALESCE(claim_before.region_code, claim.region_code) AS region_code,
    COALESCE(claim_before.subject_type, claim.subject_type) AS subject_type,
    COALESCE(claim_before.subject_code, claim.subject_code) AS subject_code,
    COALESCE(claim_before.series, claim.series) AS series,
    COALESCE(claim_before.kind, claim.kind) AS kind,
    CASE
        WHEN claim_before.claim_id IS NULL THEN 'new'
        WHEN claim.claim_id IS NULL THEN 'gone'
        WHEN
            claim.text_sv <> claim_before.text_sv
            OR claim.text_en <> claim_before.text_en
            OR claim.caveat_sv <> claim_before.caveat_sv
            OR claim.caveat_en <> claim_before.caveat_en
            OR claim.grade <> claim_before.grade
            OR claim.table_id <> claim_before.table_id
            THEN 'changed'
        ELSE 'holds'
    END AS outcome,
    claim_before.text_sv AS text_sv_before,
    claim_before.text_en AS text_en_before,
    claim_before.caveat_sv AS caveat_sv_before,
    claim_before.caveat_en AS caveat_en_before,
    claim_before.grade AS grade_before,
    claim_before.table_id AS table_id_before,
    claim_before.verdict AS verdict_before,
    claim_before.year AS year_before,
    claim_before.value AS value_before,
    claim.text_sv,
    claim.text_en,
    claim.caveat_sv,
    claim.caveat_en,
    claim.grade,
    claim.table_id,
    claim.year,
    claim.value
FROM claim_before
FULL OUTER JOIN claim ON claim_before.claim_id = claim.claim_id
ORDER BY
    COALESCE(claim_before.region_code, claim.region_code),
    COALESCE(claim_before.position, claim.position),
    COALESCE(claim_before.claim_id, claim.claim_id)
