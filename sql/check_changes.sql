-- Entries and exits that presence at the two ends does not bear out, that have no reason where they are empty, or that
-- take no time.
WITH expected AS (
    SELECT
        entry_exit.series,
        entry_exit.level,
        entry_exit.start_year,
        entry_exit.end_year,
        entry_exit.region_code,
        entry_exit.industry_code,
        entry_exit.change,
        entry_exit.note,
        CASE
            WHEN entry_exit.present_start AND entry_exit.present_end THEN 'kept'
            WHEN entry_exit.present_start AND NOT entry_exit.present_end THEN 'exit'
            WHEN NOT entry_exit.present_start AND entry_exit.present_end THEN 'entry'
            WHEN NOT entry_exit.present_start AND NOT entry_exit.present_end THEN 'absent'
        END AS found
    FROM entry_exit
)

SELECT
    expected.series,
    expected.level,
    expected.start_year,
    expected.end_year,
    expected.region_code,
    expected.industry_code,
    expected.change,
    expected.found
FROM expected
WHERE
    COALESCE(expected.change, '') <> COALESCE(expected.found, '')
    OR (expected.change IS NULL) = (expected.note IS NULL)
    OR expected.start_year >= expected.end_year
