"""Puts a palette onto the application and follows the system between light and dark.

The colours live in palette.py, the shapes of controls in stylesheet.py.
"""

from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from backprop_gui.resources import resource_path
from backprop_gui.views.parts.palette import BODY_PT, DARK, LIGHT, Palette
from backprop_gui.views.parts.stylesheet import stylesheet

ThemeChoice = Literal["system", "light", "dark"]

# Fusion draws the edge of a control this much darker than the window, in percent.
_FUSION_DARKER = 140


class Theme(QObject):
    """The look of the application in force now.

    Signals: changed(Palette), after another palette was put on.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, choice: ThemeChoice) -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeChoice = choice
        self._palette = apply_theme(app, choice)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def palette(self) -> Palette:
        return self._palette

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @Slot(str)
    def set_choice(self, choice: ThemeChoice) -> None:
        """Light, dark, or as the system has it."""
        self._choice = choice
        self._show(_palette_for(choice, self._app.styleHints().colorScheme()))

    @Slot(Qt.ColorScheme)
    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        self._show(_palette_for(self._choice, scheme))

    def _show(self, palette: Palette) -> None:
        if palette != self._palette:
            self._palette = palette
            _put_on(self._app, palette)
            self.changed.emit(palette)


def apply_theme(app: QApplication, choice: ThemeChoice) -> Palette:
    """Gives the application our style in the colours of `choice`, and returns these."""
    QDir.setSearchPaths("controls", [str(resource_path("icons", "controls"))])
    app.setStyle("Fusion")
    font = app.font()
    # A person who has set a larger font keeps it.
    font.setPointSizeF(max(font.pointSizeF(), BODY_PT))
    app.setFont(font)
    palette = _palette_for(choice, app.styleHints().colorScheme())
    _put_on(app, palette)
    return palette


def number_font() -> QFont:
    """The application's font with figures of equal width, for numbers that change."""
    font = QFont(QApplication.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _palette_for(choice: ThemeChoice, system: Qt.ColorScheme) -> Palette:
    is_dark = system == Qt.ColorScheme.Dark if choice == "system" else choice == "dark"
    return DARK if is_dark else LIGHT


def _put_on(app: QApplication, palette: Palette) -> None:
    # Qt is twice as fast from one style sheet over none to another than straight to that.
    app.setStyleSheet("")
    app.setPalette(_qt_palette(palette))
    outlined = _outlined(palette)
    for widget in ("QLineEdit", "QAbstractSpinBox", "QProgressBar"):
        # PySide's stubs ask for bytes here, which PySide itself refuses.
        app.setPalette(outlined, widget)  # type: ignore[arg-type]
    app.setStyleSheet(stylesheet(palette))


def _qt_palette(palette: Palette) -> QPalette:
    """Our colours in Qt's roles, for the active, inactive and disabled group."""
    role = QPalette.ColorRole
    enabled = {
        role.Window: palette.window,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.canvas,
        role.ToolTipBase: palette.surface,
        role.ToolTipText: palette.text,
        role.PlaceholderText: palette.muted_text,
        role.Text: palette.text,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.error,
        role.Light: palette.raised,
        role.Midlight: palette.raised,
        role.Mid: palette.border,
        role.Dark: palette.outline,
        role.Shadow: palette.outline,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.accent_text,
        role.Accent: palette.accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
    }
    disabled = {
        role.WindowText: palette.disabled_text,
        role.Base: palette.window,
        role.PlaceholderText: palette.disabled_text,
        role.Text: palette.disabled_text,
        role.Button: palette.window,
        role.ButtonText: palette.disabled_text,
        role.Highlight: palette.border,
        role.HighlightedText: palette.disabled_text,
        role.Accent: palette.border,
        role.Link: palette.disabled_text,
        role.LinkVisited: palette.disabled_text,
    }
    result = QPalette()
    for which, colour in enabled.items():
        result.setColor(which, QColor(colour))
    for which, colour in disabled.items():
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(colour))
    return result


def _outlined(palette: Palette) -> QPalette:
    """For controls with an edge, which Fusion makes from the window's colour.

    That edge would be invisible on a dark window, so they are told of a lighter one. They do not
    paint it.
    """
    result = _qt_palette(palette)
    window = QPalette.ColorRole.Window
    edge, disabled_edge = QColor(palette.outline), QColor(palette.border)
    result.setColor(window, edge.lighter(_FUSION_DARKER))
    result.setColor(QPalette.ColorGroup.Disabled, window, disabled_edge.lighter(_FUSION_DARKER))
    return result
