"""Does long work in slices between the window's events, so that the window never stalls."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_SLICE_SECONDS = 0.006  # a frame has 16 ms


class Slices(QObject):
    """Signals: `advanced` after each slice; `finished` after the last."""

    advanced = Signal()
    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_working(self) -> bool:
        return self._timer.isActive()

    def start(self, work: Iterator[None]) -> None:
        """Begins with the first slice at once; `work` yields as often as it can be interrupted."""
        self._work = work
        self._timer.start()
        self._go_on()

    @Slot()
    def stop(self) -> None:
        """Gives the work up."""
        self._timer.stop()
        self._work = iter(())

    @Slot()
    def _go_on(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        for _ in self._work:
            if time.perf_counter() >= end:
                self.advanced.emit()
                return
        self._timer.stop()
        self.advanced.emit()
        self.finished.emit()
