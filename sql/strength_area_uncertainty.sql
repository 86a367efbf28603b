-- Whether so many workplaces of a strength area in a region could be chance, beside what was tested. p_value and
-- q_value are computed in pipelines/areas/chances.py (relation area_chance).
SELECT
    area_chance.region_code,
    area_chance.area_id,
    area_chance.year,
    area_chance.series,
    area_chance.level,
    area_chance.plants_region AS workplaces_whole,
    area_chance.core_region AS workplaces_core,
    area_chance.plants AS workplaces_whole_reference,
    area_chance.core AS workplaces_core_reference,
    area_chance.region_share,
    area_chance.p_value,
    area_chance.q_value,
    CASE
        WHEN area_chance.plants = 0 THEN 'no_industry_in_reference'
        WHEN area_chance.core = 0 THEN 'no_member_of_weight_one'
    END AS note
FROM area_chance
