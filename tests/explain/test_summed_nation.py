"""Against a nation that is only the sum of a table's own regions, no way of asking is told as a strength."""

from dataclasses import replace
from typing import Any

from pipelines.explain.judgement import Judgement
from pipelines.explain.judgement_text import render

WAY: dict[str, Any] = {"specification": "rest_of_nation 2021 employed without_unknown", "lq": 1.26, "lq_low": 1.26}
WAY |= {"lq_high": 1.26, "lq_estimate": None, "strong": 1}
VERDICT: dict[str, Any] = {"verdict": "otillräckligt underlag", "reason": "nation_not_in_table", "series": "X"}
VERDICT |= {"year": 2021, "specifications": 1, "specifications_strong": 1, "specifications_open": 0}
VERDICT |= {"questions": 1, "same_verdict": None, "of_regions": 3}


def test_a_high_quotient_against_the_own_regions_is_no_strength() -> None:
    summed = Judgement(VERDICT, uncertainty=None, suppression=None, area_chance=None, ways=[WAY])
    assert render(summed, "sv").splitlines()[-1].endswith("hög andel av seriens egna regioner, ingen styrka")
    nation = replace(summed, verdict=VERDICT | {"reason": "too_few_jobs"})
    assert render(nation, "sv").splitlines()[-1].endswith(" styrka")
    assert "egna regioner, ingen" not in render(nation, "sv")
