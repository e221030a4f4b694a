"""A network that learns by the kernel, and the same by the oracle, for the tests of the engine."""

import math
import os
from dataclasses import dataclass, field

import numpy as np

from backprop_gui.engine import board as boards
from backprop_gui.engine import evaluate, kernel
from backprop_gui.engine import record as records
from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.state import Board, Plan, Record, State, width_of
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.engine.watch import Watch
from tests.engine import oracle

NEVER = 2**62

IS_PLAIN = bool(os.getenv("NUMBA_DISABLE_JIT"))
"""Nothing is compiled: a step takes a hundred times as long, so that fewer must do."""


@dataclass(frozen=True)
class Task:
    """Everything that a run depends on."""

    sizes: tuple[int, ...]
    activations: tuple[Activation, ...]
    parameters: Floats
    inputs: Floats
    targets: Floats
    rate: float = 0.5
    order: SampleOrder = SampleOrder.IN_TURN
    seed: int = 3
    bias: BiasPolicy = BiasPolicy.FIXED

    @property
    def topology(self) -> Topology:
        return Topology(self.sizes, self.activations)


def random_task(
    sizes: tuple[int, ...],
    activation: Activation = Activation.LOGISTIC,
    *,
    samples: int = 4,
    seed: int = 1,
    scale: float = 1.0,
    rate: float = 0.5,
    order: SampleOrder = SampleOrder.IN_TURN,
    bias: BiasPolicy = BiasPolicy.FIXED,
) -> Task:
    """A task with random weights up to `scale`, and samples that its outputs can reach.

    ReLUs get positive biases, so that not all of them are off for good.
    """
    activations = (activation,) * (len(sizes) - 1)
    topology = Topology(sizes, activations)
    random = np.random.default_rng(seed)
    parameters = random.uniform(-scale, scale, topology.parameters)
    for layer in topology.layers if activation is Activation.RELU else ():
        parameters[layer.biases : layer.end] = random.uniform(scale, 2 * scale, layer.neurons)
    if bias is not BiasPolicy.PER_NEURON:
        share_biases(topology, parameters)
    inputs = random.uniform(0, 1, (samples, sizes[0]))
    targets = random.uniform(0.01, 0.99, (samples, sizes[-1]))
    return Task(sizes, activations, parameters, inputs, targets, rate, order, seed, bias)


def share_biases(topology: Topology, parameters: Floats) -> None:
    """Gives all neurons of a layer its first one's bias."""
    for layer in range(len(topology.layers)):
        biases = topology.biases(parameters, layer)
        biases[:] = biases[0]


TUTORIAL = Task(
    sizes=(2, 2, 2),
    activations=(Activation.LOGISTIC,) * 2,
    # Input-major: w1 w3, w2 w4, b1 b1, w5 w7, w6 w8, b2 b2
    parameters=np.array([0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60]),
    inputs=np.array([[0.05, 0.10]]),
    targets=np.array([[0.01, 0.99]]),
)


@dataclass
class Learner:
    """A run of `task` by the kernel, with a record of the given sizes."""

    task: Task
    error_rows: int = 64
    keyframe_rows: int = 32
    total_every: int = 1
    keyframe_span: int = 1
    watch: Watch | None = None
    plan: Plan = field(init=False)
    state: State = field(init=False)
    record: Record = field(init=False)
    board: Board = field(init=False)

    def __post_init__(self) -> None:
        task, topology = self.task, self.task.topology
        self.plan = Plan(
            width=width_of(topology),
            table=topology.table,
            inputs=_read_only(task.inputs),
            targets=_read_only(task.targets),
            rate=task.rate,
            order=task.order.code,
            seed=task.seed,
            bias=task.bias.code,
        )
        self.state = State(
            step=np.zeros(1, dtype=np.int64),
            parameters=task.parameters.copy(),
            outputs=np.zeros(topology.neurons),
            deltas=np.zeros(topology.neurons),
            permutation=np.zeros(len(task.inputs), dtype=np.int64),
        )
        self.record = Record(
            errors=np.zeros((self.error_rows, 4)),
            keyframes=np.zeros((self.keyframe_rows, topology.parameters)),
            cells=records.empty_cells(self.total_every, self.keyframe_span),
            since=np.array([math.inf, -math.inf, 0.0, math.nan]),
        )
        self.board = Board(
            cells=np.zeros(boards.CELLS, dtype=np.int64),
            numbers=np.full(boards.NUMBERS, math.nan),
            parameters=np.zeros(topology.parameters),
        )

    def advance(
        self, end: int, until: float = -1.0, check_every: int = NEVER
    ) -> tuple[int, int, float]:
        """(reason, last sample, its error), as the kernel says."""
        reason, sample, error = kernel.advance(
            self.plan, self.state, self.record, self.board, self.watch, end, until, check_every
        )
        return int(reason), int(sample), float(error)

    @property
    def step(self) -> int:
        return int(self.state.step[0])

    @property
    def parameters(self) -> Floats:
        return self.state.parameters

    def total_error(self) -> float:
        task = self.task
        return evaluate.error_of_samples(
            task.topology, self.state.parameters, task.inputs, task.targets
        )

    @property
    def errors(self) -> Floats:
        """The rows of errors."""
        rows: int = self.record.cells[records.ERRORS + records.ROWS]
        return self.record.errors[:rows]

    @property
    def keyframes(self) -> Floats:
        """The rows of keyframes."""
        rows: int = self.record.cells[records.KEYFRAMES + records.ROWS]
        return self.record.keyframes[:rows]

    def span(self, table: int) -> int:
        return int(self.record.cells[table + records.SPAN])


@dataclass
class Definition:
    """The same run by the oracle."""

    task: Task
    step: int = 0
    network: oracle.Network = field(init=False)
    samples: list[oracle.Sample] = field(init=False)

    def __post_init__(self) -> None:
        task = self.task
        activations = [activation.value for activation in task.activations]
        self.network = oracle.network(list(task.sizes), activations, task.parameters.tolist())
        self.samples = [
            oracle.Sample(inputs, targets)
            for inputs, targets in zip(task.inputs.tolist(), task.targets.tolist(), strict=True)
        ]

    def advance(self, end: int) -> list[float]:
        """The squared error of each step's sample before its update."""
        return [self.learn() for _ in range(end - self.step)]

    def learn(self) -> float:
        task = self.task
        number = oracle.sample_of(task.order.value, task.seed, self.step, len(self.samples))
        self.step += 1
        return self.network.learn(self.samples[number], task.rate, task.bias.value)

    @property
    def parameters(self) -> Floats:
        return np.array(self.network.vector())

    def errors(self) -> list[float]:
        """The squared error of each sample."""
        return [self.network.error(sample) for sample in self.samples]

    def total_error(self) -> float:
        return self.network.total_error(self.samples)


def same_bits(one: Floats, other: Floats) -> bool:
    """Whether two arrays hold the same bits, zeros' signs included; any NaN is like another."""
    numbers = ~(np.isnan(one) & np.isnan(other))
    return one.shape == other.shape and one[numbers].tobytes() == other[numbers].tobytes()


def _read_only(values: Floats) -> Floats:
    """As the application has them, so that the kernel is not compiled for another kind."""
    array = np.ascontiguousarray(values).copy()
    array.flags.writeable = False
    return array
