"""Lets something happen at most so often, and never forgets the last time."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Throttle(QObject):
    """Signals: `due` at once when asked for after a pause, else at the end of the interval."""

    due = Signal()

    def __init__(self, interval_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._end)

    @Slot()
    def ask(self) -> None:
        if self._timer.isActive():
            self._wanted = True
        else:
            self._timer.start()
            self.due.emit()

    @Slot()
    def _end(self) -> None:
        if self._wanted:
            self._wanted = False
            self._timer.start()
            self.due.emit()
