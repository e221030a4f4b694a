"""The menu bar: what stands where, under which key. What the entries do is given by the caller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMainWindow, QMenu

from backprop_gui.views.parts.fields.unfinished import finish_typing
from backprop_gui.views.parts.icons import Icons

Key = QKeySequence.StandardKey | str | None


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    text: str
    do: Callable[[], object]
    key: Key = None
    icon: str = ""
    tip: str = ""


class Menus:
    """Builds the menu bar of `window`."""

    def __init__(self, window: QMainWindow, icons: Icons) -> None:
        self._window, self._icons = window, icons
        bar = window.menuBar()
        self.file, self.edit, self.network, self.train, self.view, self.help = (
            _menu(bar.addMenu(f"&{title}"))
            for title in ("File", "Edit", "Network", "Train", "View", "Help")
        )

    def add(self, menu: QMenu, *entries: Entry | None) -> list[QAction]:
        """Appends entries; None is a line between groups."""
        actions = []
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                actions.append(self._add(menu, entry))
        return actions

    def _add(self, menu: QMenu, entry: Entry) -> QAction:
        action = QAction(entry.text, menu)

        def do(_checked: bool = False) -> None:
            finish_typing()
            entry.do()

        action.triggered.connect(do)
        if entry.key is not None:
            action.setShortcut(QKeySequence(entry.key))
        if entry.icon:
            self._icons.bind_late(action, entry.icon)
        if entry.tip:
            action.setToolTip(entry.tip)
        menu.addAction(action)
        return action

    def add_undo(self, stack: QUndoStack) -> None:
        """Undo and redo, which say what they would undo and redo; Ctrl+Y redoes everywhere."""
        undo = stack.createUndoAction(self._window, "Undo")
        redo = stack.createRedoAction(self._window, "Redo")
        for action, key, more, icon in (
            (undo, QKeySequence.StandardKey.Undo, (), "undo"),
            (redo, QKeySequence.StandardKey.Redo, (QKeySequence("Ctrl+Y"),), "redo"),
        ):
            keys = QKeySequence.keyBindings(key)
            # One that stood there twice would do nothing.
            action.setShortcuts([*keys, *(other for other in more if other not in keys)])
            self._icons.bind_late(action, icon)
            self.edit.addAction(action)

    def add_choice(self, menu: QMenu, title: str, entries: Sequence[Entry], chosen: int) -> None:
        """A submenu of which one entry is checked, at first number `chosen`."""
        submenu = _menu(menu.addMenu(title))
        group = QActionGroup(self._window)
        for number, entry in enumerate(entries):
            action = self._add(submenu, entry)
            action.setCheckable(True)
            action.setChecked(number == chosen)
            group.addAction(action)

    def add_list(
        self, menu: QMenu, title: str, icon: str, entries: Callable[[], Sequence[Entry]], empty: str
    ) -> None:
        """A submenu that is made anew each time it opens."""
        submenu = _menu(menu.addMenu(title))
        self._icons.bind_late(submenu.menuAction(), icon)

        def fill() -> None:
            submenu.clear()
            found = entries()
            for entry in found:
                self._add(submenu, entry)
            if not found:
                submenu.addAction(empty).setEnabled(False)

        submenu.aboutToShow.connect(fill)


def _menu(menu: QMenu) -> QMenu:
    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(finish_typing)
    return menu
