"""The examples that are drawn: they can be made again, and their networks learn them."""

import csv
from collections import defaultdict
from pathlib import Path

import make_examples
import numpy as np
import pytest

from backprop_gui.engine.evaluate import outputs_of_samples
from backprop_gui.experiment.data_edits import all_columns
from backprop_gui.files.examples import examples, read_example
from backprop_gui.training.run import Run

TABLE = Path(make_examples.__file__).with_name("iris.csv")


@pytest.mark.parametrize("name", make_examples.EXAMPLES)
def test_an_example_is_made_again_from_its_formula(name: str) -> None:
    stored, made = read_example(name), make_examples.EXAMPLES[name]()
    # Not bit for bit: sine and cosine are the system's own.
    assert np.allclose(stored.samples.inputs, made.samples.inputs, rtol=0, atol=1e-12)
    assert np.allclose(stored.samples.targets, made.samples.targets, rtol=0, atol=1e-12)
    assert stored.samples.columns == made.samples.columns
    assert stored.network == made.network
    assert stored.training == made.training


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("name", "steps", "right"),
    [
        ("circle", 10_000, 1.0),
        ("two-moons", 20_000, 0.98),
        ("iris", 10_000, 0.96),
        ("spiral", 50_000, 0.98),
    ],
)
def test_the_classes_are_learnt(name: str, steps: int, right: float) -> None:
    experiment = read_example(name)
    run = Run(experiment)
    run.advance(0)
    before = run.total_error()
    run.advance(steps)
    assert run.total_error() < before / 10
    topology, targets = experiment.network.topology, experiment.samples.targets
    every = outputs_of_samples(topology, run.parameters, experiment.samples.inputs)
    guesses = np.round(every[:, -topology.outputs :])
    assert (guesses == targets).all(axis=1).mean() >= right


@pytest.mark.compiled
def test_the_sine_is_learnt() -> None:
    experiment = read_example("sine")
    run = Run(experiment)
    run.advance(100_000)
    every = outputs_of_samples(
        experiment.network.topology, run.parameters, experiment.samples.inputs
    )
    assert np.abs(every[:, -1:] - experiment.samples.targets).max() < 0.05


def test_the_sine_is_shown_in_radians() -> None:
    samples = read_example("sine").samples
    column = samples.input_columns[0]
    for x, y in zip(samples.inputs[:, 0], samples.targets[:, 0], strict=True):
        assert np.sin(column.shown(x)) == pytest.approx(y, abs=1e-12)


def test_iris_has_the_means_that_fisher_published() -> None:
    """Fisher, 1936: the means of the 50 flowers of each species, in centimetres."""
    published = {
        "versicolor": [5.936, 2.770, 4.260, 1.326],
        "setosa": [5.006, 3.428, 1.462, 0.246],
        "virginica": [6.588, 2.974, 5.552, 2.026],
    }
    measures: dict[str, list[list[float]]] = defaultdict(list)
    with TABLE.open(newline="") as file:
        for *lengths, species in list(csv.reader(file))[1:]:
            measures[species].append([float(length) for length in lengths])
    assert {species: len(rows) for species, rows in measures.items()} == dict.fromkeys(
        published, 50
    )
    for species, means in published.items():
        assert np.mean(measures[species], axis=0) == pytest.approx(means, abs=1e-9)


def test_iris_is_shown_in_centimetres() -> None:
    samples = read_example("iris").samples
    with TABLE.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    columns = all_columns(samples)
    names = [column.name for column in columns[4:]]
    for at, row in enumerate(rows):
        inputs = samples.inputs[at].tolist()
        shown = [column.shown(x) for column, x in zip(columns[:4], inputs, strict=True)]
        assert [repr(x) for x in shown] == row[:4]
        assert names[int(samples.targets[at].argmax())] == row[4]


def test_iris_names_its_source_and_licence() -> None:
    described = next(each.description for each in examples() if each.name == "iris")
    for word in ("150", "Anderson", "Fisher", "1936", "CC BY 4.0"):
        assert word in described


def test_the_sine_is_exactly_0_where_it_crosses_0() -> None:
    samples = read_example("sine").samples
    assert [repr(float(samples.targets[at, 0])) for at in (0, 20, 40)] == ["0.0"] * 3
