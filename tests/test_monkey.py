"""A monkey at the window while it trains: it clicks, drags, types, turns the wheel, opens menus,
and opens, closes, moves and floats panels.

Nothing that it does may raise, make Qt warn, hang, write a file, take ever more memory, or bring
training and experiment apart. It is seeded, and its last deeds are printed, so a failure can be had
again: BACKPROP_MONKEY_SEEDS="7" and BACKPROP_MONKEY_EVENTS=1000000 set which monkeys there are and
how much each does.
"""

import faulthandler
import gc
import os
import random
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

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
from shiboken6 import isValid

from backprop_gui.app import Lab, open_lab
from backprop_gui.files.examples import examples, read_example
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity

_EVENTS, _SEEDS = ("3000", "1 2 3") if os.environ.get("CI") else ("1500", "1 2")
EVENTS = int(os.environ.get("BACKPROP_MONKEY_EVENTS", _EVENTS))
SEEDS = [int(seed) for seed in os.environ.get("BACKPROP_MONKEY_SEEDS", _SEEDS).split()]

# The window hangs when it computes for so long. The time of the thread, since a busy machine may
# give it none for a while; the time on the clock tells a lock that is waited for.
HANG_SECONDS, LOCK_SECONDS = 1.0, 5.0
MOST_GROWTH = 400 << 20  # bytes: the records of the runs that are kept for undo, and then no more
WARM_UP = 5000  # events after which every panel was open

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
AREAS = [
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.TopDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
]
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
        self.trail: deque[str] = deque(maxlen=40)
        self.longest = self._clock = self._cpu = 0.0
        self.raised: list[BaseException] = []
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
            self._arrange_dock: 4,
            self._go_into_dock: 8,
            self._arrange_window: 1,
            self._close_window: 1,
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
            self._do_something(number)
            if number % 20 == 0:
                QTest.qWait(self._random.randrange(20))
            close_file_dialogs()
            if self._random.random() < GIVES_UP:
                close_everything()

    def _do_something(self, number: int) -> None:
        deeds, weights = list(self._deeds), list(self._deeds.values())
        deed = self._random.choices(deeds, weights)[0]
        self.trail.append(f"{number} {deed.__name__}")
        self._stuck.start()
        self._clock, self._cpu = time.monotonic(), time.thread_time()
        deed()
        if self._random.random() < 0.3:  # a quick hand: more may come before the window answers
            QApplication.processEvents()
        self._beat()
        faulthandler.cancel_dump_traceback_later()
        self._stuck.stop()
        assert not self.raised, "there was an exception"

    def _beat(self) -> None:
        """After each thing that a person would wait for: was it done in time?"""
        took, computed = time.monotonic() - self._clock, time.thread_time() - self._cpu
        self.trail[-1] += f" {took:.2f} s"
        self.longest = max(self.longest, computed)
        assert computed < HANG_SECONDS, "the window hangs"
        assert took < LOCK_SECONDS, "the window waits for something"
        faulthandler.dump_traceback_later(1.5 * HANG_SECONDS)  # to see where it hangs
        self._clock, self._cpu = time.monotonic(), time.thread_time()

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
        at = self._somewhere_in(widget)
        point = QPoint(self._below(at.width()), self._below(at.height()))
        self._target = widget.window()  # or Python would give up its window
        window = self._target.windowHandle()
        if window is None:
            return None
        return window, within(window, at.mapTo(self._target, point))

    def _somewhere_in(self, widget: QWidget) -> QWidget:
        """What can be seen of it, or of what is in it: each panel as likely as the next."""
        while self._random.random() < 0.93:
            inside = [x for x in widget.children() if isinstance(x, QWidget)]
            inside = [each for each in inside if each.isVisible() and not each.isWindow()]
            if not inside:
                break
            widget = self._random.choice(inside)
        return widget

    def _below(self, most: int) -> int:
        return self._random.randrange(max(most, 1))

    def _modifier(self) -> Qt.KeyboardModifier:
        return self._random.choice(MODIFIERS)

    # What

    def _click(self) -> None:
        if place := self._place():
            button = self._random.choice([LEFT, LEFT, LEFT, RIGHT])
            held = self._modifier()
            QTest.mousePress(place[0], button, held, place[1])
            if self._is_there(place[0]):
                QTest.mouseRelease(place[0], button, held, place[1])

    def _is_there(self, window: QWindow) -> bool:
        """Whether what was done to it before has left it there; else QTest would crash."""
        return isValid(self._target) and self._target.windowHandle() == window

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
            if not self._is_there(window):
                return
            at = within(window, at)
            QTest.mouseMove(window, at)
            self._beat()
        if self._is_there(window):
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
            self._beat()
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

    def _docks(self) -> list[QDockWidget]:
        return self._lab.window.findChildren(QDockWidget)

    def _arrange_dock(self) -> None:
        dock, area = self._random.choice(self._docks()), self._random.choice(AREAS)
        self.trail[-1] += f" {dock.windowTitle()}"
        deeds: list[Callable[[], object]] = [
            dock.close,
            dock.show,
            lambda: dock.setFloating(not dock.isFloating()),
            lambda: self._lab.window.addDockWidget(area, dock),
        ]
        self._random.choice(deeds)()

    def _go_into_dock(self) -> None:
        """To the front with it, and a click or a key in it."""
        dock = self._random.choice(self._docks())
        self.trail[-1] += f" {dock.windowTitle()}"
        if is_blocked():
            return
        dock.show()
        dock.raise_()
        QApplication.processEvents()
        window = dock.window().windowHandle()
        at = self._somewhere_in(dock)
        if window is None or not at.isVisible():
            return
        point = QPoint(self._below(at.width()), self._below(at.height()))
        QTest.mouseClick(window, LEFT, NOTHING_HELD, within(window, at.mapTo(dock.window(), point)))
        if self._random.random() < 0.5:
            self._press()

    def _arrange_window(self) -> None:
        window = self._lab.window
        deeds: list[Callable[[], object]] = [
            window.showMaximized,
            window.showMinimized,
            lambda: window.arrange(window.arrangement()),
            lambda: window.arrange((b"garbage", b"garbage")),
        ]
        self._random.choice(deeds)()
        window.showNormal()

    def _close_window(self) -> None:
        """Where there are changes the person is asked, and the monkey then cancels."""
        if self._lab.document.is_modified and not is_blocked():
            self._lab.window.close()

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
        close_file_dialogs()  # which a letter before may have opened: nothing is to be saved
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


def memory() -> int:
    """Bytes that this process takes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


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
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
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

    monkey = Monkey(lab, seed, drops)
    hook = sys.excepthook

    def see(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        monkey.raised.append(error)
        hook(kind, error, trace)

    monkeypatch.setattr(sys, "excepthook", see)
    try:
        monkey.rage(min(WARM_UP, EVENTS))
        grown = -memory()
        monkey.rage(max(EVENTS - WARM_UP, 0))
        close_everything()
        grown += memory()
    finally:
        print(f"The last deeds of monkey {seed}:", *monkey.trail, sep="\n")
    print(f"The longest took {monkey.longest:.2f} s; the memory grew by {grown >> 20} MB.")
    assert grown < MOST_GROWTH

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
