"""What is shown when: the experiment when it changed, a snapshot every frame, the selection."""

from PySide6.QtCore import QObject, Slot

from backprop_gui.app.editing import Editing
from backprop_gui.app.panel_history import show_errors, show_outputs, show_weights
from backprop_gui.app.stages import Stages
from backprop_gui.app.status import stage_words, status
from backprop_gui.app.views import Views
from backprop_gui.document.document import Document
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import edits, names
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.live import Live
from backprop_gui.views.parts import wishes
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.panel_fault import apart
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.selection import Selection


class Showing(QObject):
    """Hands to `views` what `session` and `document` have."""

    def __init__(
        self,
        views: Views,
        session: Session,
        document: Document,
        live: Live,
        editing: Editing,
        stages: Stages,
    ) -> None:
        super().__init__(live)
        self._stages = stages
        self._views, self._session, self._document = views, session, document
        self._live, self._editing = live, editing
        self._panels: tuple[Panel, ...] = views.inspector, views.data
        self._selection: Selection | None = None
        self._sample = 0  # whose outputs are shown
        self._settings: TrainingSettings | None = None  # that are shown

    @Slot(object)
    def show_experiment(self, experiment: Experiment) -> None:
        views, topology = self._views, experiment.network.topology
        self._settings = None  # also where they are the same again: a field may show what was typed
        self._sample = min(self._sample, len(experiment.samples) - 1)
        for view in (views.canvas, views.network):
            apart(view, view.show_experiment, experiment)
        for panel in self._panels:
            apart(panel, panel.show_experiment, experiment)
        neurons = names.neuron_names(topology), topology.sizes
        apart(views.outputs, views.outputs.show_neurons, *neurons)
        apart(views.outputs, views.outputs.show_samples, len(experiment.samples))
        rows = ParameterRows(topology, edits.has_one_bias(experiment))
        apart(views.weights, views.weights.show_parameters, rows)
        self._live.again()

    def show_also(self, panels: tuple[Panel, ...]) -> None:
        """From now on shows it in these too."""
        self._panels += panels
        for panel in panels:
            apart(panel, panel.show_experiment, self._document.experiment)
            apart(panel, panel.select, self._selection)
        self._live.again()

    @Slot(object)
    def show(self, snapshot: Snapshot) -> None:
        """One frame: the snapshot to every view that is seen."""
        if self._editing.make_waiting(snapshot):
            self.show_settings_again()
            return
        views = self._views
        inside = self._stages.inside(snapshot)
        sample = self._sample if inside is None else inside.sample
        self._show_sample(min(sample, len(snapshot.samples) - 1))
        parameters, outputs = self._state(snapshot, inside)
        targets = snapshot.samples.targets[self._sample]
        views.transport.show_snapshot(snapshot, inside is not None and not inside.is_over)
        apart(views.timeline, views.timeline.show_snapshot, snapshot)
        apart(views.canvas, views.canvas.show_state, parameters, outputs, targets, stage=inside)
        views.window.show_status(status(snapshot) if inside is None else stage_words(inside))
        self._show_settings(snapshot)
        state = snapshot, self._sample, parameters, outputs
        frame = LiveFrame(*state, self._session.trace, self._stages.view)
        for panel in self._panels:
            if panel.isVisible():
                apart(panel, panel.show_frame, frame)
        self._show_curves(snapshot)

    def _state(self, snapshot: Snapshot, inside: StageView | None) -> tuple[Floats, Floats | None]:
        """Weights and biases, and the outputs for the sample shown: within a step those that it
        has by now."""
        if inside is None or inside.is_over:
            return snapshot.parameters, self._session.outputs(snapshot, self._sample)
        return inside.parameters, inside.trace.outputs

    def _show_curves(self, snapshot: Snapshot) -> None:
        views, history = self._views, self._session.history()
        if history is not None and history.experiment is not snapshot.experiment:
            if snapshot.prepares is not None:  # for half a minute, perhaps
                apart(views.errors, views.errors.show_no_run)
            return
        if history is None or snapshot.is_stale:
            return
        looked_at = snapshot.step if snapshot.step < snapshot.head else None
        changes = [change.step for change in snapshot.experiment.changes]
        for panel in (views.errors, views.outputs, views.weights):
            apart(panel, panel.show_moments, changes, looked_at)
        if views.errors.is_live:
            apart(views.errors, show_errors, views.errors, history, snapshot)
            if views.errors.is_measuring:
                self._live.again()
        if views.outputs.is_live:
            views.outputs.show_targets(snapshot.samples.targets[self._sample])
            outputs = history.outputs(snapshot, self._sample)
            present = self._session.outputs(snapshot, self._sample)
            apart(views.outputs, show_outputs, views.outputs, history, outputs, present)
        if views.weights.is_live:
            apart(views.weights, show_weights, views.weights, history, snapshot)

    def _show_settings(self, snapshot: Snapshot) -> None:
        """The settings in force now: they may have changed during the run."""
        training = snapshot.experiment.training_at(snapshot.step)
        if training is not self._settings:
            self._settings = training
            self._views.training.show_experiment(edits.with_training(snapshot.experiment, training))

    @Slot()
    def show_settings_again(self) -> None:
        """As they are: an edit of them was not made, though its field shows it."""
        self._settings = None
        self._live.again()

    def sample_in(self, snapshot: Snapshot) -> int:
        """The sample whose outputs are shown, of those that were there at the snapshot: it may be
        of before samples were added, and one of these chosen."""
        return min(self._sample, len(snapshot.samples) - 1)

    @Slot(int)
    def choose_sample(self, sample: int) -> None:
        """Shows the outputs of another sample, which may lead out of a step."""
        if sample != self._sample:
            self._stages.leave()
            self._show_sample(sample)

    @Slot(int, float)
    def edit_sample(self, column: int, value: float) -> None:
        """A number was typed for an input or, after the inputs, a target of the sample shown."""
        experiment = self._document.experiment
        self._editing.edit(wishes.set_sample_value(experiment, self._sample, column, value))

    def _show_sample(self, sample: int) -> None:
        if sample != self._sample:
            self._sample = sample
            self._views.outputs.choose_sample(sample)
            self._views.data.choose_sample(sample)
            self._live.again()

    @Slot(object)
    def select(self, selection: Selection | None) -> None:
        """Has every view mark what was selected in one of them."""
        views, self._selection = self._views, selection
        for view in (views.outputs, views.weights):
            apart(view, view.select, selection)
        for panel in self._panels:
            apart(panel, panel.select, selection)
        self._live.again()

    @Slot()
    def show_title(self) -> None:
        window, document = self._views.window, self._document
        window.setWindowTitle(f"{document.name}[*] – Backprop Lab")
        window.setWindowModified(document.is_modified)
