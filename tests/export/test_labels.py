"""The mark of an edition that is no statistics: which origins bear it, and which speaks first."""

import pytest

from pipelines.export import labels
from pipelines.schema.table import Language


@pytest.mark.parametrize(
    ("origins", "language", "mark"),
    [
        (["client", "public_copy", "import", "register"], "sv", ""),
        (["client", "other_server"], "sv", "INTE SCB"),
        (["client", "other_server"], "en", "NOT SCB"),
        (["other_server", "simulated"], "sv", "SIMULERAT"),
        (["simulated", "client"], "en", "SIMULATED"),
    ],
)
def test_what_is_no_statistics_is_marked(origins: list[str], language: Language, mark: str) -> None:
    found, why = labels.mark(({"origin": origin} for origin in origins), language)
    assert found == mark
    assert bool(why) == bool(mark)
