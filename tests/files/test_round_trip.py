"""What is written is read again, bit for bit, and is laid out for people."""

import json
import math
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.experiment_file import (
    experiment_from_bytes,
    experiment_to_bytes,
    read_experiment,
    write_experiment,
)
from backprop_gui.files.network_file import (
    Trained,
    network_from_bytes,
    network_to_bytes,
    read_network,
    write_network,
)
from tests.experiment.strategies import SPECIAL, experiments, numbered

PATH = Path("x.json")
SPECIAL_WEIGHTS = numbered((2, 2, 1))
SPECIAL_WEIGHTS = Experiment(
    SPECIAL_WEIGHTS.network.with_parameters(np.array([*SPECIAL, 0.3])),
    SPECIAL_WEIGHTS.samples,
    SPECIAL_WEIGHTS.training,
)
schemas = Path(__file__).parents[2] / "resources" / "schemas"


def validate(name: str, data: bytes) -> None:
    schema = json.loads((schemas / f"{name}.schema.json").read_bytes())
    jsonschema.validate(json.loads(data), schema)


@given(experiments(most_changes=3))
@example(SPECIAL_WEIGHTS)
def test_an_experiment_is_read_as_it_was_written(experiment: Experiment) -> None:
    assert experiment_from_bytes(PATH, experiment_to_bytes(experiment)) == experiment


@given(experiments(most_changes=3))
@example(SPECIAL_WEIGHTS)
def test_python_reads_the_same_numbers(experiment: Experiment) -> None:
    read = json.loads(experiment_to_bytes(experiment))
    for at, layer in enumerate(read["network"]["layers"]):
        weights = np.array(layer["weights"], dtype=float)
        assert weights.tobytes() == experiment.network.weights(at).tobytes()
        assert np.array(layer["biases"]).tobytes() == experiment.network.biases(at).tobytes()


@given(
    experiments(most_changes=3), st.integers(0), st.floats(allow_nan=False, allow_infinity=False)
)
def test_a_network_is_read_as_it_was_written(
    experiment: Experiment, steps: int, total_error: float
) -> None:
    data = network_to_bytes(experiment.network, Trained(steps, total_error))
    assert network_from_bytes(PATH, data) == experiment.network
    assert json.loads(data)["trained"] == {"steps": steps, "total_error": total_error}


@given(experiments(most_changes=3))
@settings(max_examples=30)
def test_what_is_written_fits_its_schema(experiment: Experiment) -> None:
    validate("backprop-experiment", experiment_to_bytes(experiment))
    validate("backprop-network", network_to_bytes(experiment.network, Trained(1, 0.5)))


@pytest.mark.parametrize("total_error", [math.nan, math.inf, None])
def test_a_total_error_that_is_not_known_is_null(total_error: float | None) -> None:
    data = network_to_bytes(numbered((2, 1)).network, Trained(3, total_error))
    assert json.loads(data)["trained"] == {"steps": 3, "total_error": None}
    validate("backprop-network", data)
    network_from_bytes(PATH, data)


def test_an_experiment_is_laid_out_for_people() -> None:
    expected = """\
{
  "format": "backprop-experiment",
  "version": 1,
  "network": {
    "inputs": 2,
    "layers": [
      {
        "activation": "logistic",
        "weights": [
          [1.0, 3.0],
          [2.0, 4.0]
        ],
        "biases": [5.0, 5.0]
      },
      {
        "activation": "logistic",
        "weights": [
          [7.0, 8.0]
        ],
        "biases": [9.0]
      }
    ]
  },
  "samples": [
    {"inputs": [1000.0, 1001.0], "targets": [2000.0]},
    {"inputs": [1002.0, 1003.0], "targets": [2001.0]}
  ],
  "training": {"learning_rate": 0.5, "order": "in turn", "seed": 0, "bias": "fixed"}
}
"""
    assert experiment_to_bytes(numbered((2, 2, 1), BiasPolicy.FIXED)).decode() == expected


def test_a_network_is_laid_out_for_people() -> None:
    expected = """\
{
  "format": "backprop-network",
  "version": 1,
  "inputs": 1,
  "layers": [
    {
      "activation": "logistic",
      "weights": [
        [1.0]
      ],
      "biases": [2.0]
    }
  ],
  "trained": {"steps": 10, "total_error": 0.125}
}
"""
    assert network_to_bytes(numbered((1, 1)).network, Trained(10, 0.125)).decode() == expected


def test_whole_numbers_may_stand_for_floats() -> None:
    data = experiment_to_bytes(numbered((2, 2, 1))).replace(b".0", b"")
    assert b"[1, 3]" in data
    assert experiment_from_bytes(PATH, data) == numbered((2, 2, 1))


def test_files_hold_experiments_and_networks(tmp_path: Path) -> None:
    experiment, path = numbered((2, 3, 1)), tmp_path / "file.json"
    write_experiment(path, experiment)
    assert read_experiment(path) == experiment
    assert read_network(path) == experiment.network
    write_network(path, experiment.network, Trained(0, 0.5))
    assert read_network(path) == experiment.network
