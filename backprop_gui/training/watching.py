"""Makes breakpoints into the arrays that the training loop looks at, and makes it forget.

Loads Numba, as tables.py does.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from backprop_gui.engine import watch as watching
from backprop_gui.engine.activation import BOUNDED
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.engine.watch import Watch
from backprop_gui.training.breakpoint import Breakpoint, Condition

_KINDS = {
    Condition.STEP: watching.STEP,
    Condition.ERROR_BELOW: watching.BELOW,
    Condition.ERROR_ABOVE: watching.ABOVE,
    Condition.PARAMETER_CROSSES: watching.PARAMETER,
    Condition.OUTPUT_CROSSES: watching.OUTPUT,
    Condition.GRADIENT_ABOVE: watching.GRADIENT,
    Condition.NOT_FINITE: watching.NOT_FINITE,
}
_ERRORS = Condition.ERROR_BELOW, Condition.ERROR_ABOVE


def make_watch(topology: Topology, breakpoints: Sequence[Breakpoint]) -> Watch:
    """A watch that has not looked yet. Raises IndexError for a place that the network lacks."""
    kinds = [_kind(each) for each in breakpoints]
    order = np.argsort(kinds, kind="stable").astype(np.int64)
    chosen = [breakpoints[number] for number in order]
    starts = np.searchsorted(np.sort(kinds), np.arange(watching.KINDS + 1)).astype(np.uint64)
    samples = [watching.ANY if each.sample is None else each.sample for each in chosen]
    is_bounded = all(each.code in BOUNDED for each in topology.activations)
    summed = topology.inputs if is_bounded else topology.neurons
    return Watch(
        starts=tuple(starts),
        most_error=max((x.value for x in chosen if x.condition in _ERRORS), default=0.0),
        order=order,
        values=np.array([_value(each) for each in chosen], dtype=np.float64),
        ats=np.array([each.at or 0 for each in chosen], dtype=np.uint64),
        samples=np.array(samples, dtype=np.int64),
        places=_places(topology, chosen),
        summed=np.uint64(summed),
        bounded=float(topology.neurons - summed),
        truths=np.full(len(chosen), watching.UNKNOWN),
        cells=np.full(watching.CELLS, -1),
        numbers=np.full(watching.NUMBERS, math.nan),
        outputs=np.zeros(topology.neurons),
    )


def _kind(breakpoint: Breakpoint) -> int:
    if breakpoint.condition is Condition.GRADIENT_ABOVE and breakpoint.at is None:
        return watching.LENGTH
    return _KINDS[breakpoint.condition]


def _value(breakpoint: Breakpoint) -> float:
    value = breakpoint.value
    return value * abs(value) if _kind(breakpoint) == watching.LENGTH else value


def _places(topology: Topology, breakpoints: Sequence[Breakpoint]) -> npt.NDArray[np.uint64]:
    """Watch.places; zeros for what needs none."""
    places = np.zeros((len(breakpoints), 4), dtype=np.uint64)
    for row, each in zip(places, breakpoints, strict=True):
        if _kind(each) == watching.GRADIENT:
            row[:] = _place(topology, each.at or 0)
        elif each.at is not None and not 0 <= each.at < _length(topology, each.condition):
            raise IndexError(each.at)
    return places


def _place(topology: Topology, at: int) -> tuple[int, int, int, int]:
    for layer in topology.layers:
        first = layer.outputs_at
        if layer.weights <= at < layer.biases:
            source, neuron = divmod(at - layer.weights, layer.neurons)
            return first + neuron, first, first + layer.neurons, layer.inputs_at + source
        if layer.biases <= at < layer.end:
            delta = first + at - layer.biases
            return delta, first, first + layer.neurons, watching.NO_SOURCE
    raise IndexError(at)


def _length(topology: Topology, condition: Condition) -> int:
    is_output = condition is Condition.OUTPUT_CROSSES
    return topology.neurons if is_output else topology.parameters


def note_that_all_is_finite(watch: Watch, parameters: Floats) -> None:
    """The first look for NOT_FINITE, where all is finite: what goes wrong in the next step counts.

    For the other conditions the first look is that of the next step.
    """
    if np.isfinite(parameters).all():
        first, last = (int(watch.starts[watching.NOT_FINITE + k]) for k in range(2))
        watch.truths[first:last] = 0


def forget_looks(watch: Watch) -> None:
    """As if no state had been looked at."""
    watch.truths[:] = watching.UNKNOWN
    forget_measures(watch)
    watch.cells[watching.MET] = -1


def forget_measures(watch: Watch) -> None:
    """What was measured of the state is true no more; what was found at the last look remains."""
    watch.cells[watching.MEASURED_AT] = watch.cells[watching.TELLING] = -1
    watch.numbers[watching.MOST] = math.nan
