"""The choices a person makes about learning, and the codes by which the kernels know them."""

from enum import StrEnum


class _Choice(StrEnum):
    """A named choice; `code` is its place in the definition, which is what kernels are given."""

    @property
    def code(self) -> int:
        return list(type(self)).index(self)


class Activation(_Choice):
    """The function φ that turns a neuron's net input z into its output y = φ(z)."""

    LOGISTIC = "logistic"  # 1 / (1 + e^-z)
    TANH = "tanh"
    RELU = "relu"  # max(0, z)
    IDENTITY = "identity"


class SampleOrder(_Choice):
    """Which sample each step trains on."""

    IN_TURN = "in turn"
    RANDOM = "random"  # drawn with replacement
    SHUFFLED = "shuffled"  # every epoch a new permutation


class BiasPolicy(_Choice):
    """How biases learn."""

    FIXED = "fixed"  # never trained
    SHARED = "shared"  # one per layer, trained with the layer's summed gradient
    PER_NEURON = "per neuron"
