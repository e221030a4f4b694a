"""For models of very many rows: the first are listed, others are found by typing in a filter."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex

MOST_ROWS = 100_000
"""To lay them out, to select or to copy them all takes up to a second."""


def no_match(_model: QAbstractItemModel, /, *_what: object, **_how: object) -> list[QModelIndex]:
    """The `match` of such a model, so that letters typed in its view find nothing.

    Qt would ask for the text of row after row, a second for a million of them.
    """
    return []
