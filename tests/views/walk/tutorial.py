"""The tutorial computed anew, with 40 digits and from its formulas alone: the oracle of the walk.

`late` computes hidden deltas with the output weights that the same step has just updated. That is
no gradient descent, but some published figures come from it.
"""

from dataclasses import dataclass

from mpmath import exp, mp, mpf  # type: ignore[import-untyped]  # it has no types

mp.dps = 40

INPUTS = [mpf("0.05"), mpf("0.10")]
TARGETS = [mpf("0.01"), mpf("0.99")]
RATE, B1, B2 = mpf("0.5"), mpf("0.35"), mpf("0.60")
INITIAL = [mpf(x) for x in ("0.15", "0.20", "0.25", "0.30", "0.40", "0.45", "0.50", "0.55")]


@dataclass
class Pass:
    """One sample forward and back through weights w1 to w8."""

    weights: list[mpf]
    late: bool = False

    def __post_init__(self) -> None:
        w = self.weights
        self.net_h = [w[2 * j] * INPUTS[0] + w[2 * j + 1] * INPUTS[1] + B1 for j in (0, 1)]
        self.h = [1 / (1 + exp(-net)) for net in self.net_h]
        self.net_o = [w[4 + 2 * k] * self.h[0] + w[5 + 2 * k] * self.h[1] + B2 for k in (0, 1)]
        self.o = [1 / (1 + exp(-net)) for net in self.net_o]
        self.errors = [(t - o) ** 2 / 2 for t, o in zip(TARGETS, self.o, strict=True)]
        self.error = sum(self.errors)
        self.by_out = [-(t - o) for t, o in zip(TARGETS, self.o, strict=True)]
        self.slopes = [o * (1 - o) for o in self.o]
        self.deltas = [e * s for e, s in zip(self.by_out, self.slopes, strict=True)]
        self.gradients_o = [self.deltas[k] * self.h[j] for k in (0, 1) for j in (0, 1)]
        new_o = [w[4 + i] - RATE * g for i, g in enumerate(self.gradients_o)]
        used = new_o if self.late else w[4:]
        self.paths = [[self.deltas[k] * used[2 * k + j] for k in (0, 1)] for j in (0, 1)]
        self.by_out_h = [sum(paths) for paths in self.paths]
        self.slopes_h = [h * (1 - h) for h in self.h]
        deltas_h = [self.by_out_h[j] * self.slopes_h[j] for j in (0, 1)]
        self.gradients_h = [deltas_h[j] * INPUTS[i] for j in (0, 1) for i in (0, 1)]
        new_h = [w[i] - RATE * g for i, g in enumerate(self.gradients_h)]
        self.new = [*new_h, *new_o]


def after(steps: int, late: bool = False) -> Pass:
    """The pass that comes after so many steps."""
    weights = INITIAL
    for _ in range(steps):
        weights = Pass(weights, late).new
    return Pass(weights, late)


def first_figures() -> dict[str, mpf]:
    """Everything of the first step that the tutorial prints, by the names of the walk."""
    one = after(0)
    named = {f"w{i + 1}": w for i, w in enumerate(INITIAL)}
    named |= {f"w{i + 1}⁺": w for i, w in enumerate(one.new)}
    return named | {
        "i1": INPUTS[0],
        "i2": INPUTS[1],
        "target_o1": TARGETS[0],
        "target_o2": TARGETS[1],
        "b1": B1,
        "b2": B2,
        "net_h1": one.net_h[0],
        "out_h1": one.h[0],
        "out_h2": one.h[1],
        "net_o1": one.net_o[0],
        "out_o1": one.o[0],
        "out_o2": one.o[1],
        "Eo1": one.errors[0],
        "Eo2": one.errors[1],
        "E": one.error,
        "∂E/∂out_o1": one.by_out[0],
        "∂out_o1/∂net_o1": one.slopes[0],
        "∂net_o1/∂w5": one.h[0],
        "∂E/∂w5": one.gradients_o[0],
        "δo1": one.deltas[0],
        "∂Eo1/∂out_h1": one.paths[0][0],
        "∂Eo2/∂out_h1": one.paths[0][1],
        "∂E/∂out_h1": one.by_out_h[0],
        "∂out_h1/∂net_h1": one.slopes_h[0],
        "∂net_h1/∂w1": INPUTS[0],
        "∂E/∂w1": one.gradients_h[0],
    }
