"""A field for the name of a weight, a bias or a neuron, completed while it is typed."""

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit

from backprop_gui.views.breakpoints.places import Places
from backprop_gui.views.parts.fields.typed_box import TypedBox


class NameBox(TypedBox):
    """Signals: `edited` the place of another name, None where the field was emptied."""

    edited = Signal(object)

    def __init__(self) -> None:
        field = QLineEdit()
        super().__init__(field)
        self.field = field
        self._places: Places | None = None
        self._shown = self._standing = ""  # the text that stands for the place, what is wrong there
        self._has_empty = False
        self._names = QStringListModel(self)
        self._complete()

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
    def commit(self) -> bool:
        text = self.field.text().strip()
        is_typed = self.field.isModified() and bool(self._standing)
        if text == self._shown and not is_typed:
            self._complain(self._standing)
            return not self._standing
        at = None if self._places is None else self._places.find(text)
        if at is None and (text or not self._has_empty):
            what = "place" if self._places is None else self._places.what
            self._complain(f"There is no {what} named “{text}”." if text else f"Name a {what}.")
            return False
        self.show_place(at)
        self.restore()  # also where the same name was typed in another way
        self.edited.emit(at)
        return True

    def _complete(self) -> None:
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self.commit, Qt.ConnectionType.QueuedConnection)
        self.field.setCompleter(completer)

    def _show(self, text: str, complaint: str) -> None:
        if (text, complaint) != (self._shown, self._standing):
            self._shown, self._standing = text, complaint
            self.restore()

    def restore(self) -> None:
        self.field.setText(self._shown)
        self._complain(self._standing)
