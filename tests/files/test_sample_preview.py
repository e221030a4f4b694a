"""What is told of a text table before the import: roles for a network, targets, doubts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.files import sample_preview
from backprop_gui.files.delimited import DelimitedText, Dialect
from backprop_gui.files.errors import FileError
from backprop_gui.files.sample_preview import count_targets, doubts, fitting_roles
from backprop_gui.files.sample_table import Choices, Role, expected, guess_roles, read_samples

ROLES = {"i": Role.INPUT, "t": Role.TARGET, "c": Role.CLASSES, "-": Role.IGNORED}
LETTERS = {role: letter for letter, role in ROLES.items()}


def of(text: str) -> DelimitedText:
    return DelimitedText(Path("table.csv"), text)


def roles(letters: str) -> tuple[Role, ...]:
    return tuple(ROLES[each] for each in letters)


def fitted(text: str, inputs: int, outputs: int) -> str:
    table = of(text)
    dialect = table.guess()
    guessed = guess_roles(table.preview(dialect), dialect)
    fitting = fitting_roles(table, dialect, guessed, inputs, outputs)
    return "".join(LETTERS[role] for role in fitting)


def told(text: str) -> dict[int, str]:
    table = of(text)
    dialect = table.guess()
    preview = table.preview(dialect)
    return doubts(preview, dialect, guess_roles(preview, dialect))


@pytest.mark.parametrize(
    ("text", "inputs", "outputs", "letters"),
    [
        ("1,2,3,4,5\n", 3, 2, "iiitt"),
        ("1,2,3,4,5\n", 4, 1, "iiiit"),
        ("1,2,3,4,5\n", 3, 1, "iiiit"),  # nothing fits
        ("1,2,3,4,5\n", 5, 1, "iiiit"),
        ("id,a,note,b,c\n1,2,hm,3,4\n", 1, 2, "-i-tt"),
        ("a,b,kind\n1,2,oak\n3,4,ash\n", 2, 2, "iic"),
        ("a,b,kind\n1,2,oak\n3,4,ash\n", 1, 3, "itc"),
        ("a,b,kind\n1,2,oak\n3,4,ash\n", 1, 2, "iic"),
        ("o1,o2,a,b\n1,2,3,4\n", 2, 2, "ttii"),
        ("o1,o2,a,b\n1,2,3,4\n", 3, 1, "ttii"),  # names tell more than numbers
        ("o1,a,b,c\n1,2,3,4\n", 3, 2, "tiii"),
        ("a,b,yes,o2\n1,2,3,4\n", 2, 2, "iitt"),
    ],
)
def test_roles_fit_a_network_where_the_columns_can(
    text: str, inputs: int, outputs: int, letters: str
) -> None:
    assert fitted(text, inputs, outputs) == letters


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 12), st.integers(0, 3))
def test_a_guess_fits_whenever_numbers_and_classes_are_as_many_as_the_neurons(
    inputs: int, outputs: int, numbers: int, classes: int
) -> None:
    kinds = ["oak", "ash", "fir"][:classes]
    rows = [["1"] * numbers + [kind] for kind in kinds] or [["1"] * numbers]
    letters = fitted("\n".join(map(",".join, rows)) + "\n", inputs, outputs)
    usual = fitted("\n".join(map(",".join, rows)) + "\n", 99, 1)
    can = numbers + classes == inputs + outputs and inputs <= numbers
    end = "c" if classes else ""
    assert letters == ("i" * inputs + "t" * (numbers - inputs) + end if can else usual)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y "])), min_size=1),
    st.sampled_from(["icc", "itc", "ict", "itt"]),
    st.booleans(),
)
def test_targets_are_counted_as_they_will_be_imported(
    cells: list[tuple[str, str]], letters: str, has_header: bool
) -> None:
    lines = ["h,h,h"] * has_header
    for at, pair in enumerate(cells):
        chosen = zip(letters, (str(at), *pair), strict=True)
        lines.append(",".join(cell if letter == "c" else str(at) for letter, cell in chosen))
    table, dialect = of("\n".join(lines)), Dialect(",", has_header)
    samples = read_samples(table, Choices(dialect, roles(letters)))
    assert samples is not None
    assert count_targets(table, dialect, roles(letters)) == samples.targets.shape[1]


def test_classes_are_not_counted_in_a_long_text_or_one_that_is_no_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "1,a\n2,b\n"
    monkeypatch.setattr(sample_preview, "_COUNTED", len(text))
    assert count_targets(of(text), Dialect(), roles("ic")) == 2
    assert count_targets(of("1,a\n2\n"), Dialect(), roles("ic")) == 1  # a cell is missing
    assert count_targets(of(text + "3,c\n"), Dialect(), roles("ic")) is None
    assert count_targets(of(text + "3,c\n"), Dialect(), roles("tt")) == 2
    monkeypatch.setattr(sample_preview, "_COUNTED", 1 << 20)
    assert count_targets(of(text + "9" * 200_000), Dialect(), roles("ic")) is None


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("a,b,y\n1,2,3\n4,,6\n7,8,9\n", {1: "expected a number in row 3, found nothing"}),
        ("a,b,y\n\n1,2,3\n4,?,6\n7,8,9\n", {1: "expected a number in row 4, found “?”"}),
        (
            "a;b;y\n0,5;1.000,5;2\n1,5;2.000,5;3\n",
            {1: "expected a number in row 2, found “1.000,5”"},
        ),
        ("a,y\n1,0.5\n2,x\n3,1e3\n", {1: "expected a number in row 3, found “x”"}),
        ("a,b,y\n1,2 %,3\n", {1: "expected a number in row 2, found “2 %”"}),
        ("a,b,y\n1,,3\n2,,4\n", {1: "expected a number in row 2, found nothing"}),
        ("a,b,y\n1,2,?\n3,4\n5,6,7\n", {2: "expected a number in row 2, found “?”"}),
        ("id,a,y\n1,2,3\nx,5,6\n2,5,6\n", {}),  # not used for its name
        ("a,day,y\n1,2020-01-31,2\n3,2021-12-01,4\n", {}),
        ("a,b,y\n1,ten,2\n1,11,2\n1,twelve,2\n", {}),  # texts, mostly
        ("a,kind\n1,oak\n2,ash\n", {}),
        ("a,b,c\n1,2,3\n", {}),
    ],
)
def test_a_column_that_seems_to_hold_numbers_is_doubted_for_its_first_bad_cell(
    text: str, reasons: dict[int, str]
) -> None:
    assert told(text) == reasons


@given(
    st.text(st.sampled_from("0159.,eE+- x٣\t"), max_size=6) | st.sampled_from(["1e999", "-1e400"]),
    st.sampled_from([Role.INPUT, Role.TARGET, Role.CLASSES]),
    st.booleans(),
)
def test_what_a_cell_should_be_is_what_the_import_would_say(
    cell: str, role: Role, decimal_comma: bool
) -> None:
    dialect = Dialect("|", decimal_comma=decimal_comma)
    others = (Role.TARGET,) if role is Role.INPUT else (Role.INPUT,)
    table = of(f"0|0\n0|{cell}\n")
    said = ""
    try:
        read_samples(table, Choices(dialect, (*others, role)))
    except FileError as error:
        said = str(error)
    wanted = expected(cell, role, dialect)
    place = 'table.csv: row 2, column "column 2": expected '
    assert said.startswith(f"{place}{wanted}, found ") if wanted else not said


def test_a_column_that_is_not_used_may_hold_anything() -> None:
    assert expected("x", Role.IGNORED, Dialect()) == ""
