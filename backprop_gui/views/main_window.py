"""The main window: menus, docks, status line, title. It arranges views and knows none of them."""

from collections.abc import Sequence
from zlib import crc32

from PySide6.QtCore import (
    QByteArray,
    QChildEvent,
    QEvent,
    QKeyCombination,
    QPointF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.views.parts.dock_sizes import DockSizes, taken_apart
from backprop_gui.views.parts.guide_dock import GuideDock
from backprop_gui.views.parts.palette import SPACING

_MOST_VERSION = 2**31 - 1  # that Qt takes
_LEAST_MIDDLE = 61 * SPACING  # the tutorial's weights have room there
_LEAST_FIRST_SIZE = QSize(1360, 720)
_PART_OF_SCREEN = 0.8


class MainWindow(QMainWindow):
    """Signals: `closeRequested` when the person closes it (allow with `allow_close`);
    `fileDropped` its path; `docksChanged` when one was shown or hidden; and `keyPressed` a key
    (int, modifiers included) that no view wanted.
    """

    closeRequested = Signal()
    fileDropped = Signal(str)
    docksChanged = Signal()
    keyPressed = Signal(int)

    def __init__(self, canvas: QWidget, timeline: QWidget, transport: QToolBar) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self._middle = _column(canvas, timeline)
        middle = QWidget()
        middle.setLayout(self._middle)
        middle.setFocusProxy(canvas)
        middle.setMinimumWidth(_LEAST_MIDDLE)
        self.setCentralWidget(middle)
        self.addToolBar(transport)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDockNestingEnabled(True)
        self.setAcceptDrops(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, _TABS_ON_TOP)
        for corner, area in _CORNERS:
            self.setCorner(corner, area)
        self._status = QLabel(" ")  # an empty one is lower: the first words would move the picture
        self.statusBar().addWidget(self._status, 1)
        # Qt crashes when it is pressed where no screen is; the window's edges do the same.
        self.statusBar().setSizeGripEnabled(False)
        self._may_close = False
        self._usual = b""
        self._docks: list[QDockWidget] = []
        self._sizes = DockSizes(self)
        self._guide: GuideDock | None = None
        self.resize(_first_size())

    def add_bar(self, bar: QWidget) -> None:
        """Puts a bar above what is in the middle."""
        self._middle.insertWidget(0, bar)

    def add_dock(self, title: str, view: QWidget | None, area: Qt.DockWidgetArea) -> QDockWidget:
        """Puts `view` into a dock below those already in `area`; None for `fill_dock` later."""
        dock = QDockWidget(title, self)
        dock.setObjectName(_object_name(title))
        if view is not None:
            _fill(dock, view)
        self.addDockWidget(area, dock)
        dock.visibilityChanged.connect(self.docksChanged)
        self._docks.append(dock)
        self._sizes.watch(dock)
        return dock

    def fill_dock(self, title: str, view: QWidget) -> None:
        """Puts `view` into the dock that was added without one."""
        _fill(next(dock for dock in self._docks if dock.windowTitle() == title), view)

    def add_tab(self, title: str, beside: QDockWidget) -> QDockWidget:
        """A tab beside another dock, for `fill_dock` later."""
        dock = self.add_dock(title, None, self.dockWidgetArea(beside))
        self.tabifyDockWidget(beside, dock)
        beside.raise_()
        return dock

    def add_guide(self, title: str, beside: QDockWidget) -> None:
        """A dock that is a tab beside another, hidden until `open_guide`."""
        self._guide = GuideDock(title, self, self._sizes)
        self._guide.setObjectName(_object_name(title))
        self.addDockWidget(self.dockWidgetArea(beside), self._guide)
        self.tabifyDockWidget(beside, self._guide)
        self._guide.visibilityChanged.connect(self.docksChanged)
        self._guide.hide()

    def fill_guide(self, view: QWidget) -> None:
        """Puts `view` into the guide."""
        assert self._guide is not None
        _fill(self._guide, view)

    def open_guide(self) -> None:
        """Shows the guide in front of its tabs."""
        if self._guide is not None:
            self._guide.open()

    def close_guide(self) -> None:
        """Hides the guide, also where it floats."""
        if self._guide is not None:
            self._guide.close()

    def reveal(self, view: QWidget) -> None:
        """Shows the dock that holds `view`, in front of its tabs."""
        for dock in self._docks:
            if dock.widget() is view:
                dock.show()
                dock.raise_()

    def share_out(self, area: Qt.Orientation, shares: Sequence[tuple[QDockWidget, int]]) -> None:
        """Gives docks beside or above each other these widths or heights, in pixels."""
        docks, sizes = zip(*shares, strict=True)
        self._sizes.resize(docks, sizes, area)

    def dock_actions(self) -> Sequence[QAction]:
        """The actions that show and hide the docks."""
        return [dock.toggleViewAction() for dock in self._docks]

    def arrangement(self) -> tuple[bytes, bytes]:
        """Geometry and state, to be kept. Closes the guide, which no arrangement has open."""
        self.close_guide()
        geometry, state = self.saveGeometry(), self.saveState(self._version)
        return bytes(geometry.data()), self._sizes.kept() + bytes(state.data())

    def arrange(self, arrangement: tuple[bytes, bytes]) -> bool:
        """Restores what `arrangement` gave; False when it is not one of this version."""
        self._let_go()
        self.close_guide()
        geometry, docks = arrangement
        return self.restoreGeometry(QByteArray(geometry)) and self._restore(docks)

    def _restore(self, docks: bytes) -> bool:
        """Puts docks where they were, and gives them what there is room for now."""
        sizes, state = taken_apart(docks)
        bars = self._tab_bars()
        is_restored = self.restoreState(QByteArray(state), self._version)
        if is_restored:
            self._hide_replaced(bars)
            self._sizes.take(sizes)
        return is_restored

    @property
    def _version(self) -> int:
        """Of arrangements: one of other docks than there are now is dropped."""
        names = "\n".join(dock.objectName() for dock in self._docks)
        return crc32(names.encode()) & _MOST_VERSION

    def show_status(self, text: str) -> None:
        if text != self._status.text():
            self._status.setText(text)

    def show_usual_arrangement(self) -> None:
        """Puts all docks back to where they are at the very first start."""
        self._let_go()
        self.close_guide()
        self._restore(self._usual)

    def _let_go(self) -> None:
        """Ends what is dragged, a dock or an edge between docks, whose button may have come up
        elsewhere: Qt crashes where docks are arranged meanwhile."""
        kind, left = QEvent.Type.MouseButtonRelease, Qt.MouseButton.LeftButton
        none_held = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        for widget in (self, *self.findChildren(QDockWidget)):
            inside = widget.rect().center()
            outside = widget.mapToGlobal(inside)
            release = QMouseEvent(kind, QPointF(inside), QPointF(outside), left, *none_held)
            QApplication.sendEvent(widget, release)

    def keep_usual_arrangement(self) -> None:
        """Takes the present arrangement as the usual one."""
        self._usual = self.arrangement()[1]
        self._hide_replaced(self._tab_bars()[:-1])

    def _hide_replaced(self, bars: Sequence[QTabBar]) -> None:
        """Those bars of tabs whose tabs newer ones have.

        Qt forgets them, where it restores a state or adds tabs while the guide is hidden, and would
        go on painting them across whatever comes to be there.
        """
        newer = [_titles(bar) for bar in self._tab_bars() if bar not in bars]
        for bar in bars:
            if any(_titles(bar) <= titles for titles in newer):
                bar.hide()

    def _tab_bars(self) -> list[QTabBar]:
        """Those of docks, the oldest first."""
        return self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def allow_close(self) -> None:
        """Closes the window without asking again."""
        self._may_close = True
        self.close()

    def childEvent(self, event: QChildEvent) -> None:
        tabs = event.child() if event.type() == QEvent.Type.ChildPolished else None
        if isinstance(tabs, QTabBar):
            # Else Qt goes on dragging a tab whose dock has closed meanwhile, and crashes.
            tabs.setMovable(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sizes.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        # Whoever hears this may allow it at once, or later after asking the person.
        if not self._may_close:
            self.closeRequested.emit()
        event.setAccepted(self._may_close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() == Qt.Key.Key_Space:
            return
        self.keyPressed.emit(QKeyCombination(event.modifiers(), Qt.Key(event.key())).toCombined())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.fileDropped.emit(event.mimeData().urls()[0].toLocalFile())


def _fill(dock: QDockWidget, view: QWidget) -> None:
    """Puts `view` into `dock`, hidden while the dock is behind another tab.

    Qt only moves such a dock out of sight, where its view would still be fed and take the focus.
    """
    policy = view.sizePolicy()
    policy.setRetainSizeWhenHidden(True)  # else the docks would move when another tab is chosen
    view.setSizePolicy(policy)
    dock.setWidget(view)
    view.setVisible(not dock.visibleRegion().isEmpty() or not dock.isVisible())
    dock.visibilityChanged.connect(view.setVisible)


def _titles(bar: QTabBar) -> set[str]:
    return {bar.tabText(at) for at in range(bar.count())}


def _first_size() -> QSize:
    """Most of the screen, so that a large one is made use of."""
    return (QGuiApplication.primaryScreen().availableSize() * _PART_OF_SCREEN).expandedTo(
        _LEAST_FIRST_SIZE
    )


def _object_name(title: str) -> str:
    """The name by which an arrangement knows a dock."""
    return f"dock-{title.lower().replace(' ', '-')}"


def _column(above: QWidget, below: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(above, 1)
    layout.addWidget(below)
    return layout


_TABS_ON_TOP = QTabWidget.TabPosition.North
_CORNERS = (
    (Qt.Corner.TopLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
    (Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
    (Qt.Corner.TopRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
    (Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
)
