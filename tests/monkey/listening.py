"""What a monkey must not make happen, heard at once: exceptions, Qt's warnings, the end of all."""

import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from tests.monkey.monkey import LAST_DEEDS, Monkey


@contextmanager
def witness(capfd: pytest.CaptureFixture[str]) -> Iterator[IO[str]]:
    """Tells the last lines that it was given if this process ends in the middle."""
    with capfd.disabled():  # what is captured goes with the process
        tail = subprocess.Popen(
            ["tail", "-n", str(LAST_DEEDS)], stdin=subprocess.PIPE, stdout=sys.stderr, text=True
        )
    assert tail.stdin is not None
    try:
        yield tail.stdin
    finally:
        tail.kill()
        tail.stdin.close()
        tail.wait()


@contextmanager
def heard_by(monkey: Monkey, ignored: list[str]) -> Iterator[None]:
    """Tells it of exceptions in slots and of Qt's warnings, at once; pytest-qt does at the end."""

    def see(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        monkey.heard.append(error)
        hook(kind, error, trace)

    def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if not any(each in message for each in ignored):
            monkey.heard.append(message)
            traceback.print_stack()
            if tell is not None:
                tell(kind, context, message)

    hook, sys.excepthook = sys.excepthook, see
    tell = qInstallMessageHandler(note)
    try:
        yield
    finally:
        qInstallMessageHandler(tell)
        sys.excepthook = hook
