-- reads plant_group, industry_group, fitting_area
-- What is fitted: for every municipality and five-digit industry its jobs in each group that the industry lies in, with
-- the bounds of the cell (all its groups together), where the fitting starts, and the published total of the group. A
-- cell is complete if every group that its industry lies in has a published total.
WITH cell AS (
    SELECT
        plant_group.region_code,
        plant_group.industry_code,
        CAST(SUM(plant_group.low * plant_group.workplaces) AS BIGINT) AS jobs_low,
        CASE
            WHEN COUNT(*) = COUNT(plant_group.high)
                THEN CAST(SUM(plant_group.high * plant_group.workplaces) AS BIGINT)
        END AS jobs_high,
        CAST(SUM(plant_group.typical * plant_group.workplaces) AS BIGINT) AS jobs_start
    FROM plant_group
    INNER JOIN fitting_area ON plant_group.region_code = fitting_area.region_code
    WHERE plant_group.level = '5' AND NOT plant_group.unknown
    GROUP BY plant_group.region_code, plant_group.industry_code
),

number_of_groups AS (
    SELECT
        industry_group.industry_code,
        COUNT(*) AS number_of_groups
    FROM industry_group
    GROUP BY industry_group.industry_code
)

SELECT
    cell.region_code,
    cell.industry_code,
    industry_group.group_code,
    industry_group.bridged,
    number_of_groups.number_of_groups,
    fitting_area.area_code,
    fitting_area.basis,
    cell.jobs_low,
    cell.jobs_high,
    cell.jobs_start,
    published_employment.employees AS target,
    COUNT(published_employment.employees) OVER (PARTITION BY cell.region_code, cell.industry_code)
    = number_of_groups.number_of_groups AS complete
FROM cell
INNER JOIN fitting_area ON cell.region_code = fitting_area.region_code
INNER JOIN industry_group ON cell.industry_code = industry_group.industry_code
INNER JOIN number_of_groups ON cell.industry_code = number_of_groups.industry_code
LEFT JOIN published_employment
    ON
        fitting_area.area_code = published_employment.region_code
        AND industry_group.group_code = published_employment.industry_code
        AND published_employment.level = 'group'
