"""The arrays that the kernels work on, as named tuples; what makes and owns them is a training.Run.

A `Plan` says what is to be learned and never changes while a kernel runs; a `State` is where
learning stands; a `Record` is its bounded history; a `Board` is where another thread may, while
the kernel runs, ask it to stop or to show its state, without the GIL and without a lock.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backprop_gui.engine.topology import Floats, Topology

Integers = npt.NDArray[np.int64]


class Narrow(NamedTuple):
    """Marks, by its type, kernels that keep the exact order of operations."""

    mark: int = 0


class Wide(NamedTuple):
    """Marks, by its type, kernels that may reorder sums."""

    mark: int = 0


def width_of(topology: Topology) -> Narrow | Wide:
    """The mark of the kernels that a network is computed with."""
    return Narrow() if topology.is_narrow else Wide()


class Plan(NamedTuple):
    """What is learned: Topology.table, samples [sample][value], settings as codes and numbers."""

    width: Narrow | Wide
    table: npt.NDArray[np.uint64]
    inputs: Floats
    targets: Floats
    rate: float
    order: int
    seed: int
    bias: int


class State(NamedTuple):
    """Where learning stands: `step` updates made to `parameters`; the rest is scratch."""

    step: Integers  # one cell
    parameters: Floats
    outputs: Floats
    deltas: Floats
    permutation: Integers  # one cell a sample


class Record(NamedTuple):
    """The history of a run in bounded memory (see record.py)."""

    errors: Floats  # [row][LOW, HIGH, MEAN, TOTAL]
    keyframes: Floats  # [row][parameter]
    cells: Integers
    since: Floats  # LOW, HIGH, SUM of the steps since the last row; LAST_TOTAL


class Board(NamedTuple):
    """Cells shared with another thread (see board.py)."""

    cells: Integers
    numbers: Floats
    parameters: Floats
