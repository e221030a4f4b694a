"""Edits a number in a cell of a table: in full, and open until it can be taken or is cancelled."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from backprop_gui.views.parts.fields.typed_number import read_number
from backprop_gui.views.parts.fields.wrong_frame import WrongFrame
from backprop_gui.views.parts.theme import number_font

Index = QModelIndex | QPersistentModelIndex


class NumberDelegate(QStyledItemDelegate):
    """The model gives and takes the text of the number in the edit role.

    Signals: `problemChanged` why what was typed cannot be taken, empty when it can.
    """

    problemChanged = Signal(str)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = _Editor(parent, index)
        editor.textEdited.connect(self._check)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Not again over what is being typed, when the table is refreshed below the editor.
        assert isinstance(editor, _Editor)
        text = index.data(Qt.ItemDataRole.EditRole)
        if text != editor.shown:
            editor.shown = text
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, _Editor)
        if not _problem(editor.text()) and editor.text() != editor.shown:
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.problemChanged.emit("")
        super().destroyEditor(editor, index)

    @Slot(str)
    def _check(self, text: str) -> None:
        self.problemChanged.emit(_problem(text))


class _Editor(QLineEdit):
    """Stays in sight where the table becomes lower, as by a sentence about what is typed."""

    def __init__(self, parent: QWidget, index: Index) -> None:
        super().__init__(parent)
        self._view, self._index = parent.parentWidget(), QPersistentModelIndex(index)
        if isinstance(self._view, QAbstractItemView):
            self._view.verticalScrollBar().rangeChanged.connect(self._stay_in_sight)
        self.shown = ""
        self.setFont(number_font())
        self.setAccessibleName("New value")
        self.setValidator(_Validator(self))
        self._frame = WrongFrame(self)
        self.textChanged.connect(self._show_whether_wrong)

    @Slot()
    def _show_whether_wrong(self) -> None:
        self._frame.setVisible(not self.hasAcceptableInput())

    @Slot()
    def _stay_in_sight(self) -> None:
        if isinstance(self._view, QAbstractItemView) and self._index.isValid():
            self._view.scrollTo(self._index)


class _Validator(QValidator):
    """Says "not yet" to all that is no number: the view then leaves the editor open."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State
        return (state.Intermediate if _problem(text) else state.Acceptable), text, position


def _problem(text: str) -> str:
    try:
        read_number(text)
    except ValueError as error:
        return str(error)
    return ""
