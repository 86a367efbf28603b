-- How deep each level of a classification is; a code of one level can be summed from codes of any deeper one.
-- The sixteen groups are made of sections, and no section or digit can be told from them.
SELECT
    'group' AS level,
    0 AS depth
UNION ALL
SELECT
    'section' AS level,
    1 AS depth
UNION ALL
SELECT
    '2' AS level,
    2 AS depth
UNION ALL
SELECT
    '3' AS level,
    3 AS depth
UNION ALL
SELECT
    '4' AS level,
    4 AS depth
UNION ALL
SELECT
    '5' AS level,
    5 AS depth
