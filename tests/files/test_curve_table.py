"""Curves as a table of text."""

import csv
import io

import numpy as np

from backprop_gui.files.curve_table import curve_table


def read(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def test_every_number_comes_back_as_it_was() -> None:
    values = np.random.default_rng(1).normal(size=(50, 2)) ** 9
    rows = read(curve_table(["w1", "b1"], np.arange(50.0) * 3, values))
    assert rows[0] == ["step", "w1", "b1"]
    assert [int(row[0]) for row in rows[1:]] == list(range(0, 150, 3))
    assert [[float(x) for x in row[1:]] for row in rows[1:]] == values.tolist()


def test_names_may_hold_separators_and_quotes() -> None:
    names = ['a, "b"', "x\ty"]
    for separator in (",", "\t"):
        text = curve_table(names, np.zeros(1), np.ones((1, 2)), separator)
        assert read(text, separator) == [["step", *names], ["0", "1.0", "1.0"]]


def test_what_was_not_measured_is_empty_and_rows_without_any_value_are_left_out() -> None:
    values = np.array([[np.nan, 1.0], [np.nan, np.nan], [np.inf, 2.0]])
    text = curve_table(["a", "b"], np.arange(3.0), values)
    assert read(text)[1:] == [["0", "", "1.0"], ["2", "inf", "2.0"]]


def test_without_curves_there_is_only_the_header() -> None:
    assert curve_table([], np.arange(3.0), np.empty((3, 0))) == "step\n"


def test_large_steps_are_written_in_full() -> None:
    assert "\n9007199254740991,1.0" in curve_table(["a"], np.array([2.0**53 - 1]), np.ones((1, 1)))
