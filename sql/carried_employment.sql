-- Imported tables on the other side of the bridge between SNI 2007 and SNI 2025: what carried over exactly under its
-- code there, what became ambiguous under its own. The bridge decides (pipelines/warehouse/classification/bridge.py).
SELECT
    carried.series,
    carried.year,
    carried.level,
    carried.outcome,
    carried.region_code,
    carried.industry_code,
    carried.edition,
    carried.employees,
    carried.union_id,
    carried.other_codes,
    carried.reason
FROM carried
