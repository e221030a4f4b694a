"""Loads the icons of `resources/icons` in the colours of the theme.

The drawings are SVG with `currentColor`; no colour of an icon stands anywhere else.
"""

from collections.abc import Sequence
from itertools import product
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from backprop_gui.resources import list_names, read_bytes
from backprop_gui.views.parts.palette import Palette
from backprop_gui.views.parts.theme import Theme

Tint = Literal["text", "muted_text", "accent_text", "error", "warning", "success"]
"""The colour of the palette that an icon is drawn in."""

# The sides that icons have on screen, in device-independent pixels: each is rendered for every
# screen's own pixel ratio, so that none is resampled. Any other size is scaled down from the
# largest, which nothing in the first picture needs and which takes the longest. Pixmaps rather
# than a QIconEngine of ours: Qt owns and clones engines, and one written in Python crashes there.
_SIDES = (16, 20, 24, 32)
_LARGEST_SIDE = 96


class Icons(QObject):
    """The icons by name, each made once a theme.

    Signals: changed(), when icons taken before no longer fit the theme or the screens.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._names = frozenset(list_names("icons", ".svg"))
        self._made: dict[tuple[str, Tint], QIcon] = {}
        self._is_late = False
        theme.changed.connect(self._forget)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication), "icons need a running QGuiApplication"
        app.screenAdded.connect(self._forget)

    def icon(self, name: str, tint: Tint = "text") -> QIcon:
        """The icon `name`, accented where it is checked and faint where it is disabled.

        Raises KeyError when no icon has that name.
        """
        if name not in self._names:
            raise KeyError(f"There is no icon named “{name}” in resources/icons.")
        key = (name, tint)
        if key not in self._made:
            self._made[key] = _make(name, tint, self._theme.palette, _sides(self._is_late))
        return self._made[key]

    def bind(self, target: QAction | QAbstractButton, name: str, tint: Tint = "text") -> None:
        """Sets the icon of `target` now and after each change of theme, as long as it lives.

        Binding again replaces the icon. Raises KeyError when no icon has that name.
        """
        target.setIcon(self.icon(name, tint))
        self._binding(target).wanted = (name, tint)

    def bind_late(self, target: QAction | QAbstractButton, name: str) -> None:
        """As `bind`, but until `load_late` there is no icon: for what nobody sees at the start."""
        if self._is_late:
            self.bind(target, name)
        else:
            self._binding(target).wanted = (name, "text")

    def load_late(self) -> None:
        """Makes what the first picture did without: icons of `bind_late`, and those of any size."""
        if not self._is_late:
            self._is_late = True
            self._forget()

    def _binding(self, target: QAction | QAbstractButton) -> "_Binding":
        options = Qt.FindChildOption.FindDirectChildrenOnly
        return target.findChild(_Binding, options=options) or _Binding(self, target)

    @Slot()
    def _forget(self) -> None:
        self._made.clear()
        self.changed.emit()


class _Binding(QObject):
    """Ties a button or action to an icon. A child of its target: it dies with it."""

    wanted: tuple[str, Tint]

    def __init__(self, icons: Icons, target: QAction | QAbstractButton) -> None:
        super().__init__(target)
        self._icons = icons
        icons.changed.connect(self._refresh)

    @Slot()
    def _refresh(self) -> None:
        # Asked for each time: keeping it would tie the two into a cycle that is never collected.
        target = self.parent()
        assert isinstance(target, QAction | QAbstractButton)
        target.setIcon(self._icons.icon(*self.wanted))


def _make(name: str, tint: Tint, palette: Palette, sides: Sequence[int]) -> QIcon:
    mode, state = QIcon.Mode, QIcon.State
    looks = (
        (getattr(palette, tint), [mode.Normal, mode.Selected], [state.Off]),
        (palette.accent, [mode.Normal, mode.Selected], [state.On]),
        (palette.disabled_text, [mode.Disabled], [state.Off, state.On]),
    )
    icon, shapes = QIcon(), _shapes(name, sides)
    for colour, modes, states in looks:
        for shape in shapes:
            pixmap = _dyed(shape, colour)
            for mode_, state_ in product(modes, states):
                icon.addPixmap(pixmap, mode_, state_)
    return icon


def _shapes(name: str, sides: Sequence[int]) -> list[QPixmap]:
    """The drawing in these sides; rendered once for all colours, as that is what takes time."""
    renderer = QSvgRenderer(QByteArray(read_bytes("icons", f"{name}.svg")))
    shapes = []
    for side in sides:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        shapes.append(pixmap)
    return shapes


def _dyed(shape: QPixmap, colour: str) -> QPixmap:
    """A copy of `shape` all in `colour`, as opaque as that is at each point."""
    pixmap = QPixmap(shape)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap


def _sides(is_late: bool) -> list[int]:
    """The sides to render, in device pixels, for the screens there are now."""
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    # Halves are rounded up, as Qt does.
    sides = {int(side * ratio + 0.5) for side in _SIDES for ratio in ratios}
    return sorted(sides | {_LARGEST_SIDE} if is_late else sides)
