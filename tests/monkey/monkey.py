"""The monkey: what it does to the lab, at random but for its seed, and how soon it is answered."""

import faulthandler
import random
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QMouseEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QMenu,
    QWidget,
)
from shiboken6 import isValid

from backprop_gui.app import Lab
from backprop_gui.files.examples import examples, read_example
from tests.monkey.metronome import Metronome
from tests.monkey.patience import Moment, computed, had, told
from tests.monkey.places import Places

# The window hangs when it computes for so long, or waits for a lock (see patience.py).
HANG_SECONDS, LOCK_SECONDS = 1.0, 5.0
END_SECONDS = 120.0  # after which what still hangs is ended, with a word on where it does
LAST_DEEDS = 40

STUCK_MS = 40  # after which a menu that Qt runs in a loop of its own is answered
ANOTHER_EXAMPLE = 150  # events after which the monkey is given another experiment, undamaged
GIVES_UP = 0.08  # how likely the monkey is to close a dialog after each thing it does

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

    def __init__(
        self,
        lab: Lab,
        seed: int,
        drops: Path,
        witness: IO[str],
        places: Places,
        metronome: Metronome,
    ) -> None:
        super().__init__(lab)
        self._lab, self._seed, self._witness = lab, seed, witness
        self._places, self._metronome = places, metronome
        self._random = random.Random(seed)
        self._target: QWidget = lab.window
        self.trail: deque[str] = deque(maxlen=LAST_DEEDS)
        self.longest = self.longest_wait = 0.0  # seconds
        self._since = Moment.present()
        self.heard: list[object] = []  # exceptions, and what Qt warns of
        self._done = 0
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
        for number in range(self._done, self._done + events):
            if number % ANOTHER_EXAMPLE == 0:
                faulthandler.dump_traceback_later(END_SECONDS, exit=True)
                close_everything()
                example = self._random.choice(examples())
                self._lab.document.replace(read_example(example.name), example.title)
            self._do_something(number)
            if number % 20 == 0:
                QTest.qWait(self._random.randrange(20))
            close_file_dialogs()
            if self._random.random() < GIVES_UP:
                close_everything()
        self._done += events

    def _do_something(self, number: int) -> None:
        deeds, weights = list(self._deeds), list(self._deeds.values())
        deed = self._random.choices(deeds, weights)[0]
        self.trail.append(f"{number} {deed.__name__}")
        print(f"monkey {self._seed}: {self.trail[-1]}", file=self._witness, flush=True)
        self._stuck.start()
        self._start_watch()
        deed()
        if self._random.random() < 0.3:  # a quick hand: more may come before the window answers
            QApplication.processEvents()
        self._beat()
        self._stuck.stop()
        assert not self.heard, f"monkey {self._seed}, event {number}: {self.heard}"

    def _beat(self) -> None:
        """After each thing that a person would wait for: was it done in time?"""
        now = Moment.present()
        seconds, waited = computed(self._since, now), had(self._since, now)
        self.trail[-1] += f" {waited:.2f} s"
        self.longest = max(self.longest, seconds)
        self.longest_wait = max(self.longest_wait, waited)
        if seconds >= HANG_SECONDS or waited >= LOCK_SECONDS:
            self._complain(self._since, now)
        self._start_watch()

    def _complain(self, since: Moment, now: Moment) -> None:
        """Unless it was the machine that stood still."""
        where, still = self._places.told(), self._metronome.stood_still(since.now, now.now)
        all_of_it = f"{told(since, now)}; the machine stood still for {still:.2f} s\n{where}"
        print(all_of_it)
        assert computed(since, now) - still < HANG_SECONDS, f"the window hangs: {all_of_it}"
        assert had(since, now) - still < LOCK_SECONDS, f"the window waits: {all_of_it}"

    def _start_watch(self) -> None:
        self._places.forget()
        self._since = Moment.present()

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
        self.trail[-1] += f" {kind(at)} {name(at)!r}"
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
            self._click_at(*place, button, self._modifier())

    def _click_at(
        self, window: QWindow, at: QPoint, button: Qt.MouseButton, held: Qt.KeyboardModifier
    ) -> None:
        QTest.mousePress(window, button, held, at)
        self._let_go(window, at, button, held)

    def _let_go(
        self, window: QWindow, at: QPoint, button: Qt.MouseButton, held: Qt.KeyboardModifier
    ) -> None:
        """Somewhere at least: else Qt takes the button for held, and gives all to one widget."""
        window = window if self._is_there(window) else self._lab.window.windowHandle()
        QTest.mouseRelease(window, button, held, within(window, at))

    def _is_there(self, window: QWindow) -> bool:
        """Whether what was done to it before has left it in sight; else QTest, or Qt with what no
        mouse can reach, would crash."""
        is_seen = isValid(self._target) and self._target.isVisible()
        return is_seen and self._target.windowHandle() == window

    def _double_click(self) -> None:
        """Not QTest's: the first click may be the end of the window that the second is for."""
        if (place := self._place()) is None:
            return
        window, at, held = *place, self._modifier()
        self._click_at(window, at, LEFT, held)
        blocker = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self._is_there(window) and blocker in (None, self._target):
            below = self._target.childAt(at) or self._target
            kind, local = QEvent.Type.MouseButtonDblClick, below.mapFrom(self._target, at)
            points = QPointF(local), QPointF(below.mapToGlobal(local))
            QApplication.sendEvent(below, QMouseEvent(kind, *points, LEFT, LEFT, held))
        self._let_go(window, at, LEFT, held)

    def _drag(self) -> None:
        if (start := self._place()) is None:
            return
        window, at = start
        held = self._modifier()
        QTest.mousePress(window, LEFT, held, at)
        for _ in range(self._random.randrange(1, 5)):
            at = at + QPoint(self._random.randrange(-200, 201), self._random.randrange(-120, 121))
            if not self._is_there(window):
                break
            at = within(window, at)
            QTest.mouseMove(window, at)
            self._beat()
        self._let_go(window, at, LEFT, held)

    def _wheel(self) -> None:
        if place := self._place():
            turn = QPoint(0, self._random.choice([-120, 120, -1200, 15]))
            QTest.wheelEvent(place[0], QPointF(place[1]), turn, QPoint(), self._modifier())

    def _press(self) -> None:
        key, held = self._random.choice(KEYS), self._modifier()
        self.trail[-1] += f" {key.name} {held.name} in {kind(QApplication.focusWidget())}"
        # QTest lets go of what is held in the same window, even if the key has closed that.
        self._hit(key, NOTHING_HELD if is_blocked() else held)

    def _type(self) -> None:
        for letter in self._random.choice(WORDS):
            self._hit(ord(letter))
            self._beat()
        self._hit(Qt.Key.Key_Return)

    def _hit(self, key: Qt.Key | int, held: Qt.KeyboardModifier = NOTHING_HELD) -> None:
        """Presses a key and lets it go, maybe in another window: the first may have closed."""
        for do in (QTest.keyPress, QTest.keyRelease):
            close_file_dialogs()  # which a letter before may have opened: nothing is to be saved
            do(self._window_with_keys(), key, held)

    def _window_with_keys(self) -> QWindow:
        """Off the screen it is not said to have them again when a menu has gone."""
        window = QApplication.focusWindow()
        if window is None or not window.isVisible():
            window = self._lab.window.windowHandle()
        return window

    def _trigger(self) -> None:
        """Some entry of the menus; not the one that quits."""
        if not is_blocked():
            entries = [each for each in self._entries() if each.isEnabled()]
            entry = self._random.choice(entries)
            self.trail[-1] += f" {entry.text()}"
            entry.trigger()

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
            self._beat()

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
        self._target = dock.window()
        place = within(window, at.mapTo(self._target, point))
        self._click_at(window, place, LEFT, NOTHING_HELD)
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


def within(window: QWindow, at: QPoint) -> QPoint:
    """The point of the window nearest to `at`: QTest warns of others."""
    most = window.size()
    return QPoint(min(max(at.x(), 0), most.width() - 1), min(max(at.y(), 0), most.height() - 1))


def kind(of: object) -> str:
    return type(of).__name__


def name(of: QWidget) -> str:
    """What a person would call it by."""
    text = of.text() if isinstance(of, QAbstractButton) else of.windowTitle()
    return of.accessibleName() or text or of.toolTip()


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
