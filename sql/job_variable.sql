-- reads plant_group, industry_group, fitting_area
-- What is fitted: for every municipality and five-digit industry its jobs in each group that the industry lies in, with
-- the bounds of the cell (all its groups together), where the fitting starts, and the published total of the group. A
-- cell is complete if every group that its industry lies in has a published total. Workplaces of unknown size have from
-- 0 jobs to all that is published of those groups, all of them together; without it no upper bound.
WITH cell AS (
    SELECT
        plant_group.region_code,
        plant_group.industry_code,
        CAST(SUM(CASE WHEN plant_group.unknown THEN plant_group.workplaces ELSE 0 END) AS BIGINT)
            AS workplaces_unknown_size,
        CAST(COALESCE(SUM(plant_group.low * plant_group.workplaces), 0) AS BIGINT) AS jobs_low,
        CASE
            WHEN COUNT(CASE WHEN plant_group.open AND plant_group.high IS NULL THEN 1 END) = 0
                THEN CAST(COALESCE(SUM(plant_group.high * plant_group.workplaces), 0) AS BIGINT)
        END AS jobs_high_known_size,
        CAST(SUM(plant_group.typical * plant_group.workplaces) AS BIGINT) AS jobs_start
    FROM plant_group
    WHERE plant_group.level = '5'
    GROUP BY plant_group.region_code, plant_group.industry_code
),

number_of_groups AS (
    SELECT
        industry_group.industry_code,
        COUNT(*) AS number_of_groups
    FROM industry_group
    GROUP BY industry_group.industry_code
),

held AS (
    SELECT
        cell.*,
        industry_group.group_code,
        industry_group.bridged,
        number_of_groups.number_of_groups,
        fitting_area.area_code,
        fitting_area.basis,
        published_employment.series AS target_series,
        published_employment.year AS target_year,
        published_employment.employees AS target,
        COUNT(published_employment.employees) OVER (PARTITION BY cell.region_code, cell.industry_code)
        = number_of_groups.number_of_groups AS complete,
        CAST(SUM(published_employment.employees) OVER (PARTITION BY cell.region_code, cell.industry_code) AS BIGINT)
            AS published
    FROM cell
    INNER JOIN fitting_area ON cell.region_code = fitting_area.region_code
    INNER JOIN industry_group ON cell.industry_code = industry_group.industry_code
    INNER JOIN number_of_groups ON cell.industry_code = number_of_groups.industry_code
    LEFT JOIN published_employment
        ON
            fitting_area.area_code = published_employment.region_code
            AND industry_group.group_code = published_employment.industry_code
)

SELECT
    held.*, -- noqa: AM04
    CASE
        WHEN held.workplaces_unknown_size = 0 THEN held.jobs_high_known_size
        WHEN held.complete THEN held.jobs_high_known_size + held.published
    END AS jobs_high
FROM held
