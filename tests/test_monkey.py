"""A monkey at the window while it trains: it clicks, drags, types, turns the wheel, opens menus.

Nothing that it does may raise, make Qt warn, hang, write a file, or bring training and experiment
apart. It is seeded, so a failure can be had again: BACKPROP_MONKEY_SEEDS="7" and
BACKPROP_MONKEY_EVENTS=20000 set which monkeys there are and how much each does.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab, open_lab
from backprop_gui.files.examples import examples, read_example
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity

EVENTS = int(os.environ.get("BACKPROP_MONKEY_EVENTS", "1500"))
SEEDS = [int(seed) for seed in os.environ.get("BACKPROP_MONKEY_SEEDS", "1 2").split()]

STUCK_MS = 40  # after which a menu that Qt runs in a loop of its own is answered
PATIENCE_MS = 60_000  # a first compile on a busy machine
ANOTHER_EXAMPLE = 150  # events after which the monkey is given another experiment, undamaged
GIVES_UP = 0.08  # how likely the monkey is to close a dialog after each thing it does
MOST_WORK = 3e9  # steps times parameters that are worth training anew to compare

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NOTHING_HELD = Qt.KeyboardModifier.NoModifier
MODIFIERS = [NOTHING_HELD] * 4 + [
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
]
KEYS = [
    *(Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home),
    *(Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_Insert, Qt.Key.Key_Plus, Qt.Key.Key_Minus),
    *(Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z, Qt.Key.Key_Y),
]
WORDS = ["0", "0.5", "-1e-5", "1e308", "nan", "3", "7", "1e400", "0x10", "12,5", "w1", ""]
SIZES = [(320, 240), (1024, 600), (1366, 768), (2560, 1440), (1, 1), (700, 1200)]
DROPS = {
    "no.json": b"{",
    "deep.json": b"[" * 100_000,
    "nul.json": b"\0" * 100,
    "empty.csv": b"",
    "words.csv": b"a,b\nc,d\n",
    "good.csv": b"i1,i2,o1,o2\n0,1,1,0\n1,0,0,1\n",
}


class Monkey(QObject):
    """Does random things to the lab."""

    def __init__(self, lab: Lab, seed: int, drops: Path) -> None:
        super().__init__(lab)
        self._lab, self._random = lab, random.Random(seed)
        self._target: QWidget = lab.window
        self._drops = [drops / name for name in (*DROPS, "nothing-there.json")]
        self._deeds = {
            self._click: 25,
            self._double_click: 5,
            self._drag: 14,
            self._wheel: 10,
            self._press: 20,
            self._type: 10,
            self._trigger: 12,
            self._run: 5,
            self._undo: 6,
            self._resize: 1,
            self._float: 1,
            self._drop: 1,
        }
        self._stuck = QTimer(self)
        self._stuck.setInterval(STUCK_MS)
        self._stuck.timeout.connect(self._answer_menu)

    def rage(self, events: int) -> None:
        for number in range(events):
            if number % ANOTHER_EXAMPLE == 0:
                close_everything()
                example = self._random.choice(examples())
                self._lab.document.replace(read_example(example.name), example.title)
            self._do_something()
            QApplication.processEvents()
            if number % 4 == 0:
                QTest.qWait(self._random.randrange(20))
            close_file_dialogs()
            if self._random.random() < GIVES_UP:
                close_everything()

    def _do_something(self) -> None:
        deeds, weights = list(self._deeds), list(self._deeds.values())
        self._stuck.start()
        self._random.choices(deeds, weights)[0]()
        self._stuck.stop()

    @Slot()
    def _answer_menu(self) -> None:
        """Qt opens some context menus in a loop of their own, in which this timer still fires."""
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu) and (actions := menu.actions()):
            menu.setActiveAction(self._random.choice(actions))
            QTest.keyClick(menu, self._random.choice([Qt.Key.Key_Return, Qt.Key.Key_Escape]))
        elif menu is not None:
            menu.close()

    # Where

    def _place(self) -> tuple[QWindow, QPoint] | None:
        """A point on some widget that can be seen, in the window that would get the event."""
        widget = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if widget is None:
            docks = self._lab.window.findChildren(QDockWidget)
            floating = [dock for dock in docks if dock.isWindow() and dock.isVisible()]
            widget = self._random.choice([*floating, *[self._lab.window] * 4])
        inside = [w for w in widget.findChildren(QWidget) if w.isVisible() and w.window() is widget]
        at = self._random.choice([widget, *inside])
        point = QPoint(self._below(at.width()), self._below(at.height()))
        self._target = widget.window()  # or Python would give up its window
        window = self._target.windowHandle()
        if window is None:
            return None
        return window, within(window, at.mapTo(self._target, point))

    def _below(self, most: int) -> int:
        return self._random.randrange(max(most, 1))

    def _modifier(self) -> Qt.KeyboardModifier:
        return self._random.choice(MODIFIERS)

    # What

    def _click(self) -> None:
        if place := self._place():
            button = self._random.choice([LEFT, LEFT, LEFT, RIGHT])
            QTest.mouseClick(place[0], button, self._modifier(), place[1])

    def _double_click(self) -> None:
        if place := self._place():
            QTest.mouseDClick(place[0], LEFT, self._modifier(), place[1])

    def _drag(self) -> None:
        if (start := self._place()) is None:
            return
        window, at = start
        held = self._modifier()
        QTest.mousePress(window, LEFT, held, at)
        for _ in range(self._random.randrange(1, 5)):
            at = at + QPoint(self._random.randrange(-200, 201), self._random.randrange(-120, 121))
            at = within(window, at)
            QTest.mouseMove(window, at)
        QTest.mouseRelease(window, LEFT, held, within(window, at))

    def _wheel(self) -> None:
        if place := self._place():
            turn = QPoint(0, self._random.choice([-120, 120, -1200, 15]))
            QTest.wheelEvent(place[0], QPointF(place[1]), turn, QPoint(), self._modifier())

    def _press(self) -> None:
        key, held = self._random.choice(KEYS), self._modifier()
        # QTest lets go of what is held in the same window, even if the key has closed that.
        hit(key, NOTHING_HELD if is_blocked() else held)

    def _type(self) -> None:
        for letter in self._random.choice(WORDS):
            hit(ord(letter))
        hit(Qt.Key.Key_Return)

    def _trigger(self) -> None:
        """Some entry of the menus; not the one that quits."""
        if not is_blocked():
            entries = [each for each in self._entries() if each.isEnabled()]
            self._random.choice(entries).trigger()

    def _entries(self) -> Iterator[QAction]:
        for menu in self._lab.window.menuBar().findChildren(QMenu):
            menu.aboutToShow.emit()
            yield from (
                action
                for action in menu.actions()
                if action.menu() is None and "Quit" not in action.text()
            )

    def _run(self) -> None:
        session = self._lab.session
        steps = self._random.choice([None, None, 1, 10, 1000])
        self._random.choice([lambda: session.run(steps), session.pause, session.reset])()
        session.set_speed(self._random.choice([None, None, 1, 100, 1e6]))

    def _undo(self) -> None:
        stack = self._lab.document.undo_stack
        for _ in range(0 if is_blocked() else self._random.randrange(1, 4)):
            self._random.choice([stack.undo, stack.undo, stack.redo])()

    def _resize(self) -> None:
        self._lab.window.resize(*self._random.choice(SIZES))

    def _float(self) -> None:
        dock = self._random.choice(self._lab.window.findChildren(QDockWidget))
        dock.setVisible(True)
        dock.setFloating(not dock.isFloating())

    def _drop(self) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._random.choice(self._drops)))])
        if not is_blocked():
            what = (data, LEFT, NOTHING_HELD)
            window, copy = self._lab.window, Qt.DropAction.CopyAction
            QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), copy, *what))
            QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, *what))


def hit(key: Qt.Key | int, held: Qt.KeyboardModifier = NOTHING_HELD) -> None:
    """Presses a key and lets it go, which may be in another window: the first may have closed."""
    for do in (QTest.keyPress, QTest.keyRelease):
        window = QApplication.focusWindow()
        if window is not None:
            do(window, key, held)


def within(window: QWindow, at: QPoint) -> QPoint:
    """The point of the window nearest to `at`: QTest warns of others."""
    most = window.size()
    return QPoint(min(max(at.x(), 0), most.width() - 1), min(max(at.y(), 0), most.height() - 1))


def is_blocked() -> bool:
    """Whether a menu or a dialog keeps a person off the window."""
    return bool(QApplication.activePopupWidget() or QApplication.activeModalWidget())


def close_file_dialogs() -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QFileDialog) and widget.isVisible():
            widget.reject()


def close_everything() -> None:
    """Menus and dialogs; where a question must be answered, with its cancel."""
    for _ in range(20):
        QApplication.processEvents()
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            popup.close()
        elif isinstance(dialog, QDialog):
            dialog.reject()
        else:
            return
    pytest.fail("there is a dialog that comes back or does not go")


def content(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    lab = open_lab(qapp, None, tmp_path / "preferences.json", tmp_path / "recovery")
    lab.start()
    yield lab
    close_everything()
    lab.window.allow_close()
    lab.stop()


@pytest.mark.timeout(120 + EVENTS // 10)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_breaks_nothing(
    lab: Lab, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    home, drops = tmp_path / "home", tmp_path / "drops"
    for folder in (home, drops):
        folder.mkdir()
    for name, bytes_ in DROPS.items():
        (drops / name).write_bytes(bytes_)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    before = content(drops)

    Monkey(lab, seed, drops).rage(EVENTS)
    close_everything()

    assert content(drops) == before
    assert not content(home)
    qtbot.waitUntil(lambda: not lab.editing.is_waiting, timeout=PATIENCE_MS)
    lab.session.pause()
    assert_training_fits_experiment(lab, qtbot)
    lab.document.replace(read_example("tutorial"), "Tutorial")
    lab.session.reset()
    lab.session.set_speed(None)
    lab.session.run(10_000)
    rest(lab, qtbot, 10_000)
    assert lab.session.snapshot().total_error == 3.510187782978859e-05
    assert not lab.window.findChildren(QMessageBox)


def rest(lab: Lab, qtbot: QtBot, step: int | None = None) -> None:
    def is_at_rest() -> bool:
        now = lab.session.snapshot()
        is_paused = now.activity is Activity.PAUSED and now.total_error_step == now.step
        fits = now.experiment is lab.document.experiment and step in (None, now.step)
        return is_paused and fits

    qtbot.waitUntil(is_at_rest, timeout=PATIENCE_MS)


def assert_training_fits_experiment(lab: Lab, qtbot: QtBot) -> None:
    """What is shown is what the experiment as it is now leads to."""
    rest(lab, qtbot)
    now = lab.session.snapshot()
    if now.diverged or now.step * len(now.parameters) > MOST_WORK:
        return
    run = Run(lab.document.experiment, is_recorded=False)
    run.advance(now.step)
    assert run.parameters.tobytes() == now.parameters.tobytes()
