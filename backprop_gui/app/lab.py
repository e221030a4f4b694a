"""The running application: its parts, and what happens in one tied to what follows in others."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from backprop_gui import settings
from backprop_gui.app.close_ups import PlotCloseUps
from backprop_gui.app.dialogs import Dialogs
from backprop_gui.app.editing import Editing
from backprop_gui.app.log import LOG
from backprop_gui.app.menu_bar import add_themes, fill_file_menu, fill_other_menus, window_keys
from backprop_gui.app.moves import Moves
from backprop_gui.app.plots import Plots
from backprop_gui.app.showing import Showing
from backprop_gui.app.stages import Stages
from backprop_gui.app.views import build_views
from backprop_gui.document.autosave import Autosave
from backprop_gui.document.document import Document
from backprop_gui.document.preferences import PreferencesFile
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.examples import examples
from backprop_gui.files.source import is_table, read_source
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Failure
from backprop_gui.views.changes.run_name import run_name
from backprop_gui.views.file_actions import FileActions
from backprop_gui.views.live import Live
from backprop_gui.views.menus import Entry, Menus
from backprop_gui.views.parts import prompts
from backprop_gui.views.parts.fields.unfinished import PressWatch, finish_typing, give_up_typing
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.app.late import Late
    from backprop_gui.files.delimited import DelimitedText

_MESSAGE_MS = 6000
_FIRST_PICTURE_MS = 30  # until when the window has been painted
# How long Python lets another thread compute while the window's waits for its turn, of which it
# takes some with each call into Qt. By Python's own 5 ms a kernel that is being compiled makes the
# window forty times slower; shorter ones cost the others nothing that could be measured.
_TURN_SECONDS = 1e-4


def open_lab(app: QApplication, source: str | None, preferences: Path, recovery: Path) -> "Lab":
    """The lab on `source`, a file or an example, else on the tutorial.

    Where `source` is a text table, on the tutorial too, and what the table holds is offered as
    samples. `preferences` is the file of preferences, `recovery` the folder of autosaves. Raises
    FileError when there is no such experiment or table.
    """
    table = None
    if source is not None and is_table(Path(source)):
        from backprop_gui.files.delimited import DelimitedText

        table, source = DelimitedText.read(Path(source)), None
    opened = read_source(source or examples()[0].name)
    document = Document(opened.experiment, opened.title, opened.path, run_name)
    return Lab(app, document, PreferencesFile(preferences), recovery, table)


class Lab(QObject):
    """Everything that runs. `start` shows it, `stop` ends it. A `table` is offered as samples."""

    def __init__(
        self,
        app: QApplication,
        document: Document,
        preferences: PreferencesFile,
        recovery: Path,
        table: "DelimitedText | None" = None,
    ) -> None:
        super().__init__(app)
        self._table = table
        self.document, self._preferences, self._recovery = document, preferences, recovery
        self.session = Session(document.experiment)
        self.theme = Theme(app, preferences.value.theme)
        icons = self._icons = Icons(self.theme)
        self.editing = Editing(document, self.session, self)
        self.views = build_views(self.theme, icons, self.editing.fill, self.session.outputs_of)
        self.window = self.views.window
        self.files = FileActions(
            self.window, document, preferences, self.session.snapshot, self.editing.when_made
        )
        self.dialogs = Dialogs(self.views, self.theme, icons, document, self.editing)
        self._autosave = Autosave(document, recovery)
        self._live = Live(self.session, self)
        self.stages = Stages(self.session, self)
        self.moves = Moves(self.session, self.stages, self.editing, self)
        self._late: Late | None = None
        # After it: to load the engine takes turns with whatever Python does in the window.
        self._first_picture = QTimer(self)
        self._first_picture.setSingleShot(True)
        self._first_picture.timeout.connect(self._follow_up)
        self._showing = Showing(
            self.views, self.session, document, self._live, self.editing, self.stages
        )
        self._close_ups = PlotCloseUps(self.views, self.session, self._showing.sample_in)
        menus = Menus(self.window, icons)
        fill_file_menu(menus, self.files, self.dialogs, preferences, self.views)
        menus.add(menus.help, Entry("&Guided walk", self._open_walk, "F1", "help"), None)
        fill_other_menus(menus, document, self.editing, self.dialogs, self.views)
        self.plots = Plots(self.views, self.session, document, self._live)
        self.plots.fill(menus)
        add_themes(menus, self.theme, preferences)
        self._keys = window_keys(self.views.transport)
        PressWatch(app, self)
        self._tie_views()
        self._tie_rest()
        self._showing.show_experiment(document.experiment)
        self._showing.show_title()

    def start(self) -> None:
        """Shows the window; what takes time follows behind it."""
        sys.setswitchinterval(_TURN_SECONDS)
        preferences = self._preferences.value
        if preferences.window is not None:
            self.window.arrange(preferences.window)
        if preferences.speed >= 0:
            self.views.transport.slider.setValue(preferences.speed)
        self.views.canvas.setFocus()
        self.window.show()
        self._live.start()
        self._first_picture.start(_FIRST_PICTURE_MS)

    def stop(self) -> None:
        """Ends it all; what is not saved then will be offered at the next start."""
        self._first_picture.stop()
        self._live.stop()
        self._close_ups.stop()
        self._autosave.stop()
        self.session.close()
        self.window.close_guide()  # while all is there that hears of it
        for part in (self.window, self.theme, self):
            part.deleteLater()

    def _tie_views(self) -> None:
        views, editing, showing = self.views, self.editing, self._showing
        for now in (views.canvas, views.training, views.data):
            now.edited.connect(editing.edit)
        views.canvas.takenBack.connect(editing.take_back)
        views.canvas.sampleTyped.connect(showing.edit_sample)
        for beginning in (views.network, views.inspector):
            beginning.edited.connect(editing.edit_beginning)
        for picking in (views.inspector, views.outputs, views.weights):
            picking.selectionPicked.connect(views.canvas.select)
        views.canvas.selectionChanged.connect(showing.select)
        views.outputs.sampleChosen.connect(showing.choose_sample)
        views.data.sampleChosen.connect(showing.choose_sample)
        views.weights.columnsChanged.connect(self._live.again)
        views.outputs.wishChanged.connect(self._live.again)
        views.errors.wishChanged.connect(self._live.again)
        views.network.randomizeRequested.connect(self.dialogs.randomize)
        views.data.importRequested.connect(self.dialogs.ask_for_samples)
        views.data.exportRequested.connect(self.dialogs.export_samples)

    def _tie_rest(self) -> None:
        document, session, transport = self.document, self.session, self.views.transport
        document.experimentChanged.connect(self._take_experiment)
        document.replaced.connect(give_up_typing)
        document.replaced.connect(self.views.canvas.let_go)
        document.titleChanged.connect(self._showing.show_title)
        document.editRefused.connect(self._tell)
        document.editRefused.connect(self._showing.show_settings_again)
        transport.runToggled.connect(self._run)
        self._tie_moves()
        transport.speedChanged.connect(session.set_speed)
        session.set_speed(transport.speed)
        self._live.frame.connect(self._showing.show)
        self._live.progressed.connect(self.views.timeline.show_progress)
        self.views.timeline.cancelRequested.connect(session.cancel)
        self._live.frame.connect(self._close_ups.show)
        document.ghostsChanged.connect(self._live.again)
        self._live.failed.connect(self._report)
        self._autosave.failed.connect(self._tell)
        self.window.closeRequested.connect(self._close)
        self.window.keyPressed.connect(self._press)
        self.window.docksChanged.connect(self._live.again)
        self.window.fileDropped.connect(self._open_dropped)
        self.dialogs.exampleChosen.connect(self._open_example)
        self.files.edited.connect(self.editing.edit_beginning)
        self.files.done.connect(self._say)
        self.editing.noted.connect(self._say)
        self.plots.done.connect(self._say)
        self.plots.failed.connect(self._tell)

    def _tie_moves(self) -> None:
        transport, moves = self.views.transport, self.moves
        transport.stepped.connect(moves.forward)
        transport.steppedBack.connect(moves.back)
        transport.stageRequested.connect(moves.stage_forward)
        transport.stageBackRequested.connect(moves.stage_back)
        transport.epochRequested.connect(moves.epoch_forward)
        transport.epochBackRequested.connect(moves.epoch_back)
        transport.startRequested.connect(moves.to_start)
        transport.endRequested.connect(moves.to_end)
        self.views.timeline.seekRequested.connect(moves.seek)
        for noting in (self.views.timeline, self.views.transport, self.views.canvas):
            noting.noted.connect(self._say)
        for panel in (self.views.errors, self.views.outputs, self.views.weights):
            panel.stepPicked.connect(moves.seek)
            panel.stretchChanged.connect(self._live.again)
        self.stages.moved.connect(self._live.again)

    @Slot(object)
    def _take_experiment(self, experiment: Experiment) -> None:
        self.window.statusBar().clearMessage()  # of the one before
        breaking = None if self._late is None else self._late.breaking
        if breaking is not None:
            breaking.make_way(experiment)
        self.session.take(experiment, self.document.head)
        if breaking is not None:
            breaking.follow(experiment)
        self._showing.show_experiment(experiment)

    @Slot(bool)
    def _run(self, run: bool) -> None:
        self.stages.begin_run()
        if run:
            self.editing.run()
        else:
            self.editing.stay_paused()
            self.session.pause()

    @Slot(int)
    def _press(self, key: int) -> None:
        action = self._keys.get(key)
        if action is not None and action.isEnabled():
            finish_typing()
            action.trigger()

    @Slot(str)
    def _open_dropped(self, name: str) -> None:
        finish_typing()
        path = Path(name)
        if is_table(path):
            self.dialogs.import_samples(path)
        else:
            self.files.open_path(path)

    @Slot(str)
    def _open_example(self, name: str) -> None:
        self.files.open_example(next(each for each in examples() if each.name == name))

    @Slot()
    def _follow_up(self) -> None:
        self._icons.load_late()
        try:
            self._build_late()
        finally:  # with a panel less one can train, and have back what was not saved
            settings.prepare_kernel_store()  # which the session's thread will use
            self.session.start()
            self.files.remember_first()
            self.dialogs.offer_recovered(self._recovery, self._autosave, self._offer_table)

    @Slot()
    def _offer_table(self) -> None:
        if self._table is not None:
            self.dialogs.offer_samples(self._table)
            self._table = None  # it may be large

    def _build_late(self) -> None:
        # Here and not above: the first picture does not wait for these modules either.
        from backprop_gui.app.late import Late
        from backprop_gui.app.late_views import build_late_views

        self._late = Late(
            build_late_views(self.window, self.theme, self._icons),
            self.views,
            self.document,
            self.session,
            self._live,
            self.editing,
            self._showing,
            self.stages,
            self.moves,
        )

    @property
    def late(self) -> "Late":
        """What follows behind the first picture."""
        assert self._late is not None, "the first picture was not painted yet"
        return self._late

    @Slot()
    def _open_walk(self) -> None:
        if self._late is not None:
            self._late.walking.open()

    @Slot()
    def _close(self) -> None:
        finish_typing()
        self.files.unless_unsaved(self._leave)

    def _leave(self) -> None:
        """The person has saved, or given up, what there was."""
        self._autosave.close()
        kept = self._preferences.value.with_window(*self.window.arrangement())
        speed = self.views.transport.slider.value()
        self._preferences.keep(msgspec.structs.replace(kept, speed=speed))
        self.window.allow_close()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.window.statusBar().showMessage(text, _MESSAGE_MS)

    @Slot(str)
    def _tell(self, message: str) -> None:
        prompts.tell(self.window, message)

    @Slot(object)
    def _report(self, failure: Failure) -> None:
        LOG.error("%s\n%s", failure.message, failure.details)
        prompts.tell(self.window, failure.message, failure.details)
