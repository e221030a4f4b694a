"""The frame timer: asks for the latest snapshot as often as the screen can show one."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Progress, Snapshot

_FRAME_MS = 16


class Live(QObject):
    """Signals: `frame` a Snapshot, whenever it is another one; `progressed` how far a seek has
    come, a Progress or None, likewise; `failed` a Failure of the thread.
    """

    frame = Signal(object)
    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._last: Snapshot | None = None
        self._progress: Progress | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def tick(self) -> None:
        """Shows the latest snapshot if it was not shown yet."""
        failure = self._session.take_failure()
        if failure is not None:
            self.failed.emit(failure)
        snapshot = self._session.snapshot()
        if snapshot is not self._last:
            self._last = snapshot
            self.frame.emit(snapshot)
        progress = self._session.progress()
        if progress != self._progress:
            self._progress = progress
            self.progressed.emit(progress)

    @Slot()
    def again(self) -> None:
        """Has the latest snapshot shown once more, as after a panel was opened."""
        self._last = None
