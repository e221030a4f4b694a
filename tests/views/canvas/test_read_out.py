"""The read-out beside what is being changed says what-if, and leaves the value in sight."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest

from backprop_gui.engine.forecast import Forecast, Point, WhatIf
from backprop_gui.views.canvas.read_out import lines, paint_read_out, place
from backprop_gui.views.canvas.spots import Part, Spot

from .conftest import LEFT, Driver

W5, B2 = Spot(Part.WEIGHT, 2, 6), Spot(Part.BIAS, 2, 10)
FORECAST = Forecast(Point(0.4, 0.3, 0.08), Point(0.2, 0.2842, 0.07))
WITHIN = QSize(900, 600)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The texts of the read-outs that were painted."""
    found: list[list[str]] = []

    def note(painter: QPainter, inks: object, text: list[str], *rest: object) -> None:
        found.append([line.replace("\u00a0", " ") for line in text])
        paint_read_out(painter, inks, text, *rest)  # type: ignore[arg-type]  # it only passes them on

    monkeypatch.setattr("backprop_gui.views.canvas.network_canvas.paint_read_out", note)
    return found


def test_the_lines_are_the_value_the_sample_and_the_total() -> None:
    text = [line.replace("\u00a0", " ") for line in lines("w5", 0.2, WhatIf(6, FORECAST, FORECAST))]
    assert text == [
        "w5  0.2",
        "Δw5 −0.2 · forecast ΔE −0.016 · true ΔE −0.0158",
        "all samples: forecast ΔE −0.016 · true ΔE −0.0158",
    ]
    assert lines("w5", 0.2, None) == ["w5  0.2"]
    assert lines("w5", -3e-07, None) == ["w5  −3e−7"]


def test_it_is_never_on_the_value_and_stays_inside() -> None:
    random = np.random.default_rng(1)
    size = QSize(330, 58)
    for _ in range(2000):
        x, y = random.uniform(0, 900), random.uniform(0, 600)
        kept = QRectF(random.uniform(0, 780), random.uniform(0, 584), 120, 16)
        box = place(QPointF(x, y), size, kept, WITHIN)
        assert not box.intersects(kept)
        assert QRectF(0, 0, 900, 600).contains(box)


def test_it_stands_above_the_pointer() -> None:
    box = place(QPointF(300, 300), QSize(200, 40), QRectF(), WITHIN)
    assert box.bottom() < 300
    assert box.left() > 300


def test_a_drag_and_what_came_of_it_are_read(driver: Driver, read: list[list[str]]) -> None:
    start = driver.press(W5)
    QTest.mouseMove(driver.canvas, start - QPoint(0, 30))
    driver.canvas.grab()
    assert len(read[-1]) == 1
    driver.canvas.show_what_if(WhatIf(6, FORECAST))
    driver.canvas.grab()
    assert read[-1][1] == "Δw5 −0.2 · forecast ΔE −0.016 · true ΔE −0.0158"
    QTest.mouseRelease(driver.canvas, LEFT, pos=start - QPoint(0, 30))
    driver.canvas.grab()
    # Until the next thing happens; the value itself stands at the edge by now.
    assert read[-1] == ["Δw5 −0.2 · forecast ΔE −0.016 · true ΔE −0.0158"]
    count = len(read)
    driver.canvas.show_what_if(None)
    driver.canvas.grab()
    assert len(read) == count


@pytest.mark.parametrize("spot", [W5, B2])
def test_the_place_of_a_value_is_known(driver: Driver, spot: Spot) -> None:
    label = driver.canvas.label_of(spot)
    assert label.width() > 60
    assert driver.canvas.spot_at(label.center()) == spot
