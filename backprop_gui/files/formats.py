"""What our files hold, as types: reading checks against them, and the JSON Schemas come from them.

Shapes that belong together (as many weights as inputs) are checked by `conversion`.
"""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.experiment.columns import LONGEST_NAME
from backprop_gui.experiment.samples import MOST_SAMPLES
from backprop_gui.experiment.training_settings import MOST_RATE, MOST_SEED

EXPERIMENT: Literal["backprop-experiment"] = "backprop-experiment"
NETWORK: Literal["backprop-network"] = "backprop-network"
VERSION: Literal[1] = 1


def _described(text: str, **limits: Any) -> Meta:
    """Limits given here stand in the schema only: the experiment's own checks hold them."""
    return Meta(description=text, extra_json_schema=limits or None)


_PLACE = (
    "Its place among all weights and biases: layer by layer, a layer's weights before its biases, "
    "all weights that leave its first input before those that leave the second."
)
Row = tuple[float, ...]
Version = Annotated[Literal[1], _described("Of the format; a newer one is refused.")]
Inputs = Annotated[int, Meta(ge=1, description="How many inputs the network has.")]


class LayerData(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One layer of neurons."""

    activation: Activation
    weights: Annotated[
        tuple[Annotated[Row, Meta(min_length=1)], ...],
        Meta(min_length=1, description="One row a neuron: a weight for each of its inputs."),
    ]
    biases: Annotated[Row, Meta(min_length=1, description="One a neuron.")]


Layers = Annotated[
    tuple[LayerData, ...],
    Meta(min_length=1, description="In order; the last one is the output layer."),
]


class NetworkData(Struct, frozen=True, forbid_unknown_fields=True):
    """A network with its initial weights."""

    inputs: Inputs
    layers: Layers


class SampleData(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A training sample."""

    inputs: Annotated[Row, _described("One number for each of the network's inputs.")]
    targets: Annotated[Row, _described("One number for each neuron of the output layer.")]


class ColumnData(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A column of the samples: value as trained = (value as shown - offset) / scale."""

    name: Annotated[
        str, _described("Empty for the name of its neuron.", maxLength=LONGEST_NAME)
    ] = ""
    offset: Annotated[float, _described("In what is shown.")] = 0.0
    scale: Annotated[float, _described("Not 0.", **{"not": {"const": 0}})] = 1.0


class ColumnsData(Struct, frozen=True, forbid_unknown_fields=True):
    """Names and scales of the samples' columns."""

    inputs: Annotated[tuple[ColumnData, ...], _described("None, or one for each input.")]
    targets: Annotated[tuple[ColumnData, ...], _described("None, or one for each target.")]


class TrainingData(Struct, frozen=True, forbid_unknown_fields=True):
    """How the network is trained."""

    learning_rate: Annotated[
        float, _described("What a gradient is multiplied by.", minimum=0, maximum=MOST_RATE)
    ]
    order: SampleOrder
    seed: Annotated[int, _described("Of the random orders.", minimum=0, maximum=MOST_SEED)]
    bias: BiasPolicy


class ParameterData(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A weight or a bias that is set."""

    at: Annotated[int, Meta(ge=0, description=_PLACE)]
    value: Annotated[float, _described("What it is from then on.")]


Samples = Annotated[
    tuple[SampleData, ...],
    Meta(min_length=1, extra_json_schema={"maxItems": MOST_SAMPLES}),
]


class ChangeData(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is different from one step of the run on."""

    step: Annotated[int, Meta(ge=1, description="Made after this many updates.")]
    training: TrainingData | UnsetType = UNSET
    samples: Samples | UnsetType = UNSET
    columns: Annotated[
        ColumnsData | UnsetType, _described("Of its samples; without them it has no meaning.")
    ] = UNSET
    parameters: tuple[ParameterData, ...] = ()


class ExperimentFile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An experiment of Backprop Lab: a network with its initial weights, samples, settings."""

    format: Literal["backprop-experiment"]
    version: Version
    network: NetworkData
    samples: Samples
    training: TrainingData
    columns: ColumnsData | UnsetType = UNSET
    changes: Annotated[
        tuple[ChangeData, ...], _described("Made during the run, in the order of their steps.")
    ] = ()


class Trained(Struct, frozen=True, forbid_unknown_fields=True):
    """Where training stood when the network was exported."""

    steps: Annotated[int, Meta(ge=0, description="Weight updates made.")]
    total_error: Annotated[
        float | None, _described("Over all samples, after these steps; null if not known.")
    ]


class NetworkFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A network of Backprop Lab, as it is exported."""

    format: Literal["backprop-network"]
    version: Version
    inputs: Inputs
    layers: Layers
    trained: Trained | UnsetType = UNSET
