"""Samples from text tables: roles, classes, scaling; each bad cell named by row and column."""

import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.experiment.columns import LONGEST_NAME, Column
from backprop_gui.experiment.samples import Samples
from backprop_gui.files import sample_table
from backprop_gui.files.delimited import DelimitedText, Dialect
from backprop_gui.files.errors import FileError
from backprop_gui.files.sample_export import write_samples
from backprop_gui.files.sample_table import (
    Choices,
    Role,
    Scaling,
    check_samples,
    guess_roles,
    read_samples,
)
from tests.files.test_columns import experiment

PATH = Path("flowers.csv")
ROLES = {"i": Role.INPUT, "t": Role.TARGET, "c": Role.CLASSES, "-": Role.IGNORED}
HEADER, PLAIN = Dialect(",", has_header=True), Dialect(",")


def read(
    text: str,
    roles: str,
    dialect: Dialect = HEADER,
    inputs: Scaling = Scaling.NONE,
    targets: Scaling = Scaling.NONE,
) -> Samples:
    choices = Choices(dialect, tuple(ROLES[each] for each in roles), inputs, targets)
    samples = read_samples(DelimitedText(PATH, text), choices)
    assert samples is not None
    return samples


def told(text: str, roles: str, dialect: Dialect = HEADER) -> str:
    with pytest.raises(FileError) as error:
        read(text, roles, dialect)
    return str(error.value)


def guessed(text: str) -> str:
    table = DelimitedText(PATH, text)
    dialect = table.guess()
    letters = {role: letter for letter, role in ROLES.items()}
    return "".join(letters[role] for role in guess_roles(table.preview(dialect), dialect))


def test_columns_become_inputs_and_targets_in_their_order() -> None:
    samples = read("a,b,c,d\n1,2,3,4\n5,6,7,8\n", "ti-i")
    assert samples.inputs.tolist() == [[2, 4], [6, 8]]
    assert samples.targets.tolist() == [[1], [5]]
    assert samples.columns == ((Column("b"), Column("d")), (Column("a"),))


def test_each_class_becomes_a_target() -> None:
    samples = read("x,kind\n1,pine\n2, oak \n3,pine\n4,ash\n", "ic")
    assert samples.targets.tolist() == [[0, 0, 1], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert [column.name for column in samples.target_columns] == ["ash", "oak", "pine"]


def test_classes_that_are_numbers_stand_in_the_order_of_numbers() -> None:
    samples = read("x,digit\n1,10\n2,9\n3,none\n", "ic")
    assert [column.name for column in samples.target_columns] == ["9", "10", "none"]


def test_scaling_to_the_unit_range_is_undone_by_the_column() -> None:
    samples = read("x,y\n10,5\n30,5\n20,5\n", "it", inputs=Scaling.UNIT, targets=Scaling.UNIT)
    assert samples.inputs.tolist() == [[0], [1], [0.5]]
    assert samples.input_columns == (Column("x", 10.0, 20.0),)
    assert samples.targets.tolist() == [[0], [0], [0]]  # all alike: nothing to stretch
    assert samples.target_columns == (Column("y", 5.0, 1.0),)


@given(st.lists(st.integers(-999, 999), min_size=2, max_size=20).filter(lambda x: len(set(x)) > 1))
def test_scaling_to_mean_0_and_deviation_1_is_undone_by_the_column(values: list[int]) -> None:
    text = "".join(f"{value},1\n" for value in values)
    samples = read(text, "it", PLAIN, Scaling.STANDARD)
    scaled = samples.inputs[:, 0].tolist()
    assert statistics.fmean(scaled) == pytest.approx(0, abs=1e-9)
    assert statistics.pstdev(scaled) == pytest.approx(1)
    column = samples.input_columns[0]
    assert [round(column.shown(value), 9) for value in scaled] == values


def test_classes_are_not_scaled() -> None:
    samples = read("x,k\n1,a\n2,b\n", "ic", targets=Scaling.STANDARD)
    assert samples.targets.tolist() == [[1, 0], [0, 1]]


def test_a_bad_cell_is_named_by_row_and_column() -> None:
    rows = "".join(f"{at},1,2\n" for at in range(10))
    text = f"sepal,petal,y\n{rows}0,abc,2\n"
    assert told(text, "iit") == (
        'flowers.csv: row 12, column "petal": expected a number, found “abc”'
    )
    assert told("1,2\n\n,4\n", "it", PLAIN) == (
        'flowers.csv: row 3, column "column 1": expected a number, found nothing'
    )
    assert told("x,y\n1,1e999\n", "it") == (
        'flowers.csv: row 2, column "y": expected a number not so large, found “1e999”'
    )
    assert told("x,y\n1,nan\n", "it").endswith("expected a number, found “nan”")


@given(
    st.integers(1, 30),
    st.integers(0, 2),
    st.sampled_from(["abc", "", "1_0", "NaN", "1;2", "é\x07"]),
)
def test_every_bad_cell_is_found_wherever_it_stands(row: int, column: int, bad: str) -> None:
    table = [["1", "2", "3"] for _ in range(30)]
    table[row - 1][column] = bad
    text = "".join(",".join(cells) + "\n" for cells in table)
    message = told(text, "iit", PLAIN)
    assert message.startswith(f'flowers.csv: row {row}, column "column {column + 1}": expected a ')
    assert message.isprintable()


def test_what_is_not_used_may_hold_anything() -> None:
    assert read("x,note,y\n1,,2\n3,hm,4\n", "i-t").inputs.tolist() == [[1], [3]]


def test_a_missing_class_is_named() -> None:
    assert told("x,k\n1,a\n2, \n", "ic") == (
        'flowers.csv: row 3, column "k": expected a class, found nothing'
    )


def test_a_row_of_another_length_is_named() -> None:
    assert told("x,y\n1,2\n3\n", "it") == "flowers.csv: row 3: expected 2 cells, found 1"
    assert told("x,y\n1,2,3\n", "it") == "flowers.csv: row 2: expected 2 cells, found 3"
    assert read("x,y,\n1,2,\n", "it").targets.tolist() == [[2]]  # delimiters at the ends
    assert 'row 1, column "column 2": expected a number, found nothing' in told(
        "1,\n2,3\n", "it", PLAIN
    )


@pytest.mark.parametrize(("roles", "missing"), [("--", "input"), ("tt", "input"), ("i-", "target")])
def test_inputs_and_targets_are_both_needed(roles: str, missing: str) -> None:
    assert told("x,y\n1,2\n", roles) == (f"flowers.csv: expected at least one column as {missing}")


def test_numbers_too_large_to_be_scaled_are_refused() -> None:
    with pytest.raises(FileError, match='column "x": expected numbers not so large'):
        read("x,y\n1e308,1\n-1e308,1\n", "it", inputs=Scaling.UNIT)


def test_limits_on_classes_samples_and_numbers_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "x,k\n1,a\n2,b\n3,c\n"
    monkeypatch.setattr(sample_table, "MOST_CLASSES", 2)
    assert 'row 4, column "k": expected at most 2 classes' in told(text, "ic")
    monkeypatch.setattr(sample_table, "MOST_CLASSES", 3)
    monkeypatch.setattr(sample_table, "MOST_NUMBERS", 11)
    assert "expected at most 11 numbers in all" in told(text, "ic")
    monkeypatch.setattr(sample_table, "MOST_SAMPLES", 2)
    assert "expected at most 2 samples" in told(text, "ic")


def test_progress_grows_to_all_and_can_be_cancelled() -> None:
    table = DelimitedText(PATH, "1,2\n" * 20_000)
    choices = Choices(PLAIN, (Role.INPUT, Role.TARGET))
    seen: list[float] = []

    def note(fraction: float) -> bool:
        seen.append(fraction)
        return True

    samples = read_samples(table, choices, note)
    assert samples is not None
    assert len(samples) == 20_000
    assert seen == sorted(set(seen))
    assert len(seen) > 3
    assert seen[-1] == 1.0
    assert read_samples(table, choices, lambda fraction: fraction < 0.3) is None


def test_a_check_reads_the_first_rows_alone() -> None:
    table = DelimitedText(PATH, "1,2\n3,4\nabc,5\n")
    choices = Choices(PLAIN, (Role.INPUT, Role.TARGET))
    assert check_samples(table, choices, 2).inputs.tolist() == [[1], [3]]
    with pytest.raises(FileError, match="row 3"):
        check_samples(table, choices, 3)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("a,b,y\n1,2,3\n", "iit"),
        ("a,b,kind\n1,2,oak\n", "iic"),
        ("id,a,note,y\n1,2,hm,3\n", "-i-t"),
        ("i1,i2,o1,o2\n1,2,3,4\n", "iitt"),
        ("1\n2\n", "i"),
    ],
)
def test_roles_are_guessed(text: str, roles: str) -> None:
    assert guessed(text) == roles


def test_exported_samples_come_back_as_they_are_shown(tmp_path: Path) -> None:
    before = experiment(Column("", 5.0, 2.0), Column("b, c"), Column()).samples
    path = tmp_path / "samples.csv"
    write_samples(path, before)
    assert path.read_text() == 'i1,"b, c",o1\n7.0,1.0,1.0\n7.0,1.0,1.0\n'
    after = read(path.read_text(), "iit")
    assert after.inputs.tolist() == [[7, 1], [7, 1]]


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(finite, finite, finite), min_size=1, max_size=5))
def test_any_numbers_come_back_from_an_export_bit_for_bit(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, float, float]]
) -> None:
    import numpy as np

    table = np.array(rows)
    path = tmp_path_factory.getbasetemp() / "any-samples.csv"
    write_samples(path, Samples(table[:, :2], table[:, 2:]))
    after = read(path.read_text(), "iit")
    assert after.inputs.tobytes() == np.ascontiguousarray(table[:, :2]).tobytes()
    assert after.targets.tobytes() == np.ascontiguousarray(table[:, 2:]).tobytes()


def test_of_two_columns_of_numbers_the_last_is_the_target_even_where_rows_are_short() -> None:
    assert guessed("a,b\n1,2\n3\n4,5\n") == "it"


def test_a_table_without_rows_of_data_is_refused_also_when_only_checked() -> None:
    assert told("a,b\n", "it") == "flowers.csv: expected rows of numbers"
    with pytest.raises(FileError, match=r"^flowers\.csv: expected rows of numbers$"):
        check_samples(DelimitedText(PATH, "\n"), Choices(PLAIN, (Role.INPUT, Role.TARGET)), 5)


def test_as_many_samples_and_numbers_as_are_allowed_are_none_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sample_table, "MOST_SAMPLES", 2)
    monkeypatch.setattr(sample_table, "MOST_NUMBERS", 4)
    assert len(read("1,2\n3,4\n", "it", PLAIN)) == 2
    assert "at most 2 samples" in told("1,2\n3,4\n5,6\n", "it", PLAIN)
    assert "at most 4 numbers" in told("1,2,3\n3,4,5\n", "iit", PLAIN)


def test_classes_stand_beside_the_other_targets() -> None:
    samples = read("a,b,c\n1,2,x\n3,4,y\n", "itc")
    assert [column.name for column in samples.target_columns] == ["b", "x", "y"]
    assert samples.targets.tolist() == [[2, 1, 0], [4, 0, 1]]
    assert samples.targets.dtype == samples.inputs.dtype


def test_a_name_too_long_for_a_column_is_cut_short() -> None:
    (column,) = read(f"{'n' * 300},b\n1,2\n", "it").input_columns
    assert column.name.startswith("n" * 100)
    assert len(column.name) == LONGEST_NAME


def test_samples_are_counted_through_all_parts_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_table, "_CHUNK", 2)
    monkeypatch.setattr(sample_table, "MOST_SAMPLES", 3)
    assert len(read("1,2\n" * 3, "it", PLAIN)) == 3
    assert "at most 3 samples" in told("1,2\n" * 4, "it", PLAIN)


def test_roles_for_another_number_of_columns_are_refused() -> None:
    assert told("1,2\n", "iit", PLAIN) == "flowers.csv: expected 3 columns, found 2"


@pytest.mark.parametrize("cells", [["1.7e308"] * 2, ["1.7e308", "-1.7e308"] * 8])
def test_numbers_too_large_for_their_mean_are_refused_when_they_are_to_be_scaled(
    cells: list[str],
) -> None:
    text = "".join(f"{cell},1\n" for cell in cells)
    with pytest.raises(FileError, match="expected numbers not so large, to scale them"):
        read(text, "it", PLAIN, inputs=Scaling.STANDARD)
