"""How forecasts are put into words."""

import math

import pytest

from backprop_gui.engine.forecast import Forecast, Point
from backprop_gui.views.parts.what_if_words import sentence, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.2, "+0.2"),
        (-0.0164333, "−0.0164"),
        (0.000251, "+0.000251"),
        (-1.5e-7, "−1.50e−7"),
        (12345.0, "+1.23e4"),
        (999.6, "+1000"),
        (0.0, "0"),
        (-math.inf, "−inf"),
        (math.nan, "+nan"),
    ],
)
def test_numbers_have_a_sign_and_three_digits(value: float, text: str) -> None:
    assert signed(value) == text


def test_the_sentence_says_change_forecast_and_truth() -> None:
    forecast = Forecast(Point(0.4, 0.3, 0.08), Point(0.2, 0.2842, 0.07))
    words = sentence("w5", forecast).replace("\u00a0", " ")
    assert words == "Δw5 −0.2 · forecast ΔE −0.016 · true ΔE −0.0158"
