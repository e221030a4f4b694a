"""What the canvas shows and says."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.experiment import edits
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.parts.palette import DARK, LIGHT
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme

from .conftest import Driver


def image(canvas: NetworkCanvas) -> QImage:
    return canvas.grab().toImage()


def test_an_edge_is_blue_if_positive_and_orange_if_negative(driver: Driver) -> None:
    canvas = driver.canvas
    h1, o1 = (canvas.place_of(Spot(Part.NEURON, layer, 0)) for layer in (1, 2))
    point = (h1 + (o1 - h1) * 0.75).toPoint()
    seen = []
    for value in (1.0, -1.0, 0.0):
        driver.show(edits.with_parameter(driver.experiment, 6, value))
        colour = image(canvas).pixelColor(point)
        seen.append((colour.red() - colour.blue()) // 30)
    assert seen[0] < 0 < seen[1]
    assert seen[2] in (-1, 0)


def test_the_selection_is_lit_and_the_rest_dimmed(driver: Driver) -> None:
    canvas = driver.canvas
    driver.show(edits.with_parameter(driver.experiment, 8, 1.0))
    before = image(canvas)
    h1, o1 = (canvas.place_of(Spot(Part.NEURON, layer, 0)) for layer in (1, 2))
    w5 = (h1 + (o1 - h1) * 0.75).toPoint()
    h2 = canvas.place_of(Spot(Part.NEURON, 1, 1))
    w8 = (h2 + (canvas.place_of(Spot(Part.NEURON, 2, 1)) - h2) * 0.75).toPoint()
    canvas.select(Selection(Kind.PARAMETER, 2, 6))
    after = image(canvas)
    assert after.pixelColor(w5).lightness() <= before.pixelColor(w5).lightness()
    assert after.pixelColor(w8).lightness() > before.pixelColor(w8).lightness()


def test_another_theme_is_shown_at_once(driver: Driver, theme: Theme) -> None:
    assert image(driver.canvas).pixelColor(2, 2) == QColor(LIGHT.canvas)
    theme.set_choice("dark")
    assert image(driver.canvas).pixelColor(2, 2) == QColor(DARK.canvas)


def test_the_accessible_description_says_what_is_selected(driver: Driver) -> None:
    canvas = driver.canvas
    assert canvas.accessibleDescription() == "Nothing is selected."
    said = {
        Selection(Kind.PARAMETER, 2, 6): "weight w5, from h1 to o1, 0.4",
        Selection(Kind.PARAMETER, 1, 5): "bias b1, of layer hidden, 0.35",
        Selection(Kind.LAYER, 2): "layer output, 2 neurons, logistic",
        Selection(Kind.NEURON, 0, 0): "neuron i1, output 0",
    }
    for selection, text in said.items():
        canvas.select(selection)
        assert canvas.accessibleDescription() == text
    canvas.select(Selection(Kind.NEURON, 2, 0))
    assert "target 0.01" in canvas.accessibleDescription()


def test_selecting_again_tells_nobody(driver: Driver) -> None:
    told: list[object] = []
    driver.canvas.selectionChanged.connect(told.append)
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    driver.canvas.select(None)
    assert told == [Selection(Kind.NEURON, 1, 0), None]


@pytest.mark.parametrize(
    "selection",
    [
        Selection(Kind.NEURON, 1, 9),
        Selection(Kind.NEURON, 5, 0),
        Selection(Kind.LAYER, 3),
        Selection(Kind.PARAMETER, 0, 99),
        Selection(Kind.PARAMETER, 0, -1),
        Selection(Kind.NEURON, -1, 0),
    ],
)
def test_what_the_network_does_not_have_is_not_selected(
    driver: Driver, selection: Selection
) -> None:
    driver.canvas.select(selection)
    assert driver.canvas.selection is None


def test_a_selection_that_another_network_does_not_have_is_dropped(
    driver: Driver, make_experiment: Callable[..., Experiment]
) -> None:
    driver.canvas.select(Selection(Kind.PARAMETER, 2, 6))
    driver.show(make_experiment(3, 3))
    assert driver.canvas.selection is None


def test_numbers_of_another_network_are_passed_over(driver: Driver) -> None:
    driver.canvas.show_state(np.zeros(3), np.zeros(3), None, "")
    driver.canvas.show_state(driver.parameters, np.zeros(3), np.zeros(9), "")
    driver.canvas.grab()
    driver.canvas.select(Selection(Kind.PARAMETER, 2, 6))
    assert driver.canvas.accessibleDescription().endswith("0.4")


def test_edited_initial_weights_are_seen_at_once_only_at_the_start_of_a_run(
    driver: Driver,
) -> None:
    canvas, start = driver.canvas, driver.experiment
    canvas.select(Selection(Kind.PARAMETER, 2, 6))
    canvas.show_experiment(edits.with_parameter(start, 6, 2.0))
    assert canvas.accessibleDescription().endswith(" 2")
    canvas.show_state(start.network.parameters + 5, None, None)
    canvas.show_experiment(edits.with_parameter(start, 6, 3.0))
    assert canvas.accessibleDescription().endswith(" 5.4")


def test_a_run_that_diverged_is_still_painted(driver: Driver) -> None:
    values = driver.parameters.copy()
    values[:4] = [np.nan, np.inf, -np.inf, 1e300]
    outputs = np.array([np.nan, np.inf, -np.inf, 1e300, 0.5, -1e-300])
    driver.canvas.show_state(values, outputs, np.array([np.nan, 1.0]), "")
    driver.canvas.grab()


def test_before_the_engine_is_ready_the_network_is_shown_without_outputs(
    canvas: NetworkCanvas, tutorial: Experiment
) -> None:
    canvas.grab()
    canvas.show_experiment(tutorial)
    canvas.grab()
    canvas.show_state(tutorial.network.parameters, None, None, "")
    canvas.grab()


def test_biases_of_single_neurons_can_be_selected(driver: Driver) -> None:
    training = replace(driver.experiment.training, bias=BiasPolicy.PER_NEURON)
    driver.show(edits.with_training(driver.experiment, training))
    driver.click(Spot(Part.BIAS, 1, 5))
    assert driver.canvas.selection == Selection(Kind.PARAMETER, 1, 5)
    assert driver.canvas.accessibleDescription() == "bias b1.2, of h2, 0.35"


@pytest.mark.parametrize("size", [(260, 200), (500, 400), (1700, 1000)])
@pytest.mark.parametrize("sizes", [(2, 2, 2), (1, 1), (40, 30, 20, 10), (784, 128, 10), (2,) * 20])
def test_any_network_is_painted_at_any_size(
    driver: Driver,
    make_experiment: Callable[..., Experiment],
    sizes: tuple[int, ...],
    size: tuple[int, int],
) -> None:
    driver.canvas.resize(*size)
    driver.show(make_experiment(*sizes))
    driver.canvas.select(Selection(Kind.NEURON, 1, 0))
    picture = image(driver.canvas)
    assert picture.pixelColor(driver.canvas.place_of(Spot(Part.NEURON, 1, 0)).toPoint()).isValid()
    assert (
        len({picture.pixel(x, y) for x in range(0, size[0], 9) for y in range(0, size[1], 9)}) > 3
    )


def test_a_selection_outside_a_zoomed_window_is_moved_into_it(driver: Driver) -> None:
    canvas = driver.canvas
    for _ in range(6):
        canvas.zoom_in()
    for spot in (Spot(Part.NEURON, 0, 0), Spot(Part.NEURON, 2, 1)):
        canvas.select(spot.selection())
        place: QPointF = canvas.place_of(spot)
        assert canvas.rect().contains(place.toPoint())
