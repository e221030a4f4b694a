"""The drawings themselves, and how they are tinted, bound and refreshed."""

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import SIGNAL, QByteArray, QEvent, QRectF, QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from backprop_gui.resources import list_names, read_bytes
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import DARK, LIGHT
from backprop_gui.views.parts.theme import Theme

NAMES = list_names("icons", ".svg")

WANTED = {
    *("to-start", "step-back", "run", "pause", "step-forward", "step-many", "to-end", "speed"),
    *("stage-back", "stage-forward", "epoch-back", "epoch-forward", "many-back"),
    *("timeline", "breakpoint", "undo", "redo", "new", "open", "save", "save-as", "recent"),
    *("export", "import", "copy", "duplicate", "move-up", "move-down", "add", "remove", "close"),
    *("add-layer", "remove-layer", "add-neuron", "remove-neuron", "randomize", "network", "layers"),
    *("data-table", "loss", "outputs", "weights", "derivation", "gallery", "legend"),
    *("log-axis", "linear-axis", "zoom-in", "zoom-out", "zoom-fit", "settings", "light", "dark"),
    *("help", "info", "warning", "error", "pin", "smooth"),
}

MODE, STATE = QIcon.Mode, QIcon.State


def drawn(svg: bytes, side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def strongest_colour(icon: QIcon, mode: QIcon.Mode, state: QIcon.State) -> str:
    """The colour of the most opaque pixel."""
    image = icon.pixmap(QSize(32, 32), 1.0, mode, state).toImage()
    pixels = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    return max(pixels, key=lambda pixel: pixel.alpha()).name()


def listeners(icons: Icons) -> int:
    return icons.receivers(SIGNAL("changed()"))


def test_every_icon_that_the_views_ask_for_is_there() -> None:
    assert set(NAMES) == WANTED


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_one_style(name: str) -> None:
    root = ElementTree.fromstring(read_bytes("icons", f"{name}.svg"))
    assert root.attrib == {
        "width": "24",
        "height": "24",
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "1.75",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    for shape in root:
        if "fill" in shape.attrib:  # only a small dot is filled
            assert shape.tag.endswith("circle")
            assert shape.attrib["fill"] == "currentColor"
            assert float(shape.attrib["r"]) <= 3


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_fills_most_of_its_square_and_is_not_cut(name: str) -> None:
    image = drawn(read_bytes("icons", f"{name}.svg"), 48)
    marked = [(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 0]
    columns, rows = {x for x, _ in marked}, {y for _, y in marked}
    assert max(len(columns), len(rows)) >= 28
    assert not {0, 47} & (columns | rows)


def test_no_two_icons_look_the_same() -> None:
    assert len({bytes(drawn(read_bytes("icons", f"{n}.svg"), 16).constBits()) for n in NAMES}) == (
        len(NAMES)
    )


@pytest.mark.parametrize("name", ["backprop-lab.svg", "backprop-lab-symbolic.svg"])
@pytest.mark.parametrize("side", [16, 512])
def test_the_applications_icon_is_drawn_without_text_or_pictures(name: str, side: int) -> None:
    svg = read_bytes("icons", "app", name)
    assert not re.search(rb"<(text|image|script)", svg)
    image = drawn(svg, side)
    opaque = sum(
        image.pixelColor(x, y).alpha() > 200
        for x in range(0, side, side // 16)
        for y in range(0, side, side // 16)
    )
    assert opaque > 60


def test_an_unknown_icon_is_refused_in_a_sentence(icons: Icons) -> None:
    with pytest.raises(KeyError, match=r"There is no icon named “nonsense”"):
        icons.icon("nonsense")


def test_an_icon_is_made_once(icons: Icons) -> None:
    assert icons.icon("run").cacheKey() == icons.icon("run").cacheKey()


@pytest.mark.parametrize(
    ("mode", "state", "colour"),
    [
        (MODE.Normal, STATE.Off, LIGHT.text),
        (MODE.Active, STATE.Off, LIGHT.text),
        (MODE.Selected, STATE.Off, LIGHT.text),
        (MODE.Normal, STATE.On, LIGHT.accent),
        (MODE.Active, STATE.On, LIGHT.accent),
        (MODE.Disabled, STATE.Off, LIGHT.disabled_text),
        (MODE.Disabled, STATE.On, LIGHT.disabled_text),
    ],
)
def test_an_icon_has_the_colour_of_its_state(
    icons: Icons, mode: QIcon.Mode, state: QIcon.State, colour: str
) -> None:
    assert strongest_colour(icons.icon("remove"), mode, state) == colour


def test_an_icon_can_be_tinted_with_the_colour_of_its_message(icons: Icons) -> None:
    icon = icons.icon("warning", "warning")
    assert strongest_colour(icon, MODE.Normal, STATE.Off) == LIGHT.warning


@pytest.mark.parametrize("side", [16, 20, 24, 32])
def test_an_icon_is_drawn_for_its_size_and_not_resampled(icons: Icons, side: int) -> None:
    svg = read_bytes("icons", "run.svg").replace(b"currentColor", LIGHT.text.encode())
    shown = icons.icon("run").pixmap(QSize(side, side), 1.0).toImage()
    kind = QImage.Format.Format_ARGB32
    assert shown.convertToFormat(kind) == drawn(svg, side).convertToFormat(kind)


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0, 3.0])
def test_an_icon_has_all_the_pixels_of_a_finer_screen(icons: Icons, ratio: float) -> None:
    icons.load_late()
    pixmap = icons.icon("run").pixmap(QSize(24, 24), ratio)
    assert pixmap.size() == QSize(int(24 * ratio), int(24 * ratio))
    assert pixmap.devicePixelRatio() == ratio


def test_a_bound_action_and_button_change_with_the_theme(
    icons: Icons, theme: Theme, qtbot: QtBot
) -> None:
    action, button = QAction(), QToolButton()
    qtbot.addWidget(button)
    for target in (action, button):
        icons.bind(target, "remove")
        assert strongest_colour(target.icon(), MODE.Normal, STATE.Off) == LIGHT.text
    theme.set_choice("dark")
    for target in (action, button):
        assert strongest_colour(target.icon(), MODE.Normal, STATE.Off) == DARK.text


def test_binding_again_replaces_the_icon_for_good(icons: Icons, theme: Theme) -> None:
    action = QAction()
    icons.bind(action, "run")
    icons.bind(action, "pause")
    assert listeners(icons) == 1
    theme.set_choice("dark")
    assert action.icon().cacheKey() == icons.icon("pause").cacheKey()


def test_binding_an_unknown_icon_leaves_the_old_one(icons: Icons) -> None:
    action = QAction()
    icons.bind(action, "run")
    with pytest.raises(KeyError):
        icons.bind(action, "nonsense")
    assert action.icon().cacheKey() == icons.icon("run").cacheKey()


def test_nothing_is_kept_of_what_was_bound_and_is_gone(
    icons: Icons, theme: Theme, qapp: QApplication
) -> None:
    dropped, deleted = QAction(), QToolButton()
    icons.bind(dropped, "run")
    icons.bind(deleted, "run")
    assert listeners(icons) == 2
    del dropped
    assert listeners(icons) == 1
    deleted.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(deleted)
    assert listeners(icons) == 0
    theme.set_choice("dark")


def test_an_icon_bound_late_comes_when_the_late_ones_are_loaded(icons: Icons) -> None:
    action = QAction("Save")
    icons.bind_late(action, "save")
    assert action.icon().isNull()
    icons.load_late()
    assert strongest_colour(action.icon(), MODE.Normal, STATE.Off) == LIGHT.text
    later = QAction("Open")
    icons.bind_late(later, "open")
    assert not later.icon().isNull()
