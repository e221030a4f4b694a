"""Training samples as a value: pairs of inputs and targets, one row each."""

from dataclasses import dataclass

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.checks import require
from backprop_gui.experiment.network import frozen, same_table

MOST_SAMPLES = 1_000_000


@dataclass(frozen=True, eq=False)
class Samples:
    """`inputs` [sample][input] and `targets` [sample][output], both read-only and finite.

    Raises ExperimentError when there is no sample, or the two do not belong together.
    """

    inputs: Floats
    targets: Floats

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

    def __len__(self) -> int:
        return len(self.inputs)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Samples):
            return NotImplemented
        same_inputs = same_table(self.inputs, other.inputs)
        return same_inputs and same_table(self.targets, other.targets)

    def __hash__(self) -> int:
        return hash((self.inputs.tobytes(), self.targets.tobytes()))
