"""How wide and high docks are wished, which a window that is too small for it does not end.

Qt takes what a window lacks first from the middle and then from the docks, and gives all that
comes back to the middle alone. Docks in a line with each other, as those of a column are, share
its length; Qt keeps their proportions in a window that gets another size, but not in a state that
was saved at one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

_AREAS = Qt.DockWidgetArea
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_WAYS = {
    _AREAS.LeftDockWidgetArea: _ACROSS,
    _AREAS.RightDockWidgetArea: _ACROSS,
    _AREAS.TopDockWidgetArea: _DOWN,
    _AREAS.BottomDockWidgetArea: _DOWN,
}
_Sizes = dict[QDockWidget, int]
_Wishes = dict[Qt.DockWidgetArea, _Sizes]
NamedSizes = dict[str, Annotated[int, msgspec.Meta(gt=0, lt=2**24)]]  # by the docks' object names
KeptSizes = tuple[NamedSizes, NamedSizes]  # what was wished, and the lengths in a line
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_END = b"\n"


class DockSizes(QObject):
    """Knows for each area of the window the widths, or heights, that its docks are to have.

    1. The program wishes them with `resize`.
    2. A window that becomes smaller makes a wish of what they had until then.
    3. Whenever the window has another size, `fit` asks Qt for what is wished.
    4. A person who drags an edge, or moves a dock, ends what was wished: it stays as it is.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._docks: list[QDockWidget] = []
        self._wished: _Wishes = {}
        self._first_lengths: _Sizes = {}  # in a line, until Qt has laid the docks out
        self._fitted = QSize()  # the window's size that all docks had room in

    def watch(self, dock: QDockWidget) -> None:
        """Counts `dock` among those that are given their sizes back."""
        self._docks.append(dock)
        dock.installEventFilter(self)
        dock.dockLocationChanged.connect(self.forget)

    def resize(
        self, docks: Sequence[QDockWidget], sizes: Sequence[int], way: Qt.Orientation
    ) -> None:
        """Gives docks these widths or heights, or as much as there is room for until there is
        more."""
        given: _Wishes = {}
        for dock, size in zip(docks, sizes, strict=True):
            area = self._window.dockWidgetArea(dock)
            if _WAYS.get(area) is way:
                given.setdefault(area, {})[dock] = size
            elif area in _WAYS and not dock.isVisible():
                self._first_lengths[dock] = size
        self._wished = self._all_wished() | given  # also of those that make room meanwhile
        self._window.resizeDocks(docks, sizes, way)
        self.fit()

    def fit(self) -> None:
        """Gives all docks what is wished for them, as far as there is room."""
        self._fitted = self._window.size()
        for way in (_ACROSS, _DOWN):
            sizes = {
                dock: self._wished[area][dock]
                for dock, area in self._docked()
                if _WAYS[area] is way and dock in self._wished.get(area, {})
            }
            if sizes:
                self._window.resizeDocks(list(sizes), list(sizes.values()), way)

    def share(self, lengths: Mapping[QDockWidget, int]) -> None:
        """Gives docks in a line with each other the room that they have, in these proportions."""
        for way, line in self._lines():
            room = {dock: self._room(dock, way) for dock in line if dock in lengths}
            if len(room) > 1:
                part = sum(room.values()) / sum(lengths[dock] for dock in room)
                sizes = [max(round(lengths[dock] * part), 1) for dock in room]
                self._window.resizeDocks(list(room), sizes, way)

    def wished(self, area: Qt.DockWidgetArea) -> Mapping[QDockWidget, int]:
        """What is wished in `area`, for `wish_again`."""
        return self._all_wished().get(area, {})

    def wish_again(self, area: Qt.DockWidgetArea, sizes: Mapping[QDockWidget, int]) -> None:
        """Takes back what `wished` gave."""
        self._wished[area] = dict(sizes)
        self.fit()

    @Slot()
    def forget(self) -> None:
        """Takes docks as they are."""
        self._wished.clear()

    def kept(self) -> bytes:
        """What is wished, to stand before the window's state: see `taken_apart`."""
        wishes = [each for sizes in self._all_wished().values() for each in sizes.items()]
        lengths = self._first_lengths | {
            dock: self._room(dock, way) for way, line in self._lines() for dock in line
        }
        return _line_of(wishes) + _line_of(lengths.items())

    def take(self, kept: KeptSizes) -> None:
        """Wishes what was wished when docks were where they now are again."""
        sizes, lengths = kept
        self._wished.clear()
        for dock in self._docks:
            area = self._window.dockWidgetArea(dock)
            if dock.objectName() in sizes and area in _WAYS:
                self._wished.setdefault(area, {})[dock] = sizes[dock.objectName()]
        names = {dock: dock.objectName() for dock in self._docks}
        self.share({dock: lengths[name] for dock, name in names.items() if name in lengths})
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and isinstance(watched, QDockWidget):
            self._note(watched, event)
        return False

    def _note(self, dock: QDockWidget, event: QResizeEvent) -> None:
        area = self._window.dockWidgetArea(dock)
        way = _WAYS.get(area)
        if way is None or dock.isFloating():
            return
        before, now = _length(event.oldSize(), way), _length(event.size(), way)
        is_dragged = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if is_dragged and now != before:
            self._wished = {at: sizes for at, sizes in self._wished.items() if _WAYS[at] is not way}
        elif now < before and self._window.size() != self._fitted:
            self._wished.setdefault(area, {}).setdefault(dock, before + self._tabs(dock, way))

    def _all_wished(self) -> _Wishes:
        """What is wished; where nothing is, that docks are as they are."""
        present: _Wishes = {}
        for dock, area in self._docked():
            present.setdefault(area, {})[dock] = self._room(dock, _WAYS[area])
        return present | self._wished

    def _lines(self) -> list[tuple[Qt.Orientation, list[QDockWidget]]]:
        """Docks that share a length, which lies across the way of their area."""
        layout = self._window.layout()
        if layout is not None:
            layout.activate()  # what was asked of Qt until now
        lines: dict[tuple[Qt.DockWidgetArea, int, int], list[QDockWidget]] = {}
        for dock, area in self._docked():
            edge = dock.x() if _WAYS[area] is _ACROSS else dock.y()
            is_behind_tab = dock.visibleRegion().isEmpty()
            if not is_behind_tab:
                at = area, edge, _length(dock.size(), _WAYS[area])
                lines.setdefault(at, []).append(dock)
        return [(_DOWN if _WAYS[at[0]] is _ACROSS else _ACROSS, line) for at, line in lines.items()]

    def _room(self, dock: QDockWidget, way: Qt.Orientation) -> int:
        """What would have to be asked of Qt for the size that it has."""
        return _length(dock.size(), way) + self._tabs(dock, way)

    def _tabs(self, dock: QDockWidget, way: Qt.Orientation) -> int:
        """The height of the tabs above it, which are part of what is asked of Qt."""
        mates = self._window.tabifiedDockWidgets(dock)
        if way is _ACROSS or not any(mate.isVisible() for mate in mates):
            return 0
        bars = self._window.findChildren(QTabBar, options=_DIRECT)
        return max((bar.sizeHint().height() for bar in bars if bar.isVisible()), default=0)

    def _docked(self) -> Iterator[tuple[QDockWidget, Qt.DockWidgetArea]]:
        for dock in self._docks:
            area = self._window.dockWidgetArea(dock)
            if dock.isVisible() and not dock.isFloating() and area in _WAYS:
                yield dock, area


def taken_apart(kept: bytes) -> tuple[KeptSizes, bytes]:
    """What `kept` gave and the state behind it; an older arrangement has less before it."""
    sizes, rest = _first_line(kept)
    lengths, state = _first_line(rest)
    return (sizes, lengths), state


def _line_of(sizes: Iterable[tuple[QDockWidget, int]]) -> bytes:
    return msgspec.json.encode({dock.objectName(): size for dock, size in sizes}) + _END


def _first_line(kept: bytes) -> tuple[NamedSizes, bytes]:
    """And what follows it; all of it where it is no line of sizes."""
    line, _, rest = kept.partition(_END)
    try:
        return msgspec.json.decode(line, type=NamedSizes), rest
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}, kept


def _length(size: QSize, way: Qt.Orientation) -> int:
    return size.width() if way is _ACROSS else size.height()
