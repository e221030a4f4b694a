"""Training samples as a value: pairs of inputs and targets, one row each."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.checks import require
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.network import frozen, same_table

MOST_SAMPLES = 1_000_000


@dataclass(frozen=True, eq=False)
class Samples:
    """`inputs` [sample][input] and `targets` [sample][output], both read-only and finite.

    `input_columns` and `target_columns` name and scale their columns; empty when none of them
    has a name or a scale. Raises ExperimentError when there is no sample, or the parts do not
    belong together.
    """

    inputs: Floats
    targets: Floats
    input_columns: tuple[Column, ...] = ()
    target_columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", frozen(self.inputs))
        object.__setattr__(self, "targets", frozen(self.targets))
        are_tables = self.inputs.ndim == self.targets.ndim == 2
        require(are_tables, "samples", "a table of inputs and one of targets")
        require(len(self.inputs) == len(self.targets), "samples", "as many targets as inputs")
        require(len(self.inputs) > 0, "samples", "at least one sample")
        require(len(self.inputs) <= MOST_SAMPLES, "samples", f"at most {MOST_SAMPLES} samples")
        for name, table in (("inputs", self.inputs), ("targets", self.targets)):
            wrong = np.flatnonzero(~np.isfinite(table).all(axis=1))
            at = int(wrong[0]) if len(wrong) else 0
            require(not len(wrong), f"samples[{at}].{name}", "finite numbers")
        input_columns = _told(self.input_columns, self.inputs, "columns.inputs")
        target_columns = _told(self.target_columns, self.targets, "columns.targets")
        object.__setattr__(self, "input_columns", input_columns)
        object.__setattr__(self, "target_columns", target_columns)

    def __len__(self) -> int:
        return len(self.inputs)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Samples):
            return NotImplemented
        same_columns = self.columns == other.columns
        return same_columns and self.has_numbers_of(other)

    def __hash__(self) -> int:
        return hash((self.inputs.tobytes(), self.targets.tobytes(), self.columns))

    def has_numbers_of(self, other: Self) -> bool:
        """Whether both train alike: their columns may have other names and scales."""
        same_inputs = same_table(self.inputs, other.inputs)
        return same_inputs and same_table(self.targets, other.targets)

    @property
    def columns(self) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
        """Those of the inputs and of the targets, one for each."""
        inputs, targets = self.inputs.shape[1], self.targets.shape[1]
        return (
            self.input_columns or (Column(),) * inputs,
            self.target_columns or (Column(),) * targets,
        )

    def resized(self, inputs: int, targets: int) -> Self:
        """With so many columns: the first are kept, new ones hold 0 as trained."""
        input_columns, target_columns = self.columns
        return type(self)(
            _resized(self.inputs, inputs),
            _resized(self.targets, targets),
            _extended(input_columns, inputs),
            _extended(target_columns, targets),
        )

    def without_input(self, at: int) -> Self:
        """Without one column of the inputs."""
        return type(self)(
            np.delete(self.inputs, at, axis=1),
            self.targets,
            self.input_columns[:at] + self.input_columns[at + 1 :],
            self.target_columns,
        )

    def without_target(self, at: int) -> Self:
        """Without one column of the targets."""
        return type(self)(
            self.inputs,
            np.delete(self.targets, at, axis=1),
            self.input_columns,
            self.target_columns[:at] + self.target_columns[at + 1 :],
        )


def _told(columns: tuple[Column, ...], table: Floats, place: str) -> tuple[Column, ...]:
    """The columns, or none where they say nothing: what is equal is then written equally."""
    count = table.shape[1]
    entries = "1 entry" if count == 1 else f"{count} entries"
    require(len(columns) in (0, count), place, f"{entries}, one for each column")
    plain = Column()
    return columns if any(column != plain for column in columns) else ()


def _resized(table: Floats, columns: int) -> Floats:
    if table.shape[1] == columns:
        return table
    resized = np.zeros((len(table), columns))
    kept = min(columns, table.shape[1])
    resized[:, :kept] = table[:, :kept]
    return resized


def _extended(columns: tuple[Column, ...], count: int) -> tuple[Column, ...]:
    return columns[:count] + (Column(),) * (count - len(columns))
