-- The declared strength areas, the project's own and the user's.
SELECT
    declared_area.area_id,
    declared_area.position,
    declared_area.version,
    declared_area.area_set,
    declared_area.name_sv,
    declared_area.name_en,
    declared_area.region_codes,
    declared_area.source_sv,
    declared_area.source_en,
    declared_area.origin,
    declared_area.file
FROM declared_area
