"""The composition root: builds the parts and ties what happens in one to what follows in others.

`views` builds what is seen, `lab` everything else and the ties; `editing`, `showing`, `dialogs`
and `menu_bar` are the ties that need more than a line; `watchman` watches over all of it. The
request cycle:

1. A view emits an Edit; `editing` has the document apply it; it says that the experiment changed.
2. The session takes the new experiment; `showing` shows it.
3. The frame timer fetches the session's latest snapshot; `showing` hands it to what is seen.
"""

import sys

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from backprop_gui import settings
from backprop_gui.app.lab import Lab, open_lab
from backprop_gui.app.watchman import watched
from backprop_gui.files.errors import FileError
from backprop_gui.resources import resource_path
from backprop_gui.views.parts.prompts import tell

__all__ = ["Lab", "main", "open_lab"]


def main(source: str | None) -> int:
    """Opens the window on a file or an example, else on the tutorial; returns the exit status.

    Raises FileError when there is no such experiment, once that is told on the screen where nobody
    reads the terminal: a desktop that opens a file has none.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("backprop-lab")
    app.setApplicationDisplayName("Backprop Lab")
    app.setDesktopFileName("backprop-lab")
    app.setWindowIcon(QIcon(str(resource_path("icons", "app", "backprop-lab.svg"))))
    with watched(settings.log_folder()) as watchman:
        try:
            lab = open_lab(app, source, settings.preferences_path(), settings.recovery_folder())
        except FileError as error:
            if sys.stderr is None or not sys.stderr.isatty():
                box, told = tell(None, str(error)), QEventLoop()
                box.finished.connect(told.quit)
                told.exec()
            raise
        watchman.tell_in(lab.window)
        lab.start()
        status = app.exec()
        lab.stop()
    return status
