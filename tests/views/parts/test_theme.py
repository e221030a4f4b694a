"""What a theme changes in a running application."""

import dataclasses
import re
from collections import Counter
from collections.abc import Generator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from backprop_gui.resources import read_bytes, resource_path
from backprop_gui.views.parts.palette import BODY_PT, DARK, LIGHT, Palette
from backprop_gui.views.parts.stylesheet import stylesheet
from backprop_gui.views.parts.theme import Theme, ThemeChoice, apply_theme, number_font

both_themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def app(qapp: QApplication) -> Generator[QApplication]:
    """The application, given back its own look afterwards."""
    look, font = qapp.palette(), qapp.font()
    yield qapp
    for theme in qapp.findChildren(Theme):
        delete(theme)
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(look)


def shown_colours(widget: QWidget) -> Counter[str]:
    """How many pixels of `widget` have each colour."""
    image = widget.grab().toImage()
    return Counter(
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize(("choice", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_chosen_theme_is_put_on_in_every_group(
    app: QApplication, choice: ThemeChoice, palette: Palette
) -> None:
    theme = Theme(app, "system")
    theme.set_choice(choice)
    assert theme.palette == palette
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        assert app.palette().color(group, QPalette.ColorRole.Window).name() == palette.window
        assert app.palette().color(group, QPalette.ColorRole.Text).name() == palette.text
    disabled = app.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name() == palette.disabled_text


def test_a_change_of_theme_is_told_once_with_the_new_palette(app: QApplication) -> None:
    theme = Theme(app, "light")
    told: list[Palette] = []
    theme.changed.connect(told.append)
    theme.set_choice("dark")
    theme.set_choice("dark")
    assert told == [DARK]


def test_the_system_theme_follows_the_system(app: QApplication) -> None:
    theme = Theme(app, "system")
    assert theme.palette == LIGHT
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.palette == DARK
    assert app.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.palette == LIGHT


def test_a_chosen_theme_stays_when_the_system_changes(app: QApplication) -> None:
    theme = Theme(app, "light")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.palette == LIGHT
    assert theme.choice == "light"


def test_a_larger_font_of_the_person_is_kept_and_a_smaller_one_is_raised(
    app: QApplication,
) -> None:
    font = app.font()
    font.setPointSizeF(BODY_PT + 5)
    app.setFont(font)
    apply_theme(app, "light")
    assert app.font().pointSizeF() == BODY_PT + 5
    font.setPointSizeF(BODY_PT - 3)
    app.setFont(font)
    apply_theme(app, "light")
    assert app.font().pointSizeF() == BODY_PT


def test_numbers_are_set_in_figures_of_equal_width(app: QApplication) -> None:
    apply_theme(app, "light")
    tabular = QFont.Tag("tnum")
    assert number_font().featureValue(tabular) == 1
    assert number_font().pointSizeF() == app.font().pointSizeF()
    assert not app.font().isFeatureSet(tabular)


@both_themes
def test_the_style_sheet_uses_no_colour_but_the_palettes(palette: Palette) -> None:
    allowed = {v for v in dataclasses.astuple(palette) if isinstance(v, str)}
    assert set(re.findall("#[0-9a-f]{6}", stylesheet(palette))) <= allowed


@both_themes
def test_the_pictures_of_the_style_sheet_exist_in_the_palettes_colours(palette: Palette) -> None:
    names = re.findall(r"url\(controls:([^)]+)\)", stylesheet(palette))
    assert names
    for name in names:
        drawing = read_bytes("icons", "controls", name).decode()
        expected = {
            "tick": palette.accent_text,
            "dash": palette.accent_text,
            "down-disabled": palette.disabled_text,
        }.get(name.rpartition("-")[0], palette.muted_text)
        assert re.findall("#[0-9a-f]{6}", drawing) == [expected]


def test_no_picture_of_controls_is_unused() -> None:
    used = stylesheet(LIGHT) + stylesheet(DARK)
    for file in resource_path("icons", "controls").iterdir():
        assert f"controls:{file.name}" in used


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize(
    "kind", [QPushButton, QToolButton, QCheckBox, QComboBox, QLineEdit, QSlider]
)
def test_the_keyboards_place_can_be_seen(
    app: QApplication, qtbot: QtBot, choice: ThemeChoice, kind: type[QWidget]
) -> None:
    palette = apply_theme(app, choice)
    window = QWidget()
    qtbot.addWidget(window)
    control = kind(window)
    if isinstance(control, QSlider):
        control.setOrientation(Qt.Orientation.Horizontal)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.resize(120, 30)
    window.show()
    qtbot.waitExposed(window)
    control.clearFocus()
    resting = shown_colours(control)
    window.activateWindow()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(control.hasFocus)
    # A ring in the accent or the text colour; Fusion draws that of a line edit a little darker.
    new = shown_colours(control) - resting
    if kind is QLineEdit:
        assert sum(new.values()) > 200
    else:
        assert new[palette.accent] + new[palette.text] > 20


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_nothing_is_drawn_through_the_words_of_a_tab_that_has_the_focus(
    app: QApplication, qtbot: QtBot, choice: ThemeChoice
) -> None:
    apply_theme(app, choice)
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.addTab("Derivation")
    with qtbot.waitActive(tabs):
        tabs.show()
        tabs.activateWindow()
    tabs.clearFocus()
    before = shown_colours(tabs)
    tabs.setFocus(Qt.FocusReason.MouseFocusReason)
    by_mouse = tabs.grab().toImage()
    tabs.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # here Qt draws a frame of its own
    assert tabs.grab().toImage() == by_mouse
    assert shown_colours(tabs) != before


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("kind", [QPushButton, QToolButton, QCheckBox])
def test_a_disabled_control_is_written_in_the_disabled_colour(
    app: QApplication,
    qtbot: QtBot,
    choice: ThemeChoice,
    kind: type[QPushButton | QToolButton | QCheckBox],
) -> None:
    palette = apply_theme(app, choice)
    control = kind()
    qtbot.addWidget(control)
    control.setText("████")
    font = control.font()
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    control.setFont(font)
    control.setEnabled(False)
    colours = shown_colours(control)
    assert palette.disabled_text in colours
    assert palette.text not in colours


def test_the_edge_of_a_line_edit_can_be_seen_in_the_dark(app: QApplication, qtbot: QtBot) -> None:
    apply_theme(app, "dark")
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.resize(120, 30)
    image = edit.grab().toImage()
    column = [image.pixelColor(60, y) for y in range(5)]
    assert max(c.lightness() for c in column) >= QColor(DARK.outline).lightness() - 5


def test_a_theme_that_is_gone_no_longer_follows(app: QApplication) -> None:
    theme = Theme(app, "system")
    theme.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert app.palette().color(QPalette.ColorRole.Window).name() == LIGHT.window
