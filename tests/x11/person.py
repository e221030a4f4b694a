"""A person at a real X server: moves the mouse and types, through the server, with xdotool.

There is no window manager; what it would do, such as giving a window the keyboard, is done here.
"""

import ctypes
import os
import subprocess
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

TYPING_MS = 20  # between two keys
PATIENCE_MS = 60_000  # a first compile on a busy machine


class Person:
    """Points are those of a widget, in its own pixels; keys are named as X names them."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def look_at(self, window: QWidget) -> None:
        """Waits for a window to be there, and gives it the keyboard."""
        with self._qtbot.waitExposed(window):
            pass
        self._xdotool("windowfocus", int(window.winId()))
        self._qtbot.waitUntil(window.isActiveWindow)

    def point_at(self, widget: QWidget, point: QPointF | QPoint) -> None:
        place = widget.mapToGlobal(QPointF(point)).toPoint()
        self._xdotool("mousemove", place.x(), place.y())

    def click(self, widget: QWidget, point: QPointF | QPoint | None = None) -> None:
        self.point_at(widget, widget.rect().center() if point is None else point)
        self._xdotool("click", 1)

    def click_in(self, widget: QWidget, part: QRect) -> None:
        self.click(widget, part.center())

    def drag(self, widget: QWidget, start: QPointF, *stops: QPointF) -> None:
        """Presses at `start` and goes on to each of the stops; the button stays down."""
        self.point_at(widget, start)
        self._xdotool("mousedown", 1)
        for stop in stops:
            self.point_at(widget, stop)

    def let_go(self) -> None:
        self._xdotool("mouseup", 1)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._xdotool("key", key)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", TYPING_MS, "--", text)

    def wait(self, until: Any) -> None:
        self._qtbot.waitUntil(until, timeout=PATIENCE_MS)

    def _xdotool(self, *arguments: object) -> None:
        xdotool(*arguments)
        self._qtbot.wait(TYPING_MS)  # the events arrive


def xdotool(*arguments: object) -> str:
    """What xdotool prints; raises CalledProcessError where it fails, such as finding no window."""
    command = ["xdotool", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return done.stdout


class _ClientMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent, as large as an XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),
    )


_CLIENT_MESSAGE = 33


def press_close_button(window: int) -> None:
    """Sends a window what a window manager sends when its close button is pressed."""
    xlib = ctypes.CDLL("libX11.so.6")  # which xdotool needs as well
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(xlib.XOpenDisplay(None))
    protocols = xlib.XInternAtom(display, b"WM_PROTOCOLS", False)
    delete = xlib.XInternAtom(display, b"WM_DELETE_WINDOW", False)
    message = _ClientMessage(_CLIENT_MESSAGE, 0, True, display, window, protocols, 32)
    message.data[0] = delete
    xlib.XSendEvent(display, ctypes.c_ulong(window), False, ctypes.c_long(0), ctypes.byref(message))
    xlib.XCloseDisplay(display)
