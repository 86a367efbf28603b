-- Which five-digit industries of SNI 2025 every industry consists of, level by level up to the section.
WITH declared AS (
    SELECT
        industry.industry_code,
        industry.parent_code,
        industry.level
    FROM industry
    WHERE industry.edition = 'SNI2025'
),

five AS (
    SELECT
        declared.industry_code AS part_code,
        declared.industry_code,
        declared.level,
        declared.parent_code
    FROM declared
    WHERE declared.level = '5'
),

four AS (
    SELECT
        five.part_code,
        declared.industry_code,
        declared.level,
        declared.parent_code
    FROM five
    INNER JOIN declared ON five.parent_code = declared.industry_code
),

three AS (
    SELECT
        four.part_code,
        declared.industry_code,
        declared.level,
        declared.parent_code
    FROM four
    INNER JOIN declared ON four.parent_code = declared.industry_code
),

two AS (
    SELECT
        three.part_code,
        declared.industry_code,
        declared.level,
        declared.parent_code
    FROM three
    INNER JOIN declared ON three.parent_code = declared.industry_code
),

section AS (
    SELECT
        two.part_code,
        declared.industry_code,
        declared.level,
        declared.parent_code
    FROM two
    INNER JOIN declared ON two.parent_code = declared.industry_code
)

SELECT
    five.industry_code,
    five.level,
    five.part_code
FROM five
UNION ALL
SELECT
    four.industry_code,
    four.level,
    four.part_code
FROM four
UNION ALL
SELECT
    three.industry_code,
    three.level,
    three.part_code
FROM three
UNION ALL
SELECT
    two.industry_code,
    two.level,
    two.part_code
FROM two
UNION ALL
SELECT
    section.industry_code,
    section.level,
    section.part_code
FROM section
