"""For tables of very many rows: the titles of columns do not look for what is selected.

To paint them Qt would ask for the flags of each cell of a selected column.
"""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView


def look_for_no_selection(table: QTableView) -> None:
    """After the table has its model; a click on a title still selects its column."""
    header = table.horizontalHeader()
    header.setSelectionModel(QItemSelectionModel(table.model(), header))
