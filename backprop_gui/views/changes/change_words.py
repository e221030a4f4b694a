"""A change during a run in words. No Qt."""

from collections.abc import Iterator

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.changes import settings_changed
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import parameter_name
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.views.parts.choice_words import word
from backprop_gui.views.parts.numbers import plain, steps

_MOST_LISTED = 20
_NOTHING = "nothing"

Values = dict[str, float]


def change_words(experiment: Experiment, change: Change, one_bias: bool) -> str:
    """What the change does, in a line; `one_bias` as parameters are named."""
    values = set_values(experiment, change, one_bias)
    return "; ".join(_what(experiment, change, values)) or _NOTHING


def all_values(experiment: Experiment, change: Change, one_bias: bool) -> str:
    """The weights and biases that it sets, one a line; those of very many that come first."""
    values = list(set_values(experiment, change, one_bias).items())
    lines = [f"{name} = {plain(value)}" for name, value in values[:_MOST_LISTED]]
    return "\n".join([*lines, "…"] if len(values) > _MOST_LISTED else lines)


def set_values(experiment: Experiment, change: Change, one_bias: bool) -> Values:
    """The weights and biases that it sets, by name."""
    topology = experiment.network.topology
    return {parameter_name(topology, at, one_bias): value for at, value in change.parameters}


def _what(experiment: Experiment, change: Change, values: Values) -> Iterator[str]:
    before = change.step - 1
    if change.training is not None:
        yield from _settings(experiment.training_at(before), change.training)
    if change.samples is not None:
        yield _samples(experiment.samples_at(before), change.samples)
    if len(values) == 1:
        ((name, value),) = values.items()
        yield f"{name} = {plain(value)}"
    elif values:
        yield _counts(values)


def _settings(before: TrainingSettings, after: TrainingSettings) -> Iterator[str]:
    changed = settings_changed(before, after)
    if "learning_rate" in changed:
        yield f"learning rate {plain(before.learning_rate)} → {plain(after.learning_rate)}"
    if "order" in changed:
        yield f"order: {word(after.order).lower()}"
    if "seed" in changed:
        yield f"seed {before.seed} → {after.seed}"
    if "bias" in changed:
        yield f"biases: {word(after.bias).lower()}"


def _samples(before: Samples, after: Samples) -> str:
    if len(before) != len(after):
        return f"samples: {steps(len(before))} → {steps(len(after))}"
    return "samples: other values"


def _counts(values: Values) -> str:
    weights = sum(name.startswith("w") for name in values)
    counts = (_count(weights, "weight", "weights"), _count(len(values) - weights, "bias", "biases"))
    return " and ".join(count for count in counts if count)


def _count(number: int, one: str, many: str) -> str:
    return f"{steps(number)} {one if number == 1 else many}" if number else ""
