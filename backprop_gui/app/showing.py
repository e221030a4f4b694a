"""What is shown when: the experiment when it changed, a snapshot every frame, the selection."""

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from backprop_gui.app.editing import Editing
from backprop_gui.app.views import Views
from backprop_gui.document.document import Document
from backprop_gui.experiment import edits, names
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.views.live import Live
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.selection import Selection


class Showing(QObject):
    """Hands to `views` what `session` and `document` have."""

    def __init__(
        self, views: Views, session: Session, document: Document, live: Live, editing: Editing
    ) -> None:
        super().__init__(live)
        self._views, self._session, self._document = views, session, document
        self._live, self._editing = live, editing
        self._sample = 0  # whose outputs are shown
        self._settings: TrainingSettings | None = None  # that are shown

    @Slot(object)
    def show_experiment(self, experiment: Experiment) -> None:
        views, topology = self._views, experiment.network.topology
        self._settings = None  # also where they are the same again: a field may show what was typed
        self._sample = min(self._sample, len(experiment.samples) - 1)
        for view in (
            views.canvas,
            views.network,
            views.inspector,
            views.parameters,
            views.data,
            views.derivation,
        ):
            view.show_experiment(experiment)
        views.outputs.show_neurons(names.neuron_names(topology), topology.sizes)
        views.outputs.show_samples(len(experiment.samples))
        views.weights.show_parameters(ParameterRows(topology, edits.has_one_bias(experiment)))
        self._live.again()

    @Slot(object)
    def show(self, snapshot: Snapshot) -> None:
        """One frame: the snapshot to every view that is seen."""
        if self._editing.make_waiting(snapshot):
            self.show_settings_again()
            return
        views = self._views
        self._sample = min(self._sample, len(snapshot.samples) - 1)
        outputs = self._session.outputs(snapshot, self._sample)
        targets = snapshot.samples.targets[self._sample]
        views.transport.show_snapshot(snapshot)
        views.timeline.show_snapshot(snapshot)
        views.canvas.show_state(snapshot.parameters, outputs, targets)
        views.window.show_status(_status(snapshot))
        self._show_settings(snapshot)
        if views.inspector.isVisible() or views.derivation.isVisible():
            trace = self._session.trace(snapshot, self._sample)
            nets = None if trace is None else trace.nets
            views.inspector.show_state(snapshot.parameters, outputs, self._sample, nets)
            views.derivation.show_trace(trace, self._sample)
        if views.parameters.isVisible():
            views.parameters.show_state(snapshot.parameters)
        if views.data.isVisible():
            views.data.show_state(snapshot)
        self._show_curves(snapshot)

    def _show_curves(self, snapshot: Snapshot) -> None:
        views, history = self._views, self._session.history()
        if history is None or history.experiment is not snapshot.experiment:
            return
        looked_at = snapshot.step if snapshot.step < snapshot.head else None
        changes = [change.step for change in snapshot.experiment.changes]
        for panel in (views.errors, views.outputs, views.weights):
            panel.show_moments(changes, looked_at)
        if views.errors.isVisible():
            views.errors.show_curve(history.errors(snapshot))
        if views.outputs.isVisible():
            views.outputs.show_targets(snapshot.samples.targets[self._sample])
            views.outputs.show_curves(history.outputs(snapshot, self._sample))
        if views.weights.isVisible():
            views.weights.show_curves(history.states(snapshot, views.weights.columns))

    def _show_settings(self, snapshot: Snapshot) -> None:
        """The settings in force now: they may have changed during the run."""
        training = snapshot.experiment.training_at(snapshot.step)
        if training is not self._settings:
            self._settings = training
            self._views.training.show_experiment(replace(snapshot.experiment, training=training))

    @Slot()
    def show_settings_again(self) -> None:
        """As they are: an edit of them was not made, though its field shows it."""
        self._settings = None
        self._live.again()

    @Slot(int)
    def choose_sample(self, sample: int) -> None:
        """Shows the outputs of another sample."""
        if sample != self._sample:
            self._sample = sample
            self._views.outputs.choose_sample(sample)
            self._views.data.choose_sample(sample)
            self._live.again()

    @Slot(object)
    def select(self, selection: Selection | None) -> None:
        """Has every view mark what was selected in one of them."""
        views = self._views
        for view in (
            views.inspector,
            views.parameters,
            views.outputs,
            views.weights,
            views.derivation,
        ):
            view.select(selection)
        self._live.again()

    @Slot()
    def show_title(self) -> None:
        window, document = self._views.window, self._document
        window.setWindowTitle(f"{document.name}[*] – Backprop Lab")
        window.setWindowModified(document.is_modified)


def _status(snapshot: Snapshot) -> str:
    if snapshot.diverged:
        return (
            f"Training stopped at step {steps(snapshot.step)}: the error is no longer a finite "
            "number. A smaller learning rate may help."
        )
    if snapshot.step < snapshot.head:
        return f"Step {steps(snapshot.step)} of {steps(snapshot.head)}. Training goes on from here."
    if snapshot.activity is Activity.PAUSED:
        return _at_rest(snapshot.step)
    return _ACTIVITIES[snapshot.activity]


def _at_rest(step: int) -> str:
    """Which weights are shown, and what editing them means."""
    if step == 0:
        return "Initial weights. Drag an edge, or double-click a value, to change them."
    return f"Weights after {steps(step)} steps. What you change now holds from here on."


_ACTIVITIES = {
    Activity.PREPARING: "Preparing the engine. The first start takes some seconds.",
    Activity.RUNNING: "Training",
    Activity.FAILED: "The engine could not be started; nothing can be trained.",
}
