"""Checks a gradient of a trace against differences of the error. Loads Numba."""

import sys
from dataclasses import dataclass

from backprop_gui.engine.chain import paths
from backprop_gui.engine.evaluate import error_of_samples
from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace

EPSILONS = tuple(float(f"1e-{digits}") for digits in range(1, 14))
"""From where the error's curvature disturbs the difference to where rounding does."""


@dataclass(frozen=True)
class GradientCheck:
    """The gradient by backpropagation and by the central difference (E(w+ε) - E(w-ε)) / 2ε."""

    epsilon: float
    analytic: float
    numeric: float

    @property
    def relative_error(self) -> float:
        """|analytic - numeric|, relative to the larger of them; 0 if both are 0."""
        larger = max(abs(self.analytic), abs(self.numeric), sys.float_info.min)
        return abs(self.analytic - self.numeric) / larger


def gradient_check(topology: Topology, trace: StepTrace, at: int, epsilon: float) -> GradientCheck:
    """Checks the gradient of the parameter at `at`, on the trace's sample, before its update.

    Where a layer has one bias, it is moved as a whole. Raises IndexError when there is no such
    parameter.
    """
    ledger = paths(topology, trace, at)
    inputs = trace.outputs[: topology.inputs].reshape(1, -1)
    targets = trace.targets.reshape(1, -1)
    together = slice(ledger.places.start, ledger.places.stop)

    def error(change: float) -> float:
        parameters = trace.parameters.copy()
        parameters[together] += change
        return error_of_samples(topology, parameters, inputs, targets)

    numeric = (error(epsilon) - error(-epsilon)) / (2 * epsilon)
    return GradientCheck(epsilon, ledger.gradient, numeric)


def gradient_checks(topology: Topology, trace: StepTrace, at: int) -> tuple[GradientCheck, ...]:
    """The check for each of EPSILONS, from the largest to the smallest: a curve with a valley."""
    return tuple(gradient_check(topology, trace, at, epsilon) for epsilon in EPSILONS)
