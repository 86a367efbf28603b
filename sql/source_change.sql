-- The source tables of an edition (snapshot) and of the one before it (snapshot_before), whose id is $edition_before. A
-- table is the same when its answers have the same bytes, part by part.
WITH before_table AS (
    SELECT
        snapshot_before.table_id,
        MIN(snapshot_before.title_sv) AS title_sv,
        MIN(snapshot_before.title_en) AS title_en,
        MAX(snapshot_before.updated) AS updated,
        STRING_AGG(snapshot_before.sha256, ' ' ORDER BY snapshot_before.sha256) AS answers
    FROM snapshot_before
    GROUP BY snapshot_before.table_id
),

now_table AS (
    SELECT
        snapshot.table_id,
        MIN(snapshot.title_sv) AS title_sv,
        MIN(snapshot.title_en) AS title_en,
        MAX(snapshot.updated) AS updated,
        STRING_AGG(snapshot.sha256, ' ' ORDER BY snapshot.sha256) AS answers
    FROM snapshot
    GROUP BY snapshot.table_id
),

compared AS (
    SELECT CAST($edition_before AS VARCHAR) AS edition_before
)

SELECT
    COALESCE(now_table.table_id, before_table.table_id) AS table_id,
    compared.edition_before,
    CASE
        WHEN before_table.table_id IS NULL THEN 'new'
        WHEN now_table.table_id IS NULL THEN 'gone'
        WHEN now_table.answers = before_table.answers THEN 'same'
        ELSE 'updated'
    END AS change,
    COALESCE(now_table.title_sv, before_table.title_sv) AS title_sv,
    COALESCE(now_table.title_en, before_table.title_en) AS title_en,
    before_table.updated AS updated_before,
    now_table.updated
FROM before_table
FULL OUTER JOIN now_table ON before_table.table_id = now_table.table_id
CROSS JOIN compared
ORDER BY COALESCE(now_table.table_id, before_table.table_id)
