"""The words of the status line."""

from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.breakpoints.sentences import met_sentence
from backprop_gui.views.parts.numbers import steps


def status(snapshot: Snapshot) -> str:
    """What the session is doing, or what a person may do now."""
    if snapshot.prepares is not None and snapshot.activity is not Activity.PREPARING:
        return f"Preparing the engine for {snapshot.prepares}. The first time takes some seconds."
    if snapshot.diverged:
        return (
            f"Training stopped at step {steps(snapshot.step)}: the error is no longer a finite "
            "number. A smaller learning rate may help."
        )
    if snapshot.met is not None:
        return _met_words(snapshot, snapshot.met)
    if snapshot.step < snapshot.head:
        return f"Step {steps(snapshot.step)} of {steps(snapshot.head)}. Training goes on from here."
    if snapshot.activity is Activity.PAUSED:
        return _at_rest(snapshot.step)
    return _ACTIVITIES[snapshot.activity]


def stage_words(view: StageView) -> str:
    """Step 12, sample 1: hidden deltas (2 of 4)."""
    assert view.stage is not None
    place = f"Step {steps(view.step + 1)}, sample {view.sample + 1}"
    return f"{place}: {view.stage.name} ({view.done} of {len(view.stages)})"


def _met_words(snapshot: Snapshot, met: Breakpoint) -> str:
    """What has stopped training, and where: at what the last step has led to, or just before a
    step because of what that would do."""
    experiment, coming = snapshot.experiment, ""
    if met.condition in _OF_THE_COMING_STEP:
        coming = f", just before step {steps(snapshot.step + 1)}"
    what = met_sentence(met, experiment.network.topology, has_one_bias(experiment))
    return f"Stopped after {_steps_made(snapshot.step)}{coming}: {what}."


def _at_rest(step: int) -> str:
    """Which weights are shown, and what editing them means."""
    if step == 0:
        return "Initial weights. Drag an edge, or double-click a value, to change them."
    return f"Weights after {_steps_made(step)}. What you change now holds from here on."


def _steps_made(step: int) -> str:
    return "1 step" if step == 1 else f"{steps(step)} steps"


_OF_THE_COMING_STEP = Condition.GRADIENT_ABOVE, Condition.NOT_FINITE

_ACTIVITIES = {
    Activity.PREPARING: "Preparing the engine. The first start takes some seconds.",
    Activity.RUNNING: "Training",
    Activity.FAILED: "There is nothing to train with just now. Run tries again.",
}
