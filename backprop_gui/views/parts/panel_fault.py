"""A fault in one panel stays in that panel: it is covered by a notice, and all else goes on.

Qt has no place for a Python exception in a method that it calls: it is told to sys.excepthook, once
a frame, or comes up in some later call. So what draws is guarded here.
"""

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyleOption,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from backprop_gui.views.parts import prompts
from backprop_gui.views.parts.palette import SPACING

_MESSAGE = "This panel met a fault; the rest goes on."

_P = ParamSpec("_P")
_Draw = TypeVar("_Draw", bound=Callable[..., None])

_faulty: "WeakKeyDictionary[QWidget, str]" = WeakKeyDictionary()
"""The panels that are covered, or are about to be, and what happened in each."""


def apart(panel: QWidget, show: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> None:
    """Calls `show`; a fault in it is the `panel`'s alone: told to sys.excepthook, and covered."""
    try:
        show(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is not to reach the others
        _cover(panel, error)


def guarded(draw: _Draw) -> _Draw:
    """Has a method that draws, of a widget or of what draws in one, draw nothing after a fault.

    For `paintEvent`, the `paint` of a delegate and the `paint` of a graphics item.
    """

    @wraps(draw)
    def guarded_draw(self: Any, *args: Any) -> None:
        panel = _panel_of(self, *args)
        if panel is None:
            draw(self, *args)
        elif panel not in _faulty:
            apart(panel, draw, self, *args)

    return guarded_draw  # type: ignore[return-value]  # the same parameters, which Any hides


def _panel_of(*candidates: Any) -> QWidget | None:
    """The widget among what a method that draws is called with."""
    for each in candidates:
        widget = getattr(each, "widget", None) if isinstance(each, QStyleOption) else each
        if isinstance(widget, QWidget):
            return widget
    return None


def _cover(panel: QWidget, error: Exception) -> None:
    is_new = panel not in _faulty
    if is_new:
        _faulty[panel] = "".join(traceback.format_exception(error))
    sys.excepthook(type(error), error, error.__traceback__)
    # A painter that was at work would live on in the frames, and nobody could paint there.
    traceback.clear_frames(error.__traceback__)
    if is_new and isValid(panel):
        # Later: no widget is to come up while another is being painted.
        QTimer.singleShot(0, panel, lambda: _Notice(panel).show())


class _Notice(QFrame):
    """Covers a panel as long as it is faulty."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self.setAutoFillBackground(True)
        self.setAccessibleName("Fault")
        text = QLabel(_MESSAGE)
        text.setWordWrap(True)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setToolTip(_MESSAGE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING, 0, SPACING, 0)
        layout.addWidget(text, 1)
        for words, tip, do in (
            ("Details", "Show what happened", self._tell),
            ("Try again", "Show the panel again", self._uncover),
        ):
            button = QToolButton()
            button.setText(words)
            button.setToolTip(tip)
            button.setAccessibleName(words)
            button.clicked.connect(do)
            layout.addWidget(button)
        panel.installEventFilter(self)
        self.setGeometry(panel.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._panel and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._panel.rect())
        return False

    @Slot()
    def _tell(self) -> None:
        prompts.tell(self.window(), _MESSAGE, _faulty.get(self._panel, ""))

    @Slot()
    def _uncover(self) -> None:
        _faulty.pop(self._panel, None)
        self.hide()
        self.deleteLater()
        self._panel.update()
