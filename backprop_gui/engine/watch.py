"""Breakpoints as the training loop sees them, compiled: looks at a state and notes what is met.

A breakpoint is met where its condition begins to hold, or, for what crosses a value, where the
side changes; the first look only notes. Looking twice at one state is as looking once. What can
be told of the state before a step is looked at before the step is made, the rest right after it.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backprop_gui.engine.compiled import aside, by_width, inner, inner_wide, woven
from backprop_gui.engine.evaluate import load_inputs
from backprop_gui.engine.forward import (
    INPUTS,
    INPUTS_AT,
    NEURONS,
    OUTPUTS_AT,
    ZERO,
    forward,
    squared_error,
)
from backprop_gui.engine.state import Integers
from backprop_gui.engine.topology import Floats

# The kinds of condition, in the order in which a Watch holds its breakpoints.
STEP, BELOW, ABOVE, PARAMETER, OUTPUT, GRADIENT, LENGTH, NOT_FINITE = range(8)
KINDS = 8

UNKNOWN = -1  # a truth before the first look; else 0 and 1
ANY = -1  # a breakpoint's sample, when every sample is meant

DELTA, FIRST, LAST, SOURCE = range(4)  # columns of Watch.places
NO_SOURCE = 2**32  # for a bias, whose gradient is made of deltas alone

# Watch.cells: the breakpoint met and the step it is about; whether the state at the end of a call
# is looked at; how many samples of a total error are measured, and at which step; the sample that
# last told alone that the total error is above all that is waited for.
MET, ABOUT, LOOKS_AT_END, MEASURED, MEASURED_AT, TELLING = range(6)
CELLS = 6
# Watch.numbers: the total error so far; and what no weight or bias exceeds in size, NaN: unknown.
SO_FAR, MOST = range(2)
NUMBERS = 2

EACH_STEP = 64  # most samples with which the total error is looked at in every step, not epoch
_NOTHING = 2**62
_LARGE = 1e300  # far enough from what a float64 holds for sums to round in between
_ROUNDING = 1e-9  # more than sums of errors in another order differ by, in relation


class Watch(NamedTuple):
    """Breakpoints, sorted by kind: those of kind k are `starts[k]` up to `starts[k + 1]`.

    `order`: each one's place among those that were given. `values`: for the length of the
    gradient, the square with the value's sign. `ats`: the place of the parameter or the output.
    `samples`: ANY or whose output is meant. `places`, for a gradient: the place of its delta, and
    the first and the place after the last delta of the layer, for where it has one bias; and the
    place of the output that a weight carries. `truths`: what the last look found. `summed`: how
    many of the outputs, from the first on, may be larger than 1; `bounded`: how many follow.
    """

    starts: tuple[np.uint64, ...]
    most_error: float  # the largest total error that is waited for
    order: Integers
    values: Floats
    ats: npt.NDArray[np.uint64]
    samples: Integers
    places: npt.NDArray[np.uint64]
    truths: Integers
    summed: np.uint64
    bounded: float
    cells: Integers
    numbers: Floats
    outputs: Floats  # scratch


@inner
def _noted(watch, k, truth, crosses, met):
    """Keeps the truth of breakpoint k; the first in order of it, if it is met, and `met`."""
    last = watch.truths[k]
    if last != truth:
        watch.truths[k] = truth
        if last != UNKNOWN and (truth or crosses):
            return min(met, watch.order[k])
    return met


@woven
def has_errors(watch):
    """Whether a breakpoint waits for a total error."""
    return watch.starts[BELOW] < watch.starts[PARAMETER]


@aside
def _sum_of_errors(watch, plan, sample, error, parameters, outputs):
    """The total error as `evaluate.total_error` adds it, or any number above `most_error` with it.

    `error` is that of `sample`, whose outputs are given. No error is negative, so no part of the
    sum exceeds the sum: what tells alone is tried first.
    """
    width, table, inputs, targets = plan.width, plan.table, plan.inputs, plan.targets
    scratch, most = watch.outputs, watch.most_error
    telling = watch.cells[TELLING]
    if telling >= 0:
        load_inputs(inputs, telling, scratch)
        forward(width, table, parameters, scratch)
        its_error = squared_error(0.0, targets, telling, scratch)
        if its_error > most:
            return its_error
        watch.cells[TELLING] = -1
    enough = most + abs(most) * _ROUNDING
    total = 0.0
    for other in range(inputs.shape[0]):
        if other == sample:
            total = squared_error(total, targets, sample, outputs)
            error = 0.0
        else:
            load_inputs(inputs, other, scratch)
            forward(width, table, parameters, scratch)
            total = squared_error(total, targets, other, scratch)
            if squared_error(0.0, targets, other, scratch) > most:
                watch.cells[TELLING] = other
        if total > most or total + error > enough:
            return total + error
    return total


@inner
def _total_error(watch, plan, sample, error, parameters, outputs):
    """The total error at a step of `sample` and its `error`; or any number above `most_error`.

    Then a total error that is no number is above every value, as its parts tell already.
    """
    samples = plan.inputs.shape[0]
    if samples > EACH_STEP:
        return watch.numbers[SO_FAR]
    if samples == 1 or error > watch.most_error:
        return error
    return _sum_of_errors(watch, plan, sample, error, parameters, outputs)


@aside
def has_new_step(watch, step):
    """Whether a breakpoint for a step has another truth at `step` than at the last look."""
    for k in range(watch.starts[STEP], watch.starts[STEP + 1]):
        if watch.truths[k] != (step >= watch.values[k]):
            return True
    return False


@aside
def next_step(watch, step):
    """The first step after `step` that a breakpoint waits for."""
    first = np.int64(_NOTHING)
    for k in range(watch.starts[STEP], watch.starts[STEP + 1]):
        if step < watch.values[k] < first:
            first = np.int64(math.ceil(watch.values[k]))
    return first


@inner
def look_before(watch, plan, is_new, step, cursor, sample, error, parameters, outputs):
    """Looks at the state of `step`, after the forward pass of `sample`; whether to stop there.

    `is_new`: as `has_new_step` says.
    """
    starts, values, ats, truths = watch.starts, watch.values, watch.ats, watch.truths
    total = math.nan
    has_total = has_errors(watch) and (cursor == 0 or plan.inputs.shape[0] <= EACH_STEP)
    if has_total:
        total = _total_error(watch, plan, sample, error, parameters, outputs)
        for k in range(starts[BELOW], starts[ABOVE]):
            is_new |= truths[k] != (total < values[k])
        for k in range(starts[ABOVE], starts[PARAMETER]):
            is_new |= truths[k] != (not total <= values[k])
    for k in range(starts[PARAMETER], starts[OUTPUT]):
        is_new |= truths[k] != (parameters[ats[k]] > values[k])
    for k in range(starts[OUTPUT], starts[GRADIENT]):
        is_meant = (watch.samples[k] == sample) | (watch.samples[k] == ANY)
        is_new |= is_meant & (truths[k] != (outputs[ats[k]] > values[k]))
    return is_new and _note_before(watch, has_total, total, step, sample, parameters, outputs)


@aside
def _note_before(watch, has_total, total, step, sample, parameters, outputs):
    """Keeps what a look found anew; whether a breakpoint is met."""
    starts, values, ats = watch.starts, watch.values, watch.ats
    met = _NOTHING
    for k in range(starts[STEP], starts[BELOW]):
        met = _noted(watch, k, step >= values[k], False, met)
    if has_total:
        for k in range(starts[BELOW], starts[ABOVE]):
            met = _noted(watch, k, total < values[k], False, met)
        for k in range(starts[ABOVE], starts[PARAMETER]):
            met = _noted(watch, k, not total <= values[k], False, met)
    for k in range(starts[PARAMETER], starts[OUTPUT]):
        met = _noted(watch, k, parameters[ats[k]] > values[k], True, met)
    for k in range(starts[OUTPUT], starts[GRADIENT]):
        if watch.samples[k] == sample or watch.samples[k] == ANY:
            met = _noted(watch, k, outputs[ats[k]] > values[k], True, met)
    return _stops(watch, met, step)


@inner
def look_after(watch, plan, one_bias, step, error, parameters, outputs, deltas):
    """Looks at what the step after `step` updates has made; whether to stop after it."""
    starts, values, truths = watch.starts, watch.values, watch.truths
    is_new, square, wrong = False, 0.0, False
    for k in range(starts[GRADIENT], starts[LENGTH]):
        size = abs(_gradient(watch.places, k, one_bias, outputs, deltas))
        is_new |= truths[k] != (not size <= values[k])
    if starts[LENGTH] < starts[NOT_FINITE]:
        square = _squared_length(plan.width, plan.table, one_bias, outputs, deltas)
        if not square < math.inf:
            square = _squared_length_of_large(plan.table, one_bias, outputs, deltas)
        for k in range(starts[LENGTH], starts[NOT_FINITE]):
            is_new |= truths[k] != (not square <= values[k])
    if starts[NOT_FINITE] < starts[KINDS]:
        wrong = not _is_finite(watch, plan, error, parameters, outputs, deltas)
        for k in range(starts[NOT_FINITE], starts[KINDS]):
            is_new |= truths[k] != wrong
    return is_new and _note_after(watch, one_bias, square, wrong, step, outputs, deltas)


@aside
def _note_after(watch, one_bias, square, wrong, step, outputs, deltas):
    """As `_note_before`."""
    starts, values = watch.starts, watch.values
    met = _NOTHING
    for k in range(starts[GRADIENT], starts[LENGTH]):
        size = abs(_gradient(watch.places, k, one_bias, outputs, deltas))
        met = _noted(watch, k, not size <= values[k], False, met)
    for k in range(starts[LENGTH], starts[NOT_FINITE]):
        met = _noted(watch, k, not square <= values[k], False, met)
    for k in range(starts[NOT_FINITE], starts[KINDS]):
        met = _noted(watch, k, wrong, False, met)
    return _stops(watch, met, step)


@inner
def _stops(watch, met, step):
    if met == _NOTHING:
        return False
    watch.cells[MET], watch.cells[ABOUT] = met, step
    return True


@inner
def _gradient(places, k, one_bias, outputs, deltas):
    """∂E/∂parameter, as in a StepTrace."""
    source = places[k, SOURCE]
    if source != NO_SOURCE:
        return deltas[places[k, DELTA]] * outputs[source]
    if not one_bias:
        return deltas[places[k, DELTA]]
    total = 0.0
    for j in range(places[k, FIRST], places[k, LAST]):
        total += deltas[j]
    return total


def _squared_length_of(table, one_bias, outputs, deltas):
    """Σ (∂E/∂parameter)². With ∂E/∂w_ij = δ_j · y_i it is Σδ² · Σy² for a layer's weights.

    Where a layer has one bias, this counts once: it is one number.
    """
    total = 0.0
    for layer in range(table.shape[0]):
        x, y = table[layer, INPUTS_AT], table[layer, OUTPUTS_AT]
        square_of_deltas, sum_of_deltas, square_of_outputs = 0.0, 0.0, 0.0
        for j in range(table[layer, NEURONS]):
            delta = deltas[y + j]
            square_of_deltas += delta * delta
            sum_of_deltas += delta
        for i in range(table[layer, INPUTS]):
            square_of_outputs += outputs[x + i] * outputs[x + i]
        bias = sum_of_deltas * sum_of_deltas if one_bias else square_of_deltas
        total += square_of_deltas * square_of_outputs + bias
    return total


def _sum_of_sizes_of(numbers, first, last):
    total = 0.0
    for k in range(first, last):
        total += abs(numbers[k])
    return total


# Short loops are not worth vectorising.
_squared_length = by_width(inner(_squared_length_of), inner_wide(_squared_length_of))
_sum_of_sizes = by_width(inner(_sum_of_sizes_of), inner_wide(_sum_of_sizes_of))


@aside
def _squared_length_of_large(table, one_bias, outputs, deltas):
    """The same where squares of single numbers are too large, though theirs may not be."""
    total = 0.0
    for layer in range(table.shape[0]):
        x, y, n = table[layer, INPUTS_AT], table[layer, OUTPUTS_AT], table[layer, NEURONS]
        length = _length(deltas, y, n)
        weights, bias = length * _length(outputs, x, table[layer, INPUTS]), length
        if one_bias:
            bias = 0.0
            for j in range(n):
                bias += deltas[y + j]
        total += weights * weights + bias * bias
    return total


@inner
def _length(numbers, first, count):
    """√Σ x² of some numbers, each taken in proportion to the largest."""
    most, sum_of_sizes, total = 0.0, 0.0, 0.0
    for k in range(count):
        most = max(most, abs(numbers[first + k]))
        sum_of_sizes += abs(numbers[first + k])
    if sum_of_sizes == 0.0 or not sum_of_sizes < math.inf:
        return sum_of_sizes
    for k in range(count):
        part = numbers[first + k] / most
        total += part * part
    return most * math.sqrt(total)


@inner
def _is_finite(watch, plan, error, parameters, outputs, deltas):
    """Whether error, outputs, deltas and parameters after the update are all finite.

    The sums of sizes are finite only if all their terms are; outputs of bounded activations are at
    most 1 in size, unless they are no numbers, which the error then is not either. No update
    rate · (δ · y) or, of a bias, rate · Σδ is larger than rate · Σ|δ| · (Σ|y| + 1); so while the
    largest parameter, with all that was added since, is far from infinity, none is looked at.
    """
    inputs, neurons = plan.table[0, INPUTS], np.uint64(outputs.shape[0])
    sum_of_outputs = _sum_of_sizes(plan.width, outputs, ZERO, watch.summed) + watch.bounded
    sum_of_deltas = _sum_of_sizes(plan.width, deltas, inputs, neurons)
    update = plan.rate * (sum_of_deltas * (sum_of_outputs + 1.0))
    most = watch.numbers[MOST] + update
    if most < _LARGE and error < math.inf:
        watch.numbers[MOST] = most
        return True
    return _are_finite(watch, error, parameters, outputs, deltas)


@aside
def _are_finite(watch, error, parameters, outputs, deltas):
    """The same, looking at every number."""
    watch.numbers[MOST] = math.nan
    if not error < math.inf:
        return False
    for numbers in (outputs, deltas):
        for k in range(numbers.shape[0]):
            if not abs(numbers[k]) < math.inf:
                return False
    most = 0.0
    for k in range(parameters.shape[0]):
        if not abs(parameters[k]) < math.inf:
            return False
        most = max(most, abs(parameters[k]))
    watch.numbers[MOST] = most
    return True
