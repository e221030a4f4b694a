"""Judges gradients by central differences: one of them over ε, or all of a network. No Qt.

The numbers are the engine's; here is only what they mean. The engine's check loads Numba, so it
is imported where there is a trace: whoever made that has loaded it.
"""

import heapq
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from backprop_gui.engine.topology import Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.parameter_rows import ParameterRows

if TYPE_CHECKING:
    from backprop_gui.engine.gradient_check import GradientCheck

EPSILON = 1e-5
"""Near the cube root of a float64's precision, where the difference is usually best."""

WORST = 10
_CLOSE = 1e-6  # a relative error that counts as agreement
_ROUNDINGS = 64  # of a unit in the last place, that an error may have gathered


class Verdict(StrEnum):
    AGREES = "agrees"
    UNDECIDED = "too small to tell"  # the two differ by less than rounding may make
    DIFFERS = "differs"


def resolution(trace: StepTrace, epsilon: float) -> float:
    """How far rounding may put a central difference off: u · Σ |t - out| (|t| + |out|) / ε."""
    targets = trace.targets
    outputs = trace.outputs[len(trace.outputs) - len(targets) :]
    off = np.abs(targets - outputs)
    with np.errstate(over="ignore", invalid="ignore"):  # of a diverging run
        scale = float((off * (np.abs(targets) + np.abs(outputs) + off)).sum())
    return _ROUNDINGS * sys.float_info.epsilon * scale / epsilon


def verdict(check: "GradientCheck", trace: StepTrace) -> Verdict:
    """What a check says about the gradient."""
    if check.relative_error <= _CLOSE:
        return Verdict.AGREES
    difference = abs(check.analytic - check.numeric)
    within = difference <= resolution(trace, check.epsilon)
    return Verdict.UNDECIDED if within else Verdict.DIFFERS


class Valley:
    """The check of one parameter for each ε; `checks` grows while `run` goes on."""

    def __init__(self, topology: Topology, trace: StepTrace, at: int) -> None:
        self.trace = trace
        self._topology, self._at = topology, at
        self.checks: list[GradientCheck] = []

    def run(self) -> Iterator[None]:
        """From the largest ε to the smallest; yields after each."""
        from backprop_gui.engine.gradient_check import EPSILONS, gradient_check

        for epsilon in EPSILONS:
            with np.errstate(all="ignore"):  # of a diverged run
                check = gradient_check(self._topology, self.trace, self._at, epsilon)
            self.checks.append(check)
            yield


@dataclass(frozen=True)
class Checked:
    """One parameter's check and what it says."""

    at: int
    check: "GradientCheck"
    verdict: Verdict

    @property
    def badness(self) -> tuple[bool, float]:
        """The larger, the worse."""
        error = self.check.relative_error
        return self.verdict is Verdict.DIFFERS, error if math.isfinite(error) else math.inf


class NetworkCheck:
    """The check of every weight and bias; `worst` and `counts` grow while `run` goes on."""

    def __init__(self, topology: Topology, trace: StepTrace) -> None:
        self.topology, self.trace = topology, trace
        self.rows = ParameterRows(topology, trace.one_bias)
        self.counts: Counter[Verdict] = Counter()
        self._worst: list[tuple[tuple[bool, float], int, Checked]] = []

    @property
    def done(self) -> int:
        return self.counts.total()

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def worst(self) -> list[Checked]:
        """At most ten, the worst first."""
        return [checked for _, _, checked in sorted(self._worst, reverse=True)]

    @property
    def summary(self) -> str:
        """The verdict on what was checked so far."""
        wrong, unsure = self.counts[Verdict.DIFFERS], self.counts[Verdict.UNDECIDED]
        of = steps(self.done)
        if wrong:
            return f"{steps(wrong)} of {of} gradients differ from the central difference."
        sure = f"All {of} gradients agree with the central difference"
        return f"{sure}; {steps(unsure)} are too small to tell." if unsure else f"{sure}."

    def run(self) -> Iterator[None]:
        """Yields after each weight and bias."""
        for row in range(self.total):
            checked = self._check(self.rows.place(row))
            self.counts[checked.verdict] += 1
            entry = (checked.badness, -row, checked)
            if len(self._worst) < WORST:
                heapq.heappush(self._worst, entry)
            else:
                heapq.heappushpop(self._worst, entry)
            yield

    def _check(self, at: int) -> Checked:
        """At the usual ε; where that differs, at another where it agrees if there is one, since
        large inputs and the bends of ReLUs need a smaller one."""
        from backprop_gui.engine.gradient_check import gradient_check, gradient_checks

        with np.errstate(all="ignore"):
            check = gradient_check(self.topology, self.trace, at, EPSILON)
            if verdict(check, self.trace) is Verdict.DIFFERS:
                tried = gradient_checks(self.topology, self.trace, at)
                check = next((x for x in tried if x.relative_error <= _CLOSE), check)
        return Checked(at, check, verdict(check, self.trace))
