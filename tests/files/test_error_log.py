"""The log of total errors is CSV that gives back the same bits."""

import csv
from pathlib import Path

import pytest

from backprop_gui.files.error_log import error_log

ERRORS = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 0.0]


def test_rows_are_read_as_they_were_added(tmp_path: Path) -> None:
    with error_log(tmp_path / "log.csv") as add:
        for step, error in enumerate(ERRORS, 1):
            add(step, error)
    with (tmp_path / "log.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["step", "total_error"]
    assert [(int(step), float(error)) for step, error in rows] == list(enumerate(ERRORS, 1))


def test_a_number_has_17_significant_digits(tmp_path: Path) -> None:
    with error_log(tmp_path / "log.csv") as add:
        add(1, 0.1)
    assert (tmp_path / "log.csv").read_text() == "step,total_error\n1,0.10000000000000001\n"


def test_a_log_that_is_given_up_leaves_no_file(tmp_path: Path) -> None:
    def fail() -> None:
        with error_log(tmp_path / "log.csv") as add:
            add(1, 0.1)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert not list(tmp_path.iterdir())
