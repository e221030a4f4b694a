"""The changes of a run as a list: to take one out again."""

from dataclasses import fields, replace
from typing import Any

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.training_settings import TrainingSettings


def without_change(experiment: Experiment, step: int) -> Experiment:
    """`experiment` without the change at `step`; the same if there is none.

    A change holds all settings, also those that it does not change: a later one takes these from
    what is then in force before it, and is gone too where it changes nothing any more.
    """
    kept: list[Change] = []
    before = settings = experiment.training
    for change in experiment.changes:
        training = change.training
        if training is not None:
            after = replace(settings, **settings_changed(before, training))
            before = training
            if change.step != step:
                training, settings = (None if after == settings else after), after
        rest = replace(change, training=training)
        if change.step != step and (rest == change or rest != Change(change.step)):
            kept.append(rest)
    return replace(experiment, changes=tuple(kept))


def settings_changed(before: TrainingSettings, after: TrainingSettings) -> dict[str, Any]:
    """The settings of `after` that are others than before, by their names."""
    pairs = {x.name: (getattr(before, x.name), getattr(after, x.name)) for x in fields(after)}
    return {name: new for name, (old, new) in pairs.items() if old != new}
