"""Samples as a CSV file that spreadsheets and `sample_table` read."""

import csv
import io
from pathlib import Path

from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.atomic import replacing

_CHUNK = 4096  # rows in memory as text


def write_samples(path: Path, samples: Samples) -> None:
    """A header and one row a sample, values as shown, in full. Raises FileError."""
    input_columns, target_columns = samples.columns
    columns = (*input_columns, *target_columns)
    with replacing(path) as write:
        write(_lines([[*_names(input_columns, "i"), *_names(target_columns, "o")]]))
        for start in range(0, len(samples), _CHUNK):
            some = slice(start, start + _CHUNK)
            pairs = zip(samples.inputs[some].tolist(), samples.targets[some].tolist(), strict=True)
            write(_lines([_shown(inputs + targets, columns) for inputs, targets in pairs]))


def _names(columns: tuple[Column, ...], letter: str) -> list[str]:
    return [column.name or f"{letter}{at}" for at, column in enumerate(columns, 1)]


def _shown(row: list[float], columns: tuple[Column, ...]) -> list[str]:
    return [repr(column.shown(value)) for column, value in zip(columns, row, strict=True)]


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
