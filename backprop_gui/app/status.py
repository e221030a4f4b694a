"""The words of the status line."""

from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.training.breakpoint import Breakpoint
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.breakpoints.sentences import met_sentence
from backprop_gui.views.parts.numbers import steps


def status(snapshot: Snapshot) -> str:
    """What the session is doing, or what a person may do now."""
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
    """What has stopped training, and where."""
    experiment = snapshot.experiment
    what = met_sentence(met, experiment.network.topology, has_one_bias(experiment))
    return f"Stopped before step {steps(snapshot.step + 1)}: {what}."


def _at_rest(step: int) -> str:
    """Which weights are shown, and what editing them means."""
    if step == 0:
        return "Initial weights. Drag an edge, or double-click a value, to change them."
    made = "1 step" if step == 1 else f"{steps(step)} steps"
    return f"Weights after {made}. What you change now holds from here on."


_ACTIVITIES = {
    Activity.PREPARING: "Preparing the engine. The first start takes some seconds.",
    Activity.RUNNING: "Training",
    Activity.FAILED: "There is nothing to train with just now. Run tries again.",
}
