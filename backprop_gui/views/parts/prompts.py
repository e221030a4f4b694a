"""The questions and messages that the window puts to the person, each answered by a callback.

All are opened without an event loop of their own.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

EXPERIMENTS = "Experiments (*.backprop.json *.json)"
NETWORKS = "Networks (*.json)"
TABLES = "Tables (*.csv *.tsv *.txt)"


def ask_file(
    parent: QWidget, title: str, kind: str, then: Callable[[Path], None], folder: str = ""
) -> None:
    """Asks for a file to read."""
    dialog = QFileDialog(parent, title, folder, f"{kind};;All files (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open_file_dialog(dialog, then)


def ask_target(
    parent: QWidget, title: str, kind: str, then: Callable[[Path], None], suggested: str
) -> None:
    """Asks where to write; asks back where a file would be replaced.

    A name typed without an ending gets the first of `kind`.
    """
    dialog = QFileDialog(parent, title, suggested, f"{kind};;All files (*)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind.partition("*.")[2].partition(" ")[0].rstrip(")"))
    _open_file_dialog(dialog, then)


def _open_file_dialog(dialog: QFileDialog, then: Callable[[Path], None]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def ask(
    parent: QWidget, question: str, consequence: str, choices: Mapping[str, Callable[[], None]]
) -> None:
    """Asks what to do where something may get lost; cancel is silent.

    `choices` are the words on the buttons, the default first, and what they do.
    """
    box = _box(parent, QMessageBox.Icon.Warning, question)
    box.setInformativeText(consequence)
    does = {
        box.addButton(text, QMessageBox.ButtonRole.ActionRole): do for text, do in choices.items()
    }
    box.setDefaultButton(next(iter(does)))
    box.addButton(QMessageBox.StandardButton.Cancel)

    def finish() -> None:
        for button, do in does.items():
            if button is box.clickedButton():
                do()

    box.finished.connect(finish)
    box.open()


def ask_to_save(parent: QWidget, name: str, answer: Callable[[bool], None]) -> None:
    """Asks whether to save changes: answer(True) to save, answer(False) not; cancel is silent."""
    box = _box(parent, QMessageBox.Icon.Question, f"Save the changes to {name}?")
    box.setInformativeText("They are lost if you do not save them.")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)

    def finish(button: int) -> None:
        if button in (buttons.Save.value, buttons.Discard.value):
            answer(button == buttons.Save.value)

    box.finished.connect(finish)
    box.open()


def tell(parent: QWidget | None, message: str, details: str = "") -> QMessageBox:
    """Says what went wrong, in one sentence; `details` can be unfolded.

    Without a parent it lasts as long as whoever asked for it keeps what is returned.
    """
    box = _box(parent, QMessageBox.Icon.Warning, message)
    if details:
        box.setDetailedText(details)
    box.open()
    return box


def _box(parent: QWidget | None, icon: QMessageBox.Icon, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(icon)
    box.setWindowTitle("Backprop Lab")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box
