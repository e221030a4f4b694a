"""Makes the arrays of a run: how large they are, and how often they are written to."""

import math

import numpy as np

from backprop_gui.engine import board as boards
from backprop_gui.engine import record as records
from backprop_gui.engine.state import Board, Plan, Record, State, width_of
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings

ROWS = 2048
"""Rows of a history table: more than a plot has pixels to show when half full."""

KEYFRAME_BYTES = 64 << 20
FEWEST_KEYFRAMES = 32
_NEVER = 2**62
_CHEAP_TOTAL = 1 << 14  # samples · parameters up to which a total error is measured for every row


def make_plan(topology: Topology, samples: Samples, training: TrainingSettings) -> Plan:
    return Plan(
        width=width_of(topology),
        table=topology.table,
        inputs=samples.inputs,
        targets=samples.targets,
        rate=training.learning_rate,
        order=training.order.code,
        seed=training.seed,
        bias=training.bias.code,
    )


def make_state(network: Network, samples: Samples) -> State:
    neurons = network.topology.neurons
    return State(
        step=np.zeros(1, dtype=np.int64),
        parameters=network.parameters.copy(),
        outputs=np.zeros(neurons),
        deltas=np.zeros(neurons),
        permutation=np.zeros(len(samples), dtype=np.int64),
    )


def make_record(parameters: int, samples: int) -> Record:
    keyframes = min(max(KEYFRAME_BYTES // (8 * parameters), FEWEST_KEYFRAMES), ROWS) // 2 * 2
    return Record(
        errors=np.zeros((ROWS, 4)),
        keyframes=np.zeros((keyframes, parameters)),
        cells=records.empty_cells(
            _total_every(samples, parameters), first_keyframe_span(parameters)
        ),
        since=np.array([math.inf, -math.inf, 0.0, math.nan]),
    )


def make_blank_record(parameters: int) -> Record:
    """A record in which no row ever ends, for a run that repeats what another has recorded."""
    cells = records.empty_cells(_NEVER, _NEVER)
    cells[records.ERRORS + records.SPAN] = _NEVER
    return Record(
        errors=np.zeros((2, 4)),
        keyframes=np.zeros((2, parameters)),
        cells=cells,
        since=np.array([math.inf, -math.inf, 0.0, math.nan]),
    )


def make_close_record(
    parameters: int, rows: int, span: int, total_every: int | None, with_states: bool
) -> Record:
    """A record for up to `rows` rows of `span` steps, that are taken out before more come; total
    errors are measured every so many steps, or never."""
    cells = records.empty_cells(total_every or _NEVER, span if with_states else _NEVER)
    cells[records.ERRORS + records.SPAN] = span
    return Record(
        errors=np.zeros((rows + 1, 4)),  # one more, since a full table would be merged
        keyframes=np.zeros((rows + 1 if with_states else 2, parameters)),
        cells=cells,
        since=np.array([math.inf, -math.inf, 0.0, math.nan]),
    )


def make_board(parameters: int) -> Board:
    return Board(
        cells=np.zeros(boards.CELLS, dtype=np.int64),
        numbers=np.full(boards.NUMBERS, math.nan),
        parameters=np.zeros(parameters),
    )


def _power_of_two(least: float) -> int:
    return 1 << max(0, math.ceil(math.log2(max(least, 1))))


def _total_every(samples: int, parameters: int) -> int:
    """Steps between total errors: every step where that is cheap, else some 10% of the time."""
    if samples * parameters <= _CHEAP_TOTAL:
        return 1
    return _power_of_two(max(4 * samples, samples * parameters / 4096))


def first_keyframe_span(parameters: int) -> int:
    """Steps a keyframe stands for at first: copying one costs some five steps of a wide network.

    Never less than an error row stands for at the time, so that a keyframe ends an error row too.
    """
    return _power_of_two(parameters / 512)
