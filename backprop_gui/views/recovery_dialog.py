"""The dialog that offers, at a start after a crash, what was unsaved then."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from backprop_gui.document.recovery import Recovered
from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.palette import SPACING

_LARGEST_LIST = 24 * SPACING  # pixels; more rows than fit are scrolled to


class RecoveryDialog(QDialog):
    """Shown with `open()`. What is neither recovered nor discarded is released when it closes.

    Signals: `recoverChosen` the Recovered that the person wants back; it is not released then.
    """

    recoverChosen = Signal(object)

    def __init__(
        self, recovered: Sequence[Recovered], now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recovered")
        self._offered = list(recovered)
        self.list = QListWidget()
        self.list.setAccessibleName("Recovered experiments")
        self.list.ensurePolished()  # or rows are as high as without the style
        self.list.addItems([describe(each, now) for each in recovered])
        for row, each in enumerate(recovered):
            self.list.item(row).setToolTip(str(each.autosaved.path or "Not saved to a file yet"))
        self._fit_list()
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(self._recover)
        self.buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.recover = self.buttons.addButton("&Recover", roles.AcceptRole)
        self.recover.setToolTip("Open it here; it is not saved until you save it")
        self.recover.setDefault(True)
        self.discard = self.buttons.addButton("&Discard", roles.DestructiveRole)
        self.discard.setToolTip("Remove it for good")
        self.later = self.buttons.addButton("&Later", roles.RejectRole)
        self.later.setToolTip("Ask again at the next start")
        self.recover.clicked.connect(self._recover)
        self.discard.clicked.connect(self._discard)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._release)
        self._arrange()

    def _arrange(self) -> None:
        self.setMinimumWidth(56 * SPACING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(QLabel("Backprop Lab ended before this was saved."))
        layout.addWidget(self.list)
        explanation = note()
        explanation.setText("The files themselves are as you last saved them.")
        explanation.setWordWrap(False)  # or the dialog is made higher than it needs to be
        layout.addWidget(explanation)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def _fit_list(self) -> None:
        """As high as its rows, but there is a largest height."""
        rows = self.list.count() * self.list.sizeHintForRow(0)
        self.list.setFixedHeight(min(rows + 2 * self.list.frameWidth(), _LARGEST_LIST))

    @Slot()
    def _recover(self) -> None:
        recovered = self._offered.pop(self.list.currentRow())
        self.accept()
        self.recoverChosen.emit(recovered)

    @Slot()
    def _discard(self) -> None:
        row = self.list.currentRow()
        self._offered.pop(row).discard()
        self.list.takeItem(row)
        self._fit_list()
        if not self._offered:
            self.accept()

    @Slot()
    def _release(self) -> None:
        while self._offered:
            self._offered.pop().release()


def describe(recovered: Recovered, now: datetime) -> str:
    """Such as `tutorial, edited 14:32 today`; `now` has a time zone."""
    edited = recovered.autosaved.saved_at.astimezone(now.tzinfo)
    days = {now.date(): "today", now.date() - timedelta(days=1): "yesterday"}
    day = days.get(edited.date(), f"on {edited:%Y-%m-%d}")
    return f"{recovered.autosaved.name}, edited {edited:%H:%M} {day}"
