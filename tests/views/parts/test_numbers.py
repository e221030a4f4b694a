"""What numbers look like, checked against Python's own decimal arithmetic."""

import math
import struct
from decimal import ROUND_HALF_EVEN, Context, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.views.parts.numbers import WIDTH, full, parse, plain, short, steps, typeset

finite = st.floats(allow_nan=False, allow_infinity=False)
every_float = st.floats()


def bits(value: float) -> bytes:
    return struct.pack(">d", value)


@given(every_float)
def test_a_short_number_never_changes_its_width(value: float) -> None:
    assert len(short(value)) == WIDTH


@given(finite)
def test_the_point_always_stands_in_the_same_place(value: float) -> None:
    assert short(value).index(".") == short(0.5).index(".")


@given(finite)
def test_a_short_number_is_the_value_rounded_to_six_digits(value: float) -> None:
    six_digits = Context(prec=6, rounding=ROUND_HALF_EVEN).create_decimal(Decimal(value))
    assert parse(short(value)) == pytest.approx(float(six_digits), rel=1e-15, abs=5e-324)


@given(finite)
def test_a_short_number_has_six_significant_digits(value: float) -> None:
    mantissa = short(value).strip().lower().split("e")[0].lstrip("−")
    digits = mantissa.replace(".", "")
    assert len(digits.lstrip("0") if value else digits) == 6


@given(every_float)
def test_a_short_number_has_no_hyphen_for_a_minus_and_no_ordinary_space(value: float) -> None:
    assert "-" not in short(value)
    assert " " not in short(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.15, "0.150000"),
        (0.2983711087600027, "0.298371"),
        (-0.5, "−0.500000"),
        (1.0, "1.00000"),
        (12.3456789, "12.3457"),
        (9999.994, "9999.99"),
        (9999.996, "1.00000e4"),
        (-12345.6, "−1.23456e4"),
        (0.0001, "0.000100000"),
        (0.00009999996, "0.000100000"),
        (0.0000999, "9.99000e−5"),
        (3.510187782978859e-05, "3.51019e−5"),
        (1e300, "1.00000e300"),
        (-1e-300, "−1.00000e−300"),
        (5e-324, "4.94066e−324"),
        (0.0, "0.00000"),
        (-0.0, "0.00000"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "−inf"),
    ],
)
def test_a_short_number_stripped_of_its_padding_reads(value: float, shown: str) -> None:
    assert short(value).strip() == shown


def test_a_short_number_is_padded_with_figure_spaces_on_both_sides() -> None:
    assert short(-0.25) == "\u2007" * 3 + "−0.250000" + "\u2007" * 4


@given(every_float)
def test_a_full_number_reads_back_exactly(value: float) -> None:
    back = parse(full(value))
    assert math.isnan(back) if math.isnan(value) else bits(back) == bits(value)


@given(finite)
def test_no_number_with_fewer_digits_reads_back_as_the_value(value: float) -> None:
    digits = "".join(map(str, Decimal(full(value)).as_tuple().digits)).strip("0")
    enough = next(n for n in range(1, 18) if float(f"{value:.{n - 1}e}") == value)
    assert len(digits) <= enough


@given(finite)
def test_a_full_number_is_plain_ascii_for_other_programs(value: float) -> None:
    assert float(full(value)) == value
    assert full(value).isascii()


def test_a_numpy_number_is_shown_like_any_other() -> None:
    assert full(np.float64(0.1)) == "0.1"
    assert short(np.float64(0.1)) == short(0.1)


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (10_000, "10\u202f000"),
        (1_234_567, "1\u202f234\u202f567"),
        (-1000, "−1\u202f000"),
    ],
)
def test_steps_are_grouped_by_threes(count: int, shown: str) -> None:
    assert steps(count) == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5),
        (" .5 ", 0.5),
        ("5.", 5.0),
        ("+3", 3.0),
        ("-1e3", -1000.0),
        ("−1E−3", -0.001),
        ("\u20070.250000\u2007", 0.25),
        ("1e-400", 0.0),
        ("inf", math.inf),
        ("−inf", -math.inf),
    ],
)
def test_what_a_person_may_type_is_read(text: str, value: float) -> None:
    assert parse(text) == value


def test_minus_zero_is_read_with_its_sign() -> None:
    assert bits(parse("−0.0")) == bits(-0.0)


def test_a_comma_is_refused_with_advice() -> None:
    with pytest.raises(ValueError, match=r"^Use a point for decimals, not a comma: “0,5”\.$"):
        parse("0,5")


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", ".", "e5", "1e", "1_000", "0x10", "1+1", "--1", "1 2", "٣", "infinity", "nano"],
)
def test_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^“.*” is not a number\.$"):
        parse(text)


@pytest.mark.parametrize("text", ["1e400", "-1e400", "9" * 400])
def test_a_number_too_large_for_a_double_is_refused_rather_than_infinite(text: str) -> None:
    with pytest.raises(ValueError, match=r"is too large\.$"):
        parse(text)


def test_a_long_wrong_text_is_cut_in_the_message() -> None:
    with pytest.raises(ValueError) as caught:
        parse("x" * 1000)
    assert len(str(caught.value)) < 80


@given(st.text())
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    outcome: float | str
    try:
        outcome = parse(text)
    except ValueError as error:
        outcome = str(error)
    assert isinstance(outcome, float) or outcome.endswith(".")


@given(finite)
def test_a_plain_number_reads_back_as_the_very_same(value: float) -> None:
    assert bits(parse(plain(value))) == bits(value)


def test_a_plain_number_has_no_digit_that_says_nothing() -> None:
    texts = [plain(value) for value in (2.0, -0.5, 0.001, 1e-7, 1e300)]
    assert texts == ["2", "−0.5", "0.001", "1e−7", "1e300"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("-0.5", "−0.5"),
        ("1e+06", "1e6"),
        ("-1.5e-07", "−1.5e−7"),
        ("1e-300", "1e−300"),
        ("12", "12"),
    ],
)
def test_what_python_writes_is_typeset_as_all_numbers_are(written: str, shown: str) -> None:
    assert typeset(written) == shown


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_plain_as_it_is_short(value: float) -> None:
    assert plain(value) == short(value).strip()
