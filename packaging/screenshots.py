"""Makes the README's screenshots: `python packaging/screenshots.py [FOLDER]`, no screen needed.

It opens the application on the tutorial, trains it for 10,000 steps, and takes a picture of the
window in light and in dark. Preferences of the person who runs it are neither read nor written.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backprop_gui.views.parts.theme import ThemeChoice

HERE = Path(__file__).resolve().parent
STEPS = 10_000
SIZE = (1440, 900)


def take(folder: Path, theme: "ThemeChoice", home: Path) -> Path:
    """A picture of the trained tutorial in `theme`."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from backprop_gui.app import open_lab

    def wait(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    app = QApplication.instance() or QApplication(["backprop-gui"])
    assert isinstance(app, QApplication)
    lab = open_lab(app, None, home / f"{theme}.json", home / "recovery")
    lab.theme.set_choice(theme)
    lab.window.resize(*SIZE)
    lab.start()
    lab.session.run(STEPS)
    while lab.session.snapshot().step < STEPS:
        wait(10)
    wait(500)
    path = folder / f"tutorial-{theme}.png"
    lab.window.grab().save(str(path))
    lab.window.allow_close()
    lab.stop()
    return path


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(HERE.parent))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        themes: tuple[ThemeChoice, ...] = ("light", "dark")
        for theme in themes:
            print(take(folder, theme, Path(home)))


if __name__ == "__main__":
    main()
