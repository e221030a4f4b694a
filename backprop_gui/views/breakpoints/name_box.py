"""A field for the name of a weight, a bias or a neuron, completed while it is typed."""

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from backprop_gui.views.breakpoints.places import Places
from backprop_gui.views.parts.captions import problem, show_problem
from backprop_gui.views.parts.fields.typed_number import paint_wrong
from backprop_gui.views.parts.palette import SPACING


class NameBox(QWidget):
    """Signals: `edited` the place of another name, None where the field was emptied."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._places: Places | None = None
        self._shown = self._standing = ""  # the text that stands for the place, what is wrong there
        self._has_empty = False
        self.field = _Field()
        self._names = QStringListModel(self)
        self._complete()
        self.field.editingFinished.connect(self.commit)
        self.field.cancelled.connect(self._restore)
        self._problem = problem()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self.field)
        layout.addWidget(self._problem)
        self.setFocusProxy(self.field)

    @property
    def problem(self) -> str:
        """Why what was typed cannot be taken; empty when it was."""
        return self._problem.text()

    def describe(self, name: str, tip: str, empty: str) -> None:
        """Says what is named, and what the empty field stands for, if that stands for something."""
        self.field.setAccessibleName(name)
        self.field.setToolTip(tip)
        self.field.setPlaceholderText(empty)
        self._has_empty = bool(empty)

    def offer(self, places: Places) -> None:
        """The names that can be typed from now on."""
        if places is not self._places:
            self._places = places
            self._names.setStringList(list(places.offered))

    def show_place(self, at: int | None) -> None:
        """Shows another place of those that can be typed; what is being typed stays otherwise."""
        places = self._places
        self._show("" if places is None or at is None else places.name(at), "")

    def show_lost(self, name: str, complaint: str) -> None:
        """Shows a name that stands for nothing now, and why."""
        self._show(name, complaint)

    @Slot()
    def commit(self) -> None:
        """Takes what was typed, or says why not."""
        text = self.field.text().strip()
        is_typed = self.field.isModified() and bool(self._standing)
        if text == self._shown and not is_typed:
            self._complain(self._standing)
            return
        at = None if self._places is None else self._places.find(text)
        if at is None and (text or not self._has_empty):
            what = "place" if self._places is None else self._places.what
            self._complain(f"There is no {what} named “{text}”." if text else f"Name a {what}.")
            return
        self.show_place(at)
        self._restore()  # also where the same name was typed in another way
        self.edited.emit(at)

    def _complete(self) -> None:
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self.commit, Qt.ConnectionType.QueuedConnection)
        self.field.setCompleter(completer)

    def _show(self, text: str, complaint: str) -> None:
        if (text, complaint) != (self._shown, self._standing):
            self._shown, self._standing = text, complaint
            self._restore()

    @Slot()
    def _restore(self) -> None:
        self.field.setText(self._shown)
        self._complain(self._standing)

    def _complain(self, sentence: str) -> None:
        show_problem(self._problem, sentence)
        self.field.set_wrong(bool(sentence))
        self.field.setAccessibleDescription(sentence)


class _Field(QLineEdit):
    """Signals: `cancelled` by Escape."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wrong = False

    def set_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._wrong or self.isModified()):
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._wrong:
            paint_wrong(self)
