"""``make audit``: licences and a bill of materials (CycloneDX) of what is installed, and what is known against it.
Nothing is sent anywhere but the names and versions that pip-audit asks about."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import click
from packaging.requirements import Requirement

from pipelines import places
from pipelines.files import write_text

BILL = "build/sbom.cdx.json"
# What is shipped, and all that is installed on a developer's machine.
LOCK, LOCKS = "requirements.lock", "requirements*.lock"
LOCKED = re.compile(r"^[A-Za-z0-9._-]+==[^\\\n]+", re.MULTILINE)
# In an environment of its own: what looks for faults is no part of what is looked at.
AUDITOR = "pip-audit==2.10.1"
# Said in place of the licence where a package's own metadata name none.
UNSTATED = "not stated"
# Licences that oblige whoever passes on the whole to something beyond naming it: to be looked at by a person.
STRICT = re.compile(r"\b(A?GPL|SSPL|GNU (Affero )?General Public)", re.IGNORECASE)
FOUND, NOT_ASKED = 1, 2


def locked(text: str) -> list[tuple[str, str]]:
    """Names and versions in a lock file that are meant for this platform and Python, in the file's order."""
    requirements = [Requirement(entry) for entry in LOCKED.findall(text)]
    here = (each for each in requirements if each.marker is None or each.marker.evaluate())
    return [(each.name, next(iter(each.specifier)).version) for each in here]


def licence(installed: Distribution) -> str:
    """What a package says its licence is: the SPDX expression, else its classifiers, else the field's first line."""
    about = installed.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classified = [each.split(" :: ")[-1] for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    stated = (about.get("License") or "").strip().splitlines()
    return " / ".join(classified) or (stated[0] if stated else UNSTATED)


def bill(packages: list[tuple[str, str]]) -> dict[str, Any]:
    """The bill of materials of packages in CycloneDX 1.5; the same versions give the same bytes."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "styrka", "version": distribution("styrka").version}},
        "components": [
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{re.sub('[-_.]+', '-', name).lower()}@{version}",
                "licenses": [{"license": {"name": licence(distribution(name))}}],
            }
            for name, version in packages
        ],
    }


def installed(packages: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """The locked packages that are installed here in their version, and a line for each that is another."""
    there, other = [], []
    for name, version in packages:
        try:
            found = distribution(name).version
        except ModuleNotFoundError:
            found = "nothing"
        if found == version:
            there.append((name, version))
        else:
            other.append(f"{name} {found} is installed, {version} is locked; run make develop")
    return there, other


def vulnerabilities(lock: Path) -> tuple[int, str]:
    """The exit code, and what is known against the versions of a lock file or why that could not be asked."""
    uv = Path(sys.executable).with_name("uv")
    command = [
        str(uv),
        "tool",
        "run",
        "--quiet",
        AUDITOR,
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner=off",
        "--format=json",
    ]
    try:
        done = subprocess.run([*command, "-r", str(lock)], capture_output=True, text=True, timeout=300, check=False)
    except (subprocess.TimeoutExpired, FileNotFoundError) as error:
        return NOT_ASKED, f"vulnerabilities could NOT be asked about: {error}"
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return NOT_ASKED, f"vulnerabilities could NOT be asked about: {why}"
    return judged(packages)


def judged(packages: list[dict[str, Any]]) -> tuple[int, str]:
    """The exit code and the lines for what pip-audit answered, package by package. One that it passed over, as where an
    index knows no vulnerabilities, was not asked about: that is no all-clear."""
    lines = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for each in packages
        for fault in each.get("vulns", ())
    ]
    code = FOUND if lines else 0
    if passed := [each for each in packages if "skip_reason" in each]:
        lines.append(
            f"{len(passed)} of {len(packages)} packages could NOT be asked about, first: {passed[0]['skip_reason']}"
        )
        code = code or NOT_ASKED
    return code, "\n".join(lines or [f"no known vulnerabilities in {len(packages)} packages"])


def _lines(packages: list[tuple[str, str]]) -> Iterator[str]:
    for name, version in packages:
        said = licence(distribution(name))
        yield f"{name} {version}: {said}" + (" <- look at this one" if STRICT.search(said) else "")


@click.command()
def main() -> None:
    """Say licences and known vulnerabilities of the locked versions, and write the bill of materials. Exit code 1 when
    something is wrong, 2 when nobody could be asked about vulnerabilities."""
    packages, other = installed(locked((places.PROJECT / LOCK).read_text(encoding="utf-8")))
    for line in (*_lines(packages), *other):
        click.echo(line)
    write_text(places.PROJECT / BILL, json.dumps(bill(packages), indent=1, sort_keys=True) + "\n")
    click.echo(f"{len(packages)} packages in {BILL} (CycloneDX 1.5)")
    codes = {FOUND} if other else set()
    for lock in sorted(places.PROJECT.glob(LOCKS)):
        code, said = vulnerabilities(lock)
        codes.add(code)
        click.echo(f"{lock.name}: {said}")
    sys.exit(FOUND if FOUND in codes else max(codes))


if __name__ == "__main__":
    main()
