"""The composition root: builds the parts and ties what happens in one to what follows in others.

The request cycle:
1. A view emits an Edit; the document applies it and says that the experiment changed.
2. The session takes the new experiment; views show it.
3. The frame timer fetches the session's latest snapshot and hands it to the views that are seen.
"""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QKeyCombination, QObject, Qt, Slot
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QApplication

from backprop_gui import __version__, settings
from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.document.preferences import PreferencesFile
from backprop_gui.engine.counter import uniform
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import edits, names
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.from_here_on import from_here_on
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.files.examples import examples
from backprop_gui.files.source import read_source
from backprop_gui.resources import resource_path
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Failure, Snapshot
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.error_panel import ErrorPanel
from backprop_gui.views.file_actions import FileActions
from backprop_gui.views.inspector import Inspector
from backprop_gui.views.live import Live
from backprop_gui.views.main_window import MainWindow
from backprop_gui.views.menus import Entry, Menus
from backprop_gui.views.network_panel import NetworkPanel
from backprop_gui.views.outputs_panel import OutputsPanel
from backprop_gui.views.parameters_panel import ParametersPanel
from backprop_gui.views.parts import prompts
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.selection import Selection
from backprop_gui.views.parts.theme import Theme, ThemeChoice
from backprop_gui.views.randomize_dialog import RandomizeDialog
from backprop_gui.views.training_panel import TrainingPanel
from backprop_gui.views.transport import Transport
from backprop_gui.views.weights_panel import WeightsPanel

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_MESSAGE_MS = 6000
_THEMES: tuple[tuple[ThemeChoice, str], ...] = (
    ("system", "As the system"),
    ("light", "Light"),
    ("dark", "Dark"),
)


class Lab(QObject):
    """The running application: its parts, and the slots that tie them."""

    def __init__(self, app: QApplication, document: Document, preferences: PreferencesFile) -> None:
        super().__init__(app)
        self.document, self._preferences = document, preferences
        self.session = Session(document.experiment)
        self._sample = 0  # whose outputs are shown
        self._settings: TrainingSettings | None = None  # that are shown
        self._edits: list[Edit] = []  # that wait for training to rest
        self._goes_on = False  # whether training goes on after them
        theme = Theme(app, preferences.value.theme)
        icons = Icons(theme)
        self._theme, self._icons = theme, icons
        self._canvas = NetworkCanvas(theme, self.fill)
        self._transport = Transport(icons)
        self._network = NetworkPanel(icons, self.fill)
        self._training = TrainingPanel(icons)
        self._inspector = Inspector()
        self._parameters = ParametersPanel()
        self._errors = ErrorPanel(theme, icons)
        self._outputs = OutputsPanel(theme, icons)
        self._weights = WeightsPanel(theme, icons)
        self.window = MainWindow(self._canvas, self._transport)
        self.files = FileActions(self.window, document, preferences, self.session.snapshot)
        self._live = Live(self.session, self)
        self._arrange()
        self._menus(icons)
        self._keys = self._make_keys()
        self._tie()
        self._show_experiment(document.experiment)
        self._show_title()

    def _arrange(self) -> None:
        left, right, bottom = _LEFT, _RIGHT, _BOTTOM
        window = self.window
        network = window.add_dock("Network", self._network, left)
        training = window.add_dock("Training", self._training, left)
        selection = window.add_dock("Selection", self._inspector, left)
        errors = window.add_dock("Total error", self._errors, right)
        outputs = window.add_dock("Outputs", self._outputs, right)
        weights = window.add_dock("Weights", self._weights, right)
        table = window.add_dock("Table of weights", self._parameters, bottom)
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        window.share_out(across, [(network, 290), (errors, 400)])
        window.share_out(down, [(network, 220), (training, 240), (selection, 180)])
        window.share_out(down, [(errors, 210), (outputs, 210), (weights, 210)])
        window.share_out(down, [(table, 190)])

    def _make_keys(self) -> dict[int, QAction]:
        """The keys that work wherever nothing that has the focus wants them for itself."""
        transport, control = self._transport, Qt.KeyboardModifier.ControlModifier
        none = Qt.KeyboardModifier.NoModifier
        keys = (
            (none, Qt.Key.Key_Space, transport.run),
            (none, Qt.Key.Key_Right, transport.step),
            (control, Qt.Key.Key_Right, transport.step_many),
            (none, Qt.Key.Key_Home, transport.to_start),
        )
        return {QKeyCombination(held, key).toCombined(): action for held, key, action in keys}

    def _tie(self) -> None:
        document, session, transport = self.document, self.session, self._transport
        document.experimentChanged.connect(self._take_experiment)
        document.titleChanged.connect(self._show_title)
        document.editRefused.connect(self._tell)
        for now in (self._canvas, self._training):
            now.edited.connect(self.edit)
        for beginning in (self._network, self._inspector, self._parameters):
            beginning.edited.connect(self.edit_beginning)
        self._network.randomizeRequested.connect(self._randomize)
        for view in (self._inspector, self._parameters, self._outputs, self._weights):
            view.selectionPicked.connect(self._canvas.select)
        self._canvas.selectionChanged.connect(self._select)
        self._weights.columnsChanged.connect(self._live.again)
        self._outputs.sampleChosen.connect(self._choose_sample)
        transport.runToggled.connect(self._run)
        transport.stepped.connect(session.run)
        transport.resetRequested.connect(session.reset)
        transport.speedChanged.connect(session.set_speed)
        self._live.frame.connect(self._show)
        self._live.failed.connect(self._report)
        self.window.closeRequested.connect(self._close)
        self.window.keyPressed.connect(self._press)
        self.window.fileDropped.connect(self._open_dropped)
        self.files.done.connect(self._say)
        session.set_speed(transport.speed)

    def _menus(self, icons: Icons) -> None:
        menus, files, transport = Menus(self.window, icons), self.files, self._transport
        keys = QKeySequence.StandardKey
        menus.add(menus.file, Entry("&Open…", files.open, keys.Open, "open"))
        menus.add_list(menus.file, "Open &recent", "recent", self._recent, "No recent files")
        menus.add_list(menus.file, "&Examples", "gallery", self._examples, "")
        menus.add(
            menus.file,
            None,
            Entry("&Save", files.save, keys.Save, "save"),
            Entry("Save &as…", files.save_as, keys.SaveAs, "save-as"),
            None,
            Entry("&Import weights…", files.import_weights, "Ctrl+I", "import"),
            Entry("&Export trained weights…", files.export_network, "Ctrl+E", "export"),
            None,
            Entry("&Quit", self._close, keys.Quit, "close"),
        )
        menus.add_undo(self.document.undo_stack)
        menus.add(
            menus.network,
            Entry("New &random weights…", self._randomize, "Ctrl+R", "randomize"),
            Entry("Make the present weights the &initial ones", self._keep_trained),
        )
        menus.train.addActions(
            [transport.run, transport.step, transport.step_many, transport.to_start]
        )
        menus.add_choice(
            menus.view,
            "&Theme",
            [Entry(text, partial(self.choose_theme, choice)) for choice, text in _THEMES],
            [choice for choice, _ in _THEMES].index(self._preferences.value.theme),
        )
        menus.view.addSeparator()
        menus.view.addActions(self.window.dock_actions())
        menus.add(menus.help, Entry("&About Backprop Lab", self._about, icon="info"))

    def _recent(self) -> list[Entry]:
        paths = [Path(name) for name in self._preferences.value.recent]
        return [
            Entry(path.name, partial(self.files.open_path, path), tip=str(path)) for path in paths
        ]

    def _examples(self) -> list[Entry]:
        return [
            Entry(each.title, partial(self.files.open_example, each), tip=each.description)
            for each in examples()
        ]

    def choose_theme(self, choice: ThemeChoice) -> None:
        self._theme.set_choice(choice)
        self._preferences.keep(msgspec.structs.replace(self._preferences.value, theme=choice))

    def _about(self) -> None:
        prompts.about(self.window, __version__)

    # Edits and files

    @Slot(object)
    def edit_beginning(self, edit: Edit) -> None:
        """An edit of what a run begins with."""
        experiment = self.document.experiment
        self._apply(edit, 0, experiment.network.parameters)

    def _apply(self, edit: Edit, step: int, parameters: Floats) -> None:
        change = partial(from_here_on, change=edit.change, step=step, parameters=parameters)
        self.document.apply(replace(edit, change=change))

    @Slot(object)
    def edit(self, edit: Edit) -> None:
        """An edit of what is seen: later it holds from that step on, so training must rest."""
        self._edits.append(edit)
        if self.session.snapshot().activity is Activity.RUNNING:
            self.session.pause()
            self._goes_on = True
        else:
            self._make_edits(self.session.snapshot())

    def _make_edits(self, now: Snapshot) -> None:
        """Makes the edits that have waited for training to rest."""
        for edit in self._edits:
            self._apply(edit, now.step, now.parameters)
        self._edits.clear()
        if self._goes_on:
            self._goes_on = False
            self.session.run()

    @Slot(object)
    def _take_experiment(self, experiment: Experiment) -> None:
        self.session.take(experiment)
        self._show_experiment(experiment)

    def fill(self, count: int) -> Floats:
        """New weights: uniform on [0, 1), as the tutorial's code draws them."""
        experiment = self.document.experiment
        start = experiment.network.topology.parameters
        return uniform(experiment.training.seed, count, start=start)

    def _randomize(self) -> None:
        dialog = RandomizeDialog(self._icons, self.document.experiment, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.edited.connect(self.edit_beginning)
        dialog.open()

    def _keep_trained(self) -> None:
        """Makes the present weights the initial ones."""
        parameters = self.session.snapshot().parameters
        self.document.apply(
            Edit(
                "trained weights as initial ones",
                partial(edits.with_parameters, parameters=parameters),
            )
        )

    @Slot(str)
    def _open_dropped(self, name: str) -> None:
        self.files.open_path(Path(name))

    @Slot()
    def _close(self) -> None:
        self.files.unless_unsaved(self._leave)

    def _leave(self) -> None:
        geometry, arrangement = self.window.arrangement()
        kept = self._preferences.value.with_window(geometry, arrangement)
        self._preferences.keep(msgspec.structs.replace(kept, speed=self._transport.slider.value()))
        self.window.allow_close()

    # Training

    @Slot(bool)
    def _run(self, run: bool) -> None:
        self.session.run() if run else self.session.pause()

    @Slot(int)
    def _press(self, key: int) -> None:
        action = self._keys.get(key)
        if action is not None and action.isEnabled():
            action.trigger()

    # Showing

    def _show_experiment(self, experiment: Experiment) -> None:
        topology = experiment.network.topology
        one_bias = edits.has_one_bias(experiment)
        self._sample = min(self._sample, len(experiment.samples) - 1)
        for view in (
            self._canvas,
            self._network,
            self._inspector,
            self._parameters,
        ):
            view.show_experiment(experiment)
        self._outputs.show_neurons(names.neuron_names(topology), topology.sizes)
        self._outputs.set_samples(_sample_labels(experiment))
        self._outputs.show_targets(experiment.samples.targets[self._sample])
        self._weights.show_parameters(ParameterRows(topology, one_bias))
        self._live.again()

    @Slot(object)
    def _show(self, snapshot: Snapshot) -> None:
        """One frame: the snapshot to every view that is seen."""
        if self._edits and snapshot.activity is not Activity.RUNNING:
            self._make_edits(snapshot)
            return
        outputs = self.session.outputs(snapshot, self._sample)
        targets = snapshot.samples.targets[self._sample]
        self._transport.show_snapshot(snapshot)
        self._canvas.show_state(snapshot.parameters, outputs, targets)
        self._show_settings(snapshot)
        trace = self.session.trace(snapshot, self._sample) if self._inspector.isVisible() else None
        nets = None if trace is None else trace.nets
        self._inspector.show_state(snapshot.parameters, outputs, self._sample, nets)
        self._parameters.show_state(snapshot.parameters)
        self.window.show_status(_status(snapshot))
        history = self.session.history()
        if history is None or history.experiment is not snapshot.experiment:
            return
        if self._errors.isVisible():
            self._errors.show_curve(history.errors(snapshot))
        if self._outputs.isVisible():
            self._outputs.show_curves(history.outputs(snapshot, self._sample))
        if self._weights.isVisible():
            self._weights.show_curves(history.states(snapshot, self._weights.columns))

    @Slot(int)
    def _choose_sample(self, sample: int) -> None:
        self._sample = sample
        self._outputs.show_targets(self.document.experiment.samples.targets[sample])
        self._live.again()

    @Slot(object)
    def _select(self, selection: Selection | None) -> None:
        for view in (self._inspector, self._parameters, self._outputs, self._weights):
            view.select(selection)
        self._live.again()

    def _show_settings(self, snapshot: Snapshot) -> None:
        """The settings in force now: they may have changed during the run."""
        training = snapshot.experiment.training_at(snapshot.step)
        if training is not self._settings:
            self._settings = training
            self._training.show_experiment(replace(snapshot.experiment, training=training))

    @Slot()
    def _show_title(self) -> None:
        self.window.setWindowTitle(f"{self.document.name}[*] – Backprop Lab")
        self.window.setWindowModified(self.document.is_modified)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.window.statusBar().showMessage(text, _MESSAGE_MS)

    @Slot(str)
    def _tell(self, message: str) -> None:
        prompts.tell(self.window, message)

    @Slot(object)
    def _report(self, failure: Failure) -> None:
        prompts.tell(self.window, failure.message, failure.details)

    def start(self) -> None:
        """Shows the window; what takes time follows behind it."""
        arrangement = self._preferences.value.window
        if arrangement is not None:
            self.window.arrange(arrangement)
        self._canvas.setFocus()
        self.window.show()
        self._live.start()

    def stop(self) -> None:
        """Ends timers and threads; the window is gone."""
        self._live.stop()
        self.session.close()


def _sample_labels(experiment: Experiment) -> list[str]:
    return [f"Sample {number}" for number in range(1, len(experiment.samples) + 1)]


def _status(snapshot: Snapshot) -> str:
    if snapshot.diverged:
        return (
            f"Training stopped at step {steps(snapshot.step)}: the error is no longer a finite "
            "number. A smaller learning rate may help."
        )
    return _ACTIVITIES[snapshot.activity]


_ACTIVITIES = {
    Activity.PREPARING: "Preparing the engine. The first start takes some seconds.",
    Activity.PAUSED: "Ready",
    Activity.RUNNING: "Training",
    Activity.FAILED: "The engine could not be started; nothing can be trained.",
}


def main(source: str | None) -> int:
    """Opens the window on a file or an example, else on the tutorial; returns the exit status."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("backprop-lab")
    app.setApplicationDisplayName("Backprop Lab")
    app.setDesktopFileName("backprop-lab")
    app.setWindowIcon(QIcon(str(resource_path("icons", "app", "backprop-lab.svg"))))
    settings.prepare_kernel_store()
    lab = open_lab(app, source, settings.preferences_path())
    lab.start()
    status = app.exec()
    lab.stop()
    return status


def open_lab(app: QApplication, source: str | None, preferences: Path) -> Lab:
    """The parts, built and tied, on `source`: a file or an example; else on the tutorial.

    Raises FileError when there is no such experiment.
    """
    opened = read_source(source or examples()[0].name)
    document = Document(opened.experiment, opened.title, opened.path)
    return Lab(app, document, PreferencesFile(preferences))
