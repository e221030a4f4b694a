"""What a run is called: what tells it from the present one, in a line. No Qt."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from backprop_gui.experiment.changes import settings_changed
from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.names import parameter_name
from backprop_gui.views.changes.change_words import change_words
from backprop_gui.views.parts.choice_words import word
from backprop_gui.views.parts.numbers import plain, steps


def run_name(run: Experiment, present: Experiment) -> str:
    """How it begins otherwise, if it does, and its last change."""
    parts = list(_task(run, present)) or list(_beginning(run, present))
    if run.changes:
        last = run.changes[-1]
        parts.append(f"{change_words(run, last, has_one_bias(run))} at {steps(last.step)}")
    return ", ".join(parts) or "Without changes"


def _task(run: Experiment, present: Experiment) -> Iterator[str]:
    """Its network and samples, where they are others: all else is of no account then."""
    topology, samples = run.network.topology, run.samples
    if topology.sizes != present.network.topology.sizes:
        yield "-".join(map(str, topology.sizes))
    elif topology != present.network.topology:
        yield "other activations"
    if len(samples) != len(present.samples):
        yield "1 sample" if len(samples) == 1 else f"{steps(len(samples))} samples"
    elif samples.inputs.shape == present.samples.inputs.shape and samples != present.samples:
        yield "other samples" if not samples.has_numbers_of(present.samples) else "other columns"


def _beginning(run: Experiment, present: Experiment) -> Iterator[str]:
    """Its weights and settings at step 0, where they are others."""
    own, others = run.network.parameters, present.network.parameters
    if run.network != present.network:
        yield _weights(run, np.flatnonzero(own != others))
    changed = settings_changed(present.training, run.training)
    if "learning_rate" in changed:
        yield f"learning rate {plain(run.training.learning_rate)}"
    if "order" in changed:
        yield f"order: {word(run.training.order).lower()}"
    if "seed" in changed:
        yield f"seed {run.training.seed}"
    if "bias" in changed:
        yield f"biases: {word(run.training.bias).lower()}"


def _weights(run: Experiment, places: npt.NDArray[np.intp]) -> str:
    """One of them by its name; biases that have one name stand side by side."""
    topology, one_bias = run.network.topology, has_one_bias(run)
    names = {parameter_name(topology, int(at), one_bias) for at in (*places[:1], *places[-1:])}
    if len(names) != 1:
        return "other initial weights"
    return f"initial {names.pop()} = {plain(run.network.parameters[places[0]])}"
