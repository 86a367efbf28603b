"""Fault 11: too many cells, as 400 or as 403. The query is split, and never without end."""

import pytest

from pipelines.scb import planner
from pipelines.scb.errors import TooManyCells
from pipelines.web.errors import BadRequest
from tests.fake_scb import FakeScb, documents, generated, problems
from tests.fake_scb.problems import ProblemError
from tests.scb.asking import asking

ALL = {"Region": ["*"], "Kon": ["*"], "ContentsCode": ["*"], "Tid": ["*"]}
REFUSALS = [problems.TOO_MANY_CELLS, problems.TOO_MANY_CELLS_403]


@pytest.mark.parametrize("refusal", REFUSALS, ids=["400", "403"])
def test_a_server_that_gives_less_than_it_states_is_asked_for_less(refusal: ProblemError) -> None:
    table = generated.small()
    with FakeScb([table], max_cells=24, real_max_cells=7, too_many_cells=refusal) as fake, asking(fake.url) as client:
        answers = client.select("TAB1", ALL)
        found = {}
        for answer in answers:
            part = documents.cells(answer.document())
            assert len(part) <= 7
            assert not found.keys() & part.keys()
            found |= part
        assert len(found) == 24
        assert sum(value for value in found.values() if value is not None) == sum(range(24)) - 5 - 6
        # 24 and 12 are refused, 6 is not.
        assert len(fake.asked()) == 2 + 4


@pytest.mark.parametrize("refusal", REFUSALS, ids=["400", "403"])
def test_a_server_that_never_gives_enough_is_not_asked_for_ever(refusal: ProblemError) -> None:
    with FakeScb([generated.small()], real_max_cells=1, too_many_cells=refusal) as fake, asking(fake.url) as client:
        with pytest.raises(TooManyCells, match="ask for fewer cells"):
            client.select("TAB1", {**ALL, "Region": ["*"]})
        assert len(fake.asked()) <= planner.HALVINGS + 1


def test_the_stated_limit_is_kept_to_the_cell() -> None:
    with FakeScb([generated.small()], max_cells=24) as fake, asking(fake.url) as client:
        assert len(client.select("TAB1", ALL)) == 1
    with FakeScb([generated.small()], max_cells=23) as fake, asking(fake.url) as client:
        assert len(client.select("TAB1", ALL)) == 2
        assert len(fake.asked()) == 2


def test_another_bad_request_is_not_split() -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        metadata = client.metadata("TAB1")
        fake.tables["TAB1"].drop("Region", ["0880"])
        with pytest.raises(BadRequest):
            client.fewest(
                lambda limit: [client.data("TAB1", part) for part in planner.plan(metadata, ALL, max_cells=limit)]
            )
        assert len(fake.asked()) == 1
