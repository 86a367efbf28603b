-- The bridge in force between SNI 2007 and SNI 2025: the declared one, or SCB's key where a user has it.
SELECT
    bridge.level,
    bridge.sni2007_code,
    bridge.sni2025_code,
    bridge.kind,
    bridge.union_id,
    bridge.source
FROM bridge
