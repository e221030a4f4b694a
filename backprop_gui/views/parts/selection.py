"""What is selected in the network: one value that every view understands."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NEURON = "neuron"
    PARAMETER = "parameter"  # a weight or a bias
    LAYER = "layer"


@dataclass(frozen=True)
class Selection:
    """`layer` counts from 0, the input layer; `at` is a neuron's number in its layer, or a
    parameter's place in the parameter vector; 0 for a layer."""

    kind: Kind
    layer: int
    at: int = 0
