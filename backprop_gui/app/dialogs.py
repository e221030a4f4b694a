"""The dialogs: built when they are wanted, opened without a loop of their own, gone when closed.

Each is also imported only then, so that the first picture of the window need not wait for them.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from backprop_gui.app.editing import Editing
from backprop_gui.app.views import Views
from backprop_gui.document.autosave import Autosave
from backprop_gui.document.document import Document
from backprop_gui.document.recovery import recoverable
from backprop_gui.files.errors import FileError
from backprop_gui.files.examples import examples, read_example
from backprop_gui.views.parts import prompts
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.theme import Theme

if TYPE_CHECKING:
    from backprop_gui.files.delimited import DelimitedText


class Dialogs(QObject):
    """Those that are about the experiment come after the edits that wait.

    Signals: `exampleChosen` the name of an example to open.
    """

    exampleChosen = Signal(str)

    def __init__(
        self, views: Views, theme: Theme, icons: Icons, document: Document, editing: Editing
    ) -> None:
        super().__init__(views.window)
        self._window, self._theme, self._icons = views.window, theme, icons
        self._document, self._editing = document, editing

    def randomize(self) -> None:
        self._editing.when_made(self._randomize)

    def _randomize(self) -> None:
        from backprop_gui.views.randomize_dialog import RandomizeDialog

        dialog = RandomizeDialog(self._icons, self._document.experiment, self._window)
        dialog.edited.connect(self._editing.edit_beginning)
        _open(dialog)

    def show_gallery(self) -> None:
        from backprop_gui.views.gallery.gallery_dialog import GalleryDialog

        entries = [(example, read_example(example.name)) for example in examples()]
        dialog = GalleryDialog(self._theme, entries, self._window)
        dialog.chosen.connect(self.exampleChosen)
        _open(dialog)

    def ask_for_samples(self) -> None:
        prompts.ask_file(self._window, "Import samples", prompts.TABLES, self.import_samples)

    def import_samples(self, path: Path) -> None:
        """Offers what the text table at `path` holds as samples."""
        from backprop_gui.files.delimited import DelimitedText

        try:
            table = DelimitedText.read(path)
        except FileError as error:
            prompts.tell(self._window, str(error))
        else:
            self.offer_samples(table)

    def offer_samples(self, table: "DelimitedText") -> None:
        """Offers what a text table holds as samples."""
        self._editing.when_made(partial(self._offer_samples, table))

    def _offer_samples(self, table: "DelimitedText") -> None:
        from backprop_gui.views.import_data.import_dialog import ImportDialog

        network = self._document.experiment.network.topology
        dialog = ImportDialog(table, network, self._editing.fill, self._window)
        dialog.edited.connect(self._editing.edit_beginning)
        _open(dialog)

    def export_samples(self) -> None:
        prompts.ask_target(
            self._window, "Export samples", prompts.TABLES, self._write_samples, "samples.csv"
        )

    def _write_samples(self, path: Path) -> None:
        self._editing.when_made(partial(self._write_present_samples, path))

    def _write_present_samples(self, path: Path) -> None:
        from backprop_gui.files.sample_export import write_samples

        try:
            write_samples(path, self._editing.present_samples())
        except FileError as error:
            prompts.tell(self._window, str(error))

    def offer_recovered(self, folder: Path, autosave: Autosave, then: Callable[[], None]) -> None:
        """Offers what windows that crashed have left; says what of it was damaged.

        `then`, a slot, follows once that is answered, or at once where there is nothing.
        """
        from backprop_gui.views.recovery_dialog import RecoveryDialog

        findings = recoverable(folder)
        if findings.problems:
            prompts.tell(self._window, "\n".join(findings.problems))
        if findings.recovered:
            dialog = RecoveryDialog(findings.recovered, datetime.now().astimezone(), self._window)
            dialog.recoverChosen.connect(autosave.recover)
            # Queued: what is chosen there comes first.
            dialog.finished.connect(then, Qt.ConnectionType.QueuedConnection)
            _open(dialog)
        else:
            then()

    def about(self) -> None:
        from backprop_gui.app.versions import parts
        from backprop_gui.views.about_dialog import AboutDialog

        _open(AboutDialog(parts(), self._window))


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
