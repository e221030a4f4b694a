"""How a forecast of the error, and what came of it, are put into words. No Qt."""

import math

from backprop_gui.engine.forecast import Forecast
from backprop_gui.views.parts.numbers import MINUS

_NO_BREAK = "\u00a0"
_DIGITS = 3
_SMALLEST, _LARGEST = 1e-4, 1e4  # what is written without an exponent lies between these


def sentence(name: str, forecast: Forecast) -> str:
    """The change of the weight or bias `name`, and both changes of the error."""
    return f"Δ{name}{_NO_BREAK}{signed(forecast.change)} · {changes(forecast)}"


def changes(forecast: Forecast) -> str:
    """What the gradient foretells, and what is. Lines break between them only."""
    pairs = ("forecast ΔE", forecast.foretold), ("true ΔE", forecast.true)
    words = (f"{name} {signed(value)}".replace(" ", _NO_BREAK) for name, value in pairs)
    return " · ".join(words)


def signed(value: float) -> str:
    """`value` with three digits and its sign: +0.02, −0.0164, +1.5e−7."""
    if not math.isfinite(value) or value == 0:
        return "0" if value == 0 else f"{value:+}".replace("-", MINUS)
    if _SMALLEST <= abs(value) < _LARGEST:
        decimals = max(_DIGITS - 1 - math.floor(math.log10(abs(value))), 0)
        text = f"{value:+.{decimals}f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", MINUS)
    mantissa, exponent = f"{value:+.{_DIGITS - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
