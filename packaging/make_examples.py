"""Makes the example experiments that are drawn from a formula or a table, and writes them anew.

`python packaging/make_examples.py [FOLDER]`. The small ones (tutorial, XOR and so on) are written
by hand. Every number comes from the formulas, seeds and the table (iris.csv) named here.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from backprop_gui.engine import counter  # noqa: E402 - the folder above comes first on the path
from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder  # noqa: E402
from backprop_gui.engine.topology import Floats, Topology  # noqa: E402
from backprop_gui.experiment.columns import Column  # noqa: E402
from backprop_gui.experiment.experiment import Experiment  # noqa: E402
from backprop_gui.experiment.initialise import Xavier, redraw  # noqa: E402
from backprop_gui.experiment.network import Network  # noqa: E402
from backprop_gui.experiment.samples import Samples  # noqa: E402
from backprop_gui.experiment.training_settings import TrainingSettings  # noqa: E402
from backprop_gui.files.delimited import DelimitedText, Dialect  # noqa: E402
from backprop_gui.files.experiment_file import write_experiment  # noqa: E402
from backprop_gui.files.sample_table import Choices, Role, Scaling, read_samples  # noqa: E402

LOGISTIC, TANH, IDENTITY = Activation.LOGISTIC, Activation.TANH, Activation.IDENTITY
SEED = 1
XY = (Column("x"), Column("y"))


def circle() -> Experiment:
    """100 points of the disc of radius 0.5 (target 1), 100 of the ring from 0.7 to 1 (target 0).

    Radius and angle are uniform.
    """
    radius = np.concatenate([_uniform(0, 100, 0, 0.5), _uniform(1, 100, 0.7, 1)])
    angle = _uniform(2, 200, 0, 2 * np.pi)
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return _two_classes(points, "inside", (2, 4, 1), 0.1)


def spiral() -> Experiment:
    """Two arms of 100 points: angle from 0 to 2π evenly, radius 3 / 2π of it, the second -1 times
    the first."""
    turn = (np.arange(100) + 0.5) / 100
    arm = 3 * np.column_stack([turn * np.cos(2 * np.pi * turn), turn * np.sin(2 * np.pi * turn)])
    return _two_classes(np.vstack([arm, -arm]), "first arm", (2, 8, 8, 1), 0.1)


def moons() -> Experiment:
    """100 points each of (cos πt, sin πt) and (1 - cos πt, 1/2 - sin πt), t from 0 to 1 evenly,
    moved by uniform noise of ±0.15 in x and y, around the middle (1/2, 1/4)."""
    t = np.pi * np.arange(100) / 99
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    noise = _uniform(3, 400, -0.15, 0.15).reshape(200, 2)
    points = np.vstack([upper, lower]) + noise - np.array([0.5, 0.25])
    return _two_classes(points, "upper moon", (2, 8, 1), 0.1)


def sine() -> Experiment:
    """sin x at 41 points from -π to π, evenly; trained on x / π."""
    x = np.linspace(-1, 1, 41)[:, None]
    columns = (Column("x", 0.0, np.pi),), (Column("sin x"),)
    # Rounded, so that what is 0 is shown as 0, and not -0.0.
    targets = np.round(np.sin(np.pi * x), 15) + 0.0
    samples = Samples(x, targets.astype(np.float64), *columns)
    return _experiment(samples, (1, 8, 1), (TANH, IDENTITY), 0.05)


def iris() -> Experiment:
    """Iris.csv: four lengths scaled to mean 0 and deviation 1, a target for each species."""
    roles = (*[Role.INPUT] * 4, Role.CLASSES)
    choices = Choices(Dialect(",", has_header=True), roles, Scaling.STANDARD)
    samples = read_samples(DelimitedText.read(HERE / "iris.csv"), choices)
    assert samples is not None
    return _experiment(samples, (4, 5, 3), (TANH, LOGISTIC), 0.1)


EXAMPLES: dict[str, Callable[[], Experiment]] = {
    "circle": circle,
    "spiral": spiral,
    "two-moons": moons,
    "sine": sine,
    "iris": iris,
}


def _two_classes(points: Floats, name: str, sizes: tuple[int, ...], rate: float) -> Experiment:
    """Points of which the first half has the target 1, the other 0; the two take turns."""
    half = len(points) // 2
    order = np.arange(len(points)).reshape(2, half).T.ravel()
    targets = (order < half).astype(np.float64)[:, None]
    samples = Samples(points[order], targets, XY, (Column(name),))
    activations = (TANH,) * (len(sizes) - 2) + (LOGISTIC,)
    return _experiment(samples, sizes, activations, rate)


def _experiment(
    samples: Samples, sizes: tuple[int, ...], activations: tuple[Activation, ...], rate: float
) -> Experiment:
    """With weights from Xavier's distribution and biases of 0, each neuron's own."""
    topology = Topology(sizes, activations)
    network = Network(topology, np.zeros(topology.parameters))
    training = TrainingSettings(rate, SampleOrder.SHUFFLED, SEED, BiasPolicy.PER_NEURON)
    plain = Experiment(network, samples, training)
    return redraw(plain, Xavier(), range(1, len(sizes)), biases=False)


def _uniform(stream: int, count: int, low: float, high: float) -> Floats:
    """Uniform numbers, other ones for each `stream`."""
    return counter.uniform(SEED, count, low, high, start=stream << 32)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "resources" / "examples"
    for name, make in EXAMPLES.items():
        write_experiment(folder / f"{name}.json", make())


if __name__ == "__main__":
    main()
