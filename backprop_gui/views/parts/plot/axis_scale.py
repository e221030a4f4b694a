"""Linear and logarithmic axes: where a value lies, which range to show, where the ticks are. No Qt.

A *place* is a position on an axis: the value itself, or its decimal logarithm.
"""

import math
from dataclasses import dataclass

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts import numbers

Range = tuple[float, float]
Tick = tuple[float, str]
"""A place and what is written there."""

_FINEST_PARTS = 20  # a range ends at a multiple of a round twentieth of it
_STEPS_AT_LEAST = 10  # so that the first steps one by one do not move the axis
_ENDS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_MARGIN = 0.015  # of the axis of steps, so that its first and last row are not on the edge
_DECADES = (-320, 308)  # that have numbers in them
_FARTHEST = 1e305  # places beyond are not worth zooming to, and must not overflow
_NEAREST = 1e-300  # places nearer to each other are not worth telling apart, nor may they vanish
_FEWEST_STEPS = 2.0  # worth zooming to
_NEAREST_STEPS = 1e-12  # logarithms of steps that are nearer to each other are not told apart
_STEP_ZERO = 0.5  # where a logarithmic axis shows step 0, which has no logarithm


@dataclass(frozen=True)
class ValueScale:
    """An axis of values."""

    log: bool

    def places(self, values: Floats) -> Floats:
        """NaN where a value has no place: infinite, or not above 0 on a logarithmic axis."""
        fits = np.isfinite(values) & (values > 0) if self.log else np.isfinite(values)
        if not fits.all():
            values = np.where(fits, values, np.nan)
        return np.log10(values) if self.log else values

    def extent(self, low: float, high: float) -> Range:
        """A range of places with room for those from `low` to `high`, that changes rarely."""
        span = high - low
        if span <= self.narrowest(low, high):
            half = 0.5 if self.log or abs(high) < _NEAREST else 0.1 * abs(high)
            return low - half, high + half
        unit = _round_up(span / _FINEST_PARTS)
        room = 0.02 * span
        return math.floor((low - room) / unit) * unit, math.ceil((high + room) / unit) * unit

    @property
    def limits(self) -> Range:
        """The places that can be looked at."""
        return _DECADES if self.log else (-_FARTHEST, _FARTHEST)

    def narrowest(self, low: float, high: float) -> float:
        """The shortest range of places worth zooming to, of those from `low` to `high`."""
        return max(max(abs(low), abs(high)) * 1e-12, _NEAREST)

    def ticks(self, low: float, high: float, most: int) -> list[Tick]:
        """At most about `most` ticks in a range of places."""
        if not self.log:
            return [(at, _value(at, unit)) for at, unit in _multiples(low, high, most)]
        return [(math.log10(at), _value(at, unit)) for at, unit in _log_values(low, high, most)]


@dataclass(frozen=True)
class StepScale:
    """An axis of steps, whole numbers from 0 on. A logarithmic one has step 0 at its left end."""

    log: bool

    def places(self, steps: Floats) -> Floats:
        return np.log10(np.maximum(steps, _STEP_ZERO)) if self.log else steps

    def step(self, place: float) -> float:
        """The step at a place."""
        return 10.0 ** min(place, 300.0) if self.log else place

    def extent(self, last: float) -> Range:
        """A range of places from step 0 to a round number at or after `last`."""
        end = max(last, _STEPS_AT_LEAST)
        if self.log:
            low, high = math.log10(_STEP_ZERO), math.ceil(math.log10(end) * 4) / 4
        else:
            low, high = 0.0, _round_end(end)
        margin = _MARGIN * (high - low)
        return low - margin, high + margin

    @property
    def limits(self) -> Range:
        """The places that can be looked at."""
        return (-1.0, 20.0) if self.log else (-1e18, 1e19)

    def narrowest(self, last: float) -> float:
        """The shortest range of places worth zooming to."""
        if self.log:
            return max(_FEWEST_STEPS / (max(last, _STEPS_AT_LEAST) * math.log(10)), _NEAREST_STEPS)
        return _FEWEST_STEPS

    def ticks(self, low: float, high: float, most: int) -> list[Tick]:
        """At most about `most` ticks in a range of places."""
        if not self.log:
            found = _multiples(max(low, 0.0), high, most, finest=1.0)
            return [(at, step_text(at)) for at, _ in found]
        zero = math.log10(_STEP_ZERO)
        start = [(zero, "0")] if low <= zero <= high else []
        if high <= 0:
            return start
        found = _log_values(max(low, 0.0), high, most - len(start), finest=1.0)
        return start + [(math.log10(at), step_text(at)) for at, _ in found]


def step_text(step: float) -> str:
    """A number of steps in short form: 500, 10k, 1.5M; in full where that would be long."""
    count = round(step)
    for unit, letter in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if count >= unit:
            text = f"{count / unit:.12g}"
            return text + letter if len(text) <= 5 else numbers.steps(count)
    return str(count)


def _value(value: float, unit: float) -> str:
    """A value with the digits that a distance of `unit` to the next tick needs."""
    if abs(value) < unit / 2:
        return "0"
    if unit >= 1e-4 and abs(value) < 1e5:
        text = f"{value:.{max(0, -_exponent(unit))}f}"
    else:
        digits = max(0, _exponent(abs(value)) - _exponent(unit))
        mantissa, exponent = f"{value:.{digits}e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", numbers.MINUS)


def _exponent(value: float) -> int:
    return math.floor(math.log10(value) + 1e-9)


def _multiples(
    low: float, high: float, most: int, finest: float = 0.0
) -> list[tuple[float, float]]:
    """The multiples in a range of a round number, each with that number."""
    if not low < high:
        return []  # a view that lies before step 0
    unit = _round_up(max((high - low) / max(most, 1), finest, _NEAREST))
    first, last = math.ceil(low / unit - 1e-9), math.floor(high / unit + 1e-9)
    return [(number * unit, unit) for number in range(first, last + 1)]


def _log_values(
    low: float, high: float, most: int, finest: float = 0.0
) -> list[tuple[float, float]]:
    """Values with places in a range, each with the unit that it is a multiple of.

    Powers of ten; in a short range also 2 and 5 times them; in a very short one any round numbers.
    """
    low, high = (min(max(end, _DECADES[0]), _DECADES[1]) for end in (low, high))
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(decades) >= 3 or (len(decades) == 2 and most < 4):
        stride = math.ceil(len(decades) / max(most, 1))
        powers = (10.0**decade for decade in decades if decade % stride == 0)
        return [(power, power) for power in powers]
    around = (10.0**decade for decade in range(math.floor(low), math.floor(high) + 1))
    fine = [(part * power, power) for power in around for part in (1, 2, 5)]
    fine = [(at, unit) for at, unit in fine if low - 1e-9 <= math.log10(at) <= high + 1e-9]
    if len(fine) >= 2:
        return fine
    found = _multiples(10.0**low, 10.0**high, most, finest)
    return [(value, unit) for value, unit in found if value > 0]


def _round_up(value: float) -> float:
    """The smallest of 1, 2, 5, 10 … times a power of ten that is at least `value`."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(part * power for part in (1, 2, 5, 10) if part * power >= value * (1 - 1e-9))


def _round_end(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(part * power for part in _ENDS if part * power >= value * (1 - 1e-9))
