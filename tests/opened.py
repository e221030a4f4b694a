"""The application opened on the tutorial for a test, with preferences and autosaves of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from backprop_gui.app import Lab, open_lab


@contextmanager
def opened(app: QApplication, folder: Path) -> Iterator[Lab]:
    """Started, but its engine may not be there yet; ended afterwards."""
    lab = open_lab(app, None, folder / "preferences.json", folder / "recovery")
    lab.start()
    yield lab
    lab.window.allow_close()
    lab.stop()
