"""The words on the screen for the choices about learning. No Qt."""

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder

Choice = Activation | BiasPolicy | SampleOrder

_WORDS: dict[Choice, tuple[str, str]] = {
    Activation.LOGISTIC: ("logistic", "1 / (1 + e⁻ᶻ): between 0 and 1, as in the tutorial."),
    Activation.TANH: ("tanh", "The hyperbolic tangent of z: between −1 and 1."),
    Activation.RELU: ("ReLU", "z where it is positive, else 0."),
    Activation.IDENTITY: ("identity", "z itself: a linear neuron."),
    SampleOrder.IN_TURN: ("In turn", "Sample after sample, as they stand."),
    SampleOrder.RANDOM: ("Random", "Each step draws any of the samples."),
    SampleOrder.SHUFFLED: ("Shuffled", "All samples, each epoch in a new order."),
    BiasPolicy.FIXED: ("Fixed", "Never trained, as in the tutorial."),
    BiasPolicy.SHARED: ("Shared per layer", "Each layer trains one for all its neurons."),
    BiasPolicy.PER_NEURON: ("Per neuron", "Each neuron trains one of its own."),
}


def word(choice: Choice) -> str:
    """The name of a choice."""
    return _WORDS[choice][0]


def meaning(choice: Choice) -> str:
    """What a choice does, in a sentence."""
    return _WORDS[choice][1]
