"""The printed network looks as the tutorial's own program prints it."""

from itertools import pairwise

import numpy as np

from backprop_gui.engine.choices import Activation
from backprop_gui.experiment.edits import from_blocks
from backprop_gui.experiment.inspection import inspected

LOGISTIC = Activation.LOGISTIC


def block(weights: list[list[float]], biases: list[float]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(weights), np.array(biases)


def test_a_network_is_printed_layer_by_layer_neuron_by_neuron() -> None:
    blocks = [block([[0.15, 0.2], [0.25, 0.3]], [0.35, 0.35]), block([[0.4, 0.45]], [0.0])]
    expected = """------
* Inputs: 2
------
Hidden Layer
Neurons: 2
 Neuron 0
  Weight: 0.15
  Weight: 0.2
  Bias: 0.35
 Neuron 1
  Weight: 0.25
  Weight: 0.3
  Bias: 0.35
------
* Output Layer
Neurons: 1
 Neuron 0
  Weight: 0.4
  Weight: 0.45
  Bias: 0.0
------"""
    assert "\n".join(inspected(from_blocks((LOGISTIC, LOGISTIC), blocks))) == expected


def test_several_hidden_layers_are_numbered_and_other_activations_named() -> None:
    blocks = [block([[1.0]], [0.0])] * 3
    lines = list(inspected(from_blocks((LOGISTIC, Activation.TANH, Activation.IDENTITY), blocks)))
    titles = [before for before, line in pairwise(lines) if "Neurons" in line]
    assert titles == [
        "Hidden Layer 1",
        "Activation: tanh",
        "Activation: identity",
    ]
    assert "Hidden Layer 2" in lines
    assert lines.count("* Output Layer") == 1


def test_without_a_hidden_layer_there_is_only_the_output_layer() -> None:
    lines = list(inspected(from_blocks((LOGISTIC,), [block([[1.0]], [0.0])])))
    assert not any("Hidden" in line for line in lines)
