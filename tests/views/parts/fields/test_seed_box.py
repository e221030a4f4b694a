"""Typing and rolling seeds."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.fields.seed_box import SeedBox
from backprop_gui.views.parts.icons import Icons

LARGEST = 9007199254740991


def test_the_largest_seed_is_typed_to_the_last_digit(qtbot: QtBot, icons: Icons) -> None:
    box = SeedBox(icons, "")
    qtbot.addWidget(box)
    news: list[object] = []
    box.edited.connect(news.append)
    box.field.selectAll()
    QTest.keyClicks(box.field, str(LARGEST))
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert news == [LARGEST]
    assert box.seed == LARGEST


@pytest.mark.parametrize("typed", [str(LARGEST + 1), "9" * 20, "-1", "1.5", ""])
def test_what_is_no_seed_is_refused_in_a_sentence(qtbot: QtBot, icons: Icons, typed: str) -> None:
    box = SeedBox(icons, "")
    qtbot.addWidget(box)
    box.show_seed(7)
    box.field.selectAll()
    QTest.keyClick(box.field, Qt.Key.Key_Delete)
    QTest.keyClicks(box.field, typed)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert box.problem.startswith("Expected a whole number from 0 to 9\u202f007")
    assert (box.field.text(), box.seed) == (typed, 7)


def test_showing_a_seed_says_nothing(qtbot: QtBot, icons: Icons) -> None:
    box = SeedBox(icons, "")
    qtbot.addWidget(box)
    news: list[object] = []
    box.edited.connect(news.append)
    box.show_seed(LARGEST)
    assert box.field.text() == str(LARGEST)
    assert news == []


def test_the_die_gives_another_seed(qtbot: QtBot, icons: Icons) -> None:
    box = SeedBox(icons, "", roll=lambda: 4711)
    qtbot.addWidget(box)
    news: list[object] = []
    box.edited.connect(news.append)
    box.dice.click()
    assert news == [4711]
