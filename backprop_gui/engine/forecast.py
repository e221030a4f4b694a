"""What a change of one weight or bias does to the error: foretold by the gradient, and in truth."""

from dataclasses import dataclass

from backprop_gui.engine.trace import StepTrace


@dataclass(frozen=True)
class Point:
    """The error where a weight or bias w has this `value`, and its `gradient` ∂E/∂w there."""

    value: float
    error: float
    gradient: float

    def tangent(self, value: float) -> float:
        """The error that the gradient foretells at another value: E + ∂E/∂w · Δw."""
        return self.error + self.gradient * (value - self.value)


def point_of_sample(trace: StepTrace, at: int) -> Point:
    """The squared error of the trace's sample, before its update, at the parameter's own value."""
    value, gradient = float(trace.parameters[at]), float(trace.gradients[at])
    return Point(value, trace.error, gradient)


@dataclass(frozen=True)
class Forecast:
    """From `start` to `now`, nothing else having changed."""

    start: Point
    now: Point

    @property
    def change(self) -> float:
        """Δw."""
        return self.now.value - self.start.value

    @property
    def foretold(self) -> float:
        """ΔE to the first order: ∂E/∂w · Δw."""
        return self.start.gradient * self.change

    @property
    def true(self) -> float:
        """ΔE = E(w + Δw) - E(w)."""
        return self.now.error - self.start.error


@dataclass(frozen=True)
class WhatIf:
    """What the change of the parameter at `at` does to the error of the sample shown, and to the
    total error, where there are several samples and that is quickly known."""

    at: int
    sample: Forecast
    total: Forecast | None = None
