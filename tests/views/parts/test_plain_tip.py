"""Texts from files as tooltips."""

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from backprop_gui.views.parts.plain_tip import plain_tip


@pytest.mark.parametrize("text", ["petal & sepal", "<b>bold</b>\n2 < 3", "<img src='x.png'>"])
def test_markup_is_shown_and_not_obeyed(text: str, qtbot: QtBot) -> None:
    document = QTextDocument()
    tip = plain_tip(text)
    if tip.startswith("<"):  # as Qt's tooltip decides
        document.setHtml(tip)
    else:
        document.setPlainText(tip)
    assert document.toPlainText() == text
