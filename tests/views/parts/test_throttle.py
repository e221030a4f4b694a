"""What is asked for often happens less often, and last of all once more."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.throttle import Throttle


def test_the_first_and_the_last_asking_are_answered_and_those_between_are_not(
    qtbot: QtBot,
) -> None:
    owner = QObject()
    throttle = Throttle(20, owner)
    answers: list[int] = []
    asked = 0
    throttle.due.connect(lambda: answers.append(asked))
    for _ in range(3):
        asked += 1
        throttle.ask()
    assert answers == [1]
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == [1, 3]
    qtbot.wait(60)
    assert answers == [1, 3]
