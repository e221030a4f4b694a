"""Reads all samples of a file in a thread of its own, while the window goes on."""

import threading

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.delimited import DelimitedText
from backprop_gui.files.errors import FileError
from backprop_gui.files.sample_table import Choices, read_samples

_LOOK_MS = 40


class ImportJob(QObject):
    """Started once. The thread puts what it has into cells; a timer here looks at them.

    Signals: `progressed` the fraction done; `done` the Samples; `failed` why, in a sentence.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, table: DelimitedText, choices: Choices, parent: QObject) -> None:
        super().__init__(parent)
        self._table, self._choices = table, choices
        self._fraction = 0.0
        self._result: Samples | str | None = None
        self._is_wanted = True
        self._thread = threading.Thread(target=self._read, name="import", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Ends the thread, which is soon, and waits for it; no signal follows."""
        self._is_wanted = False
        self._timer.stop()
        self._thread.join()

    def _read(self) -> None:
        try:
            self._result = read_samples(self._table, self._choices, self._progress)
        except (FileError, ExperimentError) as error:
            self._result = str(error)
        except MemoryError:
            self._result = f"{self._table.path.name}: there is not enough memory for this"

    def _progress(self, fraction: float) -> bool:
        self._fraction = fraction
        return self._is_wanted

    @Slot()
    def _look(self) -> None:
        has_ended = not self._thread.is_alive()
        self.progressed.emit(self._fraction)
        if has_ended:
            self._timer.stop()
            if isinstance(self._result, Samples):
                self.done.emit(self._result)
            else:
                self.failed.emit(self._result or "The file could not be read.")
