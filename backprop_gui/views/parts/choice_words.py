"""The words on the screen for the choices that a person makes from a list. No Qt."""

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.training.breakpoint import Condition
from backprop_gui.views.parts.formulas.activations import LOOKS

Choice = Activation | BiasPolicy | SampleOrder | Condition

_WORDS: dict[Choice, tuple[str, str]] = {
    **{activation: (look.word, look.meaning) for activation, look in LOOKS.items()},
    SampleOrder.IN_TURN: ("In turn", "Sample after sample, as they stand."),
    SampleOrder.RANDOM: ("Random", "Each step draws any of the samples."),
    SampleOrder.SHUFFLED: ("Shuffled", "All samples, each epoch in a new order."),
    BiasPolicy.FIXED: ("Fixed", "Never trained, as in the tutorial."),
    BiasPolicy.SHARED: ("Shared per layer", "Each layer trains one for all its neurons."),
    BiasPolicy.PER_NEURON: ("Per neuron", "Each neuron trains one of its own."),
    Condition.STEP: ("Step", "When that many steps are made."),
    Condition.ERROR_BELOW: ("Total error falls below", "The total error over all samples."),
    Condition.ERROR_ABOVE: ("Total error exceeds", "The total error over all samples."),
    Condition.PARAMETER_CROSSES: ("Weight or bias crosses", "A value, in either direction."),
    Condition.OUTPUT_CROSSES: (
        "Output crosses",
        "A neuron's, before a step on the sample chosen, in either direction.",
    ),
    Condition.GRADIENT_ABOVE: (
        "Gradient exceeds",
        "In size: that of one weight or bias, or the length of the whole gradient.",
    ),
    Condition.NOT_FINITE: ("A number is no longer finite", "NaN or infinity anywhere."),
}


def word(choice: Choice) -> str:
    """The name of a choice."""
    return _WORDS[choice][0]


def meaning(choice: Choice) -> str:
    """What a choice does, in a sentence."""
    return _WORDS[choice][1]
