import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.export.numbers import Numbers

SV, EN = Numbers("sv"), Numbers("en")
NBSP, MINUS = "\u00a0", "\u2212"


def test_swedish_has_a_decimal_comma_no_break_spaces_and_a_real_minus() -> None:
    assert SV.integer(5260646) == f"5{NBSP}260{NBSP}646"
    assert SV.integer(-1234) == f"{MINUS}1{NBSP}234"
    assert SV.decimal(-0.25, 2) == f"{MINUS}0,25"
    assert SV.percent(0.1225) == f"12,2{NBSP}%"


def test_english_has_a_decimal_point_commas_and_a_real_minus() -> None:
    assert EN.integer(5260646) == "5,260,646"
    assert EN.integer(-1234) == f"{MINUS}1,234"
    assert EN.percent(0.1225) == "12.2%"


def test_a_small_share_keeps_two_decimals() -> None:
    assert SV.percent(0.0015) == f"0,15{NBSP}%"
    assert SV.percent(0.0) == f"0,0{NBSP}%"


def test_zero_is_zero_and_almost_zero_is_not() -> None:
    assert SV.ratio(0.0) == "0"
    assert SV.ratio(0.0001) == f"<{NBSP}0,01"
    assert SV.ratio(0.005) == f"<{NBSP}0,01"
    assert SV.ratio(0.0051) == "0,01"
    assert SV.ratio(2.366) == "2,37"


def test_what_rounds_to_zero_has_no_minus() -> None:
    assert SV.decimal(-0.001, 2) == "0,00"
    assert SV.decimal(-0.005, 2) == "0,00"
    assert SV.decimal(-0.0051, 2) == f"{MINUS}0,01"
    assert SV.compact(-0.00001) == "0"
    assert SV.percent(-0.0001) == f"0,0{NBSP}%"
    assert SV.integer(round(-0.4)) == "0"


def test_zero_is_shown_without_a_minus_whichever_zero_was_shown_before() -> None:
    """With so many decimals as no other test asks for: what has been shown is kept."""
    assert [SV.decimal(zero, 7) for zero in (0.0, -0.0)] == ["0,0000000"] * 2
    assert [SV.decimal(zero, 8) for zero in (-0.0, 0.0)] == ["0,00000000"] * 2


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(1.0, 1.0, "1,00"), (0.91, 1.12, "0,91–1,12"), (1.13, 1.14, "1,13–1,14"), (1.548, 1.5516, "1,54–1,56")],
)
def test_an_interval_is_rounded_outwards_so_that_it_holds_the_quotient_shown(
    low: float, high: float, shown: str
) -> None:
    assert SV.interval(low, high) == shown


@given(st.integers(-(10**12), 10**12))
def test_an_integer_can_be_read_back(value: int) -> None:
    assert int(SV.integer(value).replace(NBSP, "").replace(MINUS, "-")) == value
    assert int(EN.integer(value).replace(",", "").replace(MINUS, "-")) == value
