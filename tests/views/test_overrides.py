"""A fault in a method that Qt calls is raised where Python had Qt call it, and ends nothing."""

import subprocess
import sys

import pytest

SHOWN = """
import backprop_gui.views
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

app = QApplication(["test", "-platform", "offscreen"])

class Faulty(QWidget):
    def resizeEvent(self, event):
        {fault}

class Filter(QObject):
    def eventFilter(self, watched, event):
        {fault}

plain, filter = QWidget(), Filter()
plain.installEventFilter(filter)
for do in (Faulty().show, lambda: app.sendEvent(plain, QEvent(QEvent.Type.User))):
    try:
        do()
    except Exception as error:
        print("raised", type(error).__name__)
plain.removeEventFilter(filter)
"""


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("[][1]", "IndexError"),
        ("raise ValueError('no')", "ValueError"),
    ],
)
def test_a_fault_in_what_qt_calls_is_raised_and_the_process_lives(fault: str, name: str) -> None:
    script = [sys.executable, "-c", SHOWN.format(fault=fault)]
    ran = subprocess.run(script, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["raised", name] * 2
