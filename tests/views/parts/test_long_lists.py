"""Letters typed in a view of very many rows ask for the text of none."""

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from backprop_gui.views.data_table.sample_model import SampleModel
from backprop_gui.views.parts.curves.curve_list import CurveList
from backprop_gui.views.parts.long_lists import no_match
from backprop_gui.views.stepper.quantity_table import QuantityModel


class Rows(QAbstractListModel):
    match = no_match

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[int] = set()

    def rowCount(self, _parent: object = None) -> int:
        return 5000

    def data(self, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> str:
        assert hasattr(index, "row")
        self.asked.add(index.row())
        return f"row {index.row()}"


def test_letters_ask_only_for_what_is_in_sight(qtbot: QtBot) -> None:
    view, rows = QListView(), Rows()
    qtbot.addWidget(view)
    view.setUniformItemSizes(True)
    view.setModel(rows)
    view.resize(100, 100)
    view.show()
    QTest.keyClicks(view, "row 4000")
    assert len(rows.asked) < 100


@pytest.mark.parametrize("model", [SampleModel, CurveList, QuantityModel])
def test_models_of_very_many_rows_are_such(model: type[QAbstractItemModel]) -> None:
    assert model.match.__code__.co_name in ("no_match", "raising_again")
    assert "match" in vars(model)
