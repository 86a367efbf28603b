-- Every 5-digit industry of the register's classification, once with itself and once with each that stands above it.
WITH edition AS (
    SELECT
        industry.industry_code,
        industry.level,
        industry.parent_code,
        industry.unknown
    FROM industry
    WHERE industry.edition = $industry_edition
),

chain AS (
    SELECT
        leaf.industry_code AS leaf_code,
        leaf.unknown,
        class.industry_code AS class_code,
        class.parent_code AS group_code,
        division.industry_code AS division_code,
        division.parent_code AS section_code
    FROM edition AS leaf
    INNER JOIN edition AS class ON leaf.parent_code = class.industry_code
    INNER JOIN edition AS three ON class.parent_code = three.industry_code
    INNER JOIN edition AS division ON three.parent_code = division.industry_code
    WHERE leaf.level = '5'
)

SELECT
    chain.leaf_code,
    chain.unknown,
    chain.leaf_code AS industry_code,
    '5' AS level
FROM chain
UNION ALL
SELECT
    chain.leaf_code,
    chain.unknown,
    chain.class_code AS industry_code,
    '4' AS level
FROM chain
UNION ALL
SELECT
    chain.leaf_code,
    chain.unknown,
    chain.group_code AS industry_code,
    '3' AS level
FROM chain
UNION ALL
SELECT
    chain.leaf_code,
    chain.unknown,
    chain.division_code AS industry_code,
    '2' AS level
FROM chain
UNION ALL
SELECT
    chain.leaf_code,
    chain.unknown,
    chain.section_code AS industry_code,
    'section' AS level
FROM chain
