-- reads register_place, register_industry
-- Where the workplaces of unknown size of every region and industry can have jobs: the groups of the published tables
-- that they can lie in, each in the area whose published total bounds them. All workplaces of unknown size of an area
-- and group share one total, so what several cells can have together is the sum over their areas and groups, each once.
SELECT
    register_place.region_code,
    register_industry.industry_code,
    register_industry.level,
    job_allocation.target_region_code,
    job_allocation.group_code,
    job_allocation.target
FROM job_allocation
INNER JOIN register_place ON job_allocation.region_code = register_place.municipality_code
INNER JOIN register_industry ON job_allocation.industry_code = register_industry.leaf_code
WHERE
    job_allocation.series = $series
    AND job_allocation.register_date = $register_date
    AND job_allocation.workplaces_unknown_size > 0
GROUP BY
    register_place.region_code,
    register_industry.industry_code,
    register_industry.level,
    job_allocation.target_region_code,
    job_allocation.group_code,
    job_allocation.target
