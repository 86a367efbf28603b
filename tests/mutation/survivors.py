"""Mutants that may survive, each with the reason why no test needs to notice it, from ``survivors.toml``.
Nothing is tried here."""

import tomllib
from pathlib import Path

DECLARED = Path(__file__).with_name("survivors.toml")


def declared(path: Path = DECLARED) -> dict[str, dict[str, str]]:
    """By file, the names of mutants and the reason for each. ValueError where one has no reason or stands twice."""
    found: dict[str, dict[str, str]] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", []):
        of_file = found.setdefault(entry["file"], {})
        for name in entry["mutants"]:
            if not entry["reason"].strip() or name in of_file:
                raise ValueError(f"{path.name}: {entry['file']}: {name}: no reason, or declared twice")
            of_file[name] = entry["reason"]
    return found
