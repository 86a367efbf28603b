"""The declared areas as the relations that ``sql/strength_area.sql`` and ``sql/strength_area_member.sql`` read.
Nothing is checked here, and nothing is measured."""

from collections.abc import Sequence

import pyarrow as pa

from pipelines.areas.declaration import Area

AREA = pa.schema(
    [
        ("area_id", pa.string()),
        ("position", pa.int64()),
        ("version", pa.string()),
        ("area_set", pa.string()),
        ("name_sv", pa.string()),
        ("name_en", pa.string()),
        ("region_codes", pa.string()),
        ("source_sv", pa.string()),
        ("source_en", pa.string()),
        ("origin", pa.string()),
        ("file", pa.string()),
    ]
)
MEMBER = pa.schema(
    [
        ("area_id", pa.string()),
        ("industry_code", pa.string()),
        ("edition", pa.string()),
        ("weight", pa.float64()),
        ("reason_sv", pa.string()),
        ("reason_en", pa.string()),
    ]
)


def declared_area(areas: Sequence[Area]) -> pa.Table:
    """Relation ``declared_area``, one row per area; ``position`` counts from 1 in the order of the files."""
    rows = [
        {
            "area_id": area.declared.id,
            "position": position,
            "version": area.declared.version,
            "area_set": area.area_set,
            "name_sv": area.declared.name.sv,
            "name_en": area.declared.name.en,
            "region_codes": " ".join(area.regions) or None,
            "source_sv": area.source.sv,
            "source_en": area.source.en,
            "origin": area.origin,
            "file": area.file,
        }
        for position, area in enumerate(areas, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=AREA)


def declared_member(areas: Sequence[Area]) -> pa.Table:
    """Relation ``declared_member``, one row per area, edition and industry."""
    rows = [
        {
            "area_id": area.declared.id,
            "industry_code": code,
            "edition": edition,
            "weight": float(members.weight),
            "reason_sv": members.reason.sv,
            "reason_en": members.reason.en,
        }
        for area in areas
        for members in area.declared.member
        for code, edition in members.codes
    ]
    return pa.Table.from_pylist(rows, schema=MEMBER)
