"""The training loop: many steps of online learning in one compiled call, without the GIL.

It advances, records and answers the board; it never allocates, and nothing in it depends on time.
"""

import math

from backprop_gui.engine import board as boards
from backprop_gui.engine import record as records
from backprop_gui.engine.backward import backward
from backprop_gui.engine.compiled import aside, entry, load, woven
from backprop_gui.engine.evaluate import load_inputs, total_error
from backprop_gui.engine.forward import forward, squared_error
from backprop_gui.engine.order import IN_TURN, RANDOM, sample_at, shuffle

REACHED, STOPPED, LOW_ENOUGH, DIVERGED = range(4)  # why `advance` came back

_POLL_STEPS = 1024  # most steps between two looks at the board …
_POLL_WORK = 1 << 20  # … and most parameter updates, so that a stop is answered within some ms
_TOTAL_WORK = 1 << 16  # a total error that costs more than this is not measured to be shown


@woven
def _steps_between_looks(state):  # type: ignore[no-untyped-def]
    return min(max(_POLL_WORK // state.parameters.shape[0], 1), _POLL_STEPS)


@woven
def _train(plan, state, record, step, pause):  # type: ignore[no-untyped-def]
    """Makes the updates from `step` up to `pause`, or up to the first error that is not finite.

    Returns the step reached, its last sample and that sample's squared error before its update.
    """
    parameters, outputs, deltas = state.parameters, state.outputs, state.deltas
    width, table, inputs, targets = plan.width, plan.table, plan.inputs, plan.targets
    bias, rate = plan.bias, plan.rate
    samples = inputs.shape[0]
    shuffled = plan.order != IN_TURN and plan.order != RANDOM
    cursor = step % samples
    sample, error = 0, 0.0
    while step < pause:
        if shuffled and cursor == 0:
            shuffle(plan.seed, step // samples, state.permutation)
        sample = sample_at(plan.order, plan.seed, step, cursor, state.permutation)
        load_inputs(inputs, sample, outputs)
        forward(width, table, parameters, outputs)
        error = squared_error(0.0, targets, sample, outputs)
        backward(width, table, bias, rate, targets, sample, parameters, outputs, deltas)
        records.note_error(record, error)
        step += 1
        cursor += 1
        if cursor == samples:
            cursor = 0
        if not error < math.inf:
            break
    return step, sample, error


@aside
def _measure(plan, state, board, measured, total):  # type: ignore[no-untyped-def]
    """Adds the errors of the samples after the first `measured` to their `total`.

    Returns both anew: all samples are measured, unless the board says stop meanwhile. At least
    some are in every call.
    """
    width, table, inputs, targets = plan.width, plan.table, plan.inputs, plan.targets
    parameters, outputs = state.parameters, state.outputs
    samples, part = inputs.shape[0], _steps_between_looks(state)
    while measured < samples:
        first, measured = measured, min(measured + part, samples)
        total = total_error(
            width, table, inputs, targets, first, measured, parameters, outputs, total
        )
        if load(board.cells, boards.STOP) != 0:
            break
    return measured, total


@woven
def _answer(plan, state, record, board, step, sample, error):  # type: ignore[no-untyped-def]
    """Shows the state on the board if it was asked for."""
    if boards.is_asked(board):
        samples = plan.inputs.shape[0]
        if samples * state.parameters.shape[0] <= _TOTAL_WORK:
            measured, total = _measure(plan, state, board, 0, 0.0)
            if measured == samples:
                records.note_total(record, step, total)
        total_step, total = record.cells[records.TOTAL_STEP], record.since[records.LAST_TOTAL]
        boards.show(board, step, sample, error, total_step, total, state.parameters)


@woven
def _after(step, every):  # type: ignore[no-untyped-def]
    """The first multiple of `every` after `step`."""
    return (step // every + 1) * every


@woven
def _pause(record, step, end, check_every):  # type: ignore[no-untyped-def]
    """The first step after `step` at which a row ends or a total error is looked at."""
    error_span = record.cells[records.ERRORS + records.SPAN]
    keyframe_span = record.cells[records.KEYFRAMES + records.SPAN]
    row = min(_after(step, error_span), _after(step, keyframe_span))
    return min(row, _after(step, check_every), end)


@entry
def advance(plan, state, record, board, end, until, check_every):  # type: ignore[no-untyped-def]
    """Trains from state.step to step `end`.

    Comes back early when the board says stop, when the total error, looked at after every
    `check_every` steps, is at most `until` (negative: never looked at), or after the step whose
    error is not finite. Returns (reason, last sample, its squared error before its update); the
    error is NaN when no step was made.

    Each turn of the loop
    1. trains until something is due;
    2. measures the total error, if that is due. When it must stop meanwhile, the next call goes
       on with it, so that the record does not show when a run was stopped;
    3. ends rows of the record, and looks whether to go on.
    """
    cells = record.cells
    step, error, reason = state.step[0], math.nan, REACHED
    poll = _steps_between_looks(state)
    next_poll = step + poll
    if plan.order != IN_TURN and plan.order != RANDOM:
        shuffle(plan.seed, step // plan.inputs.shape[0], state.permutation)
    while reason == REACHED and (step < end or cells[records.UNFINISHED] != 0):
        diverged = False
        if cells[records.UNFINISHED] == 0:
            pause = _pause(record, step, min(end, next_poll), check_every)
            step, sample, error = _train(plan, state, record, step, pause)
            state.step[0], cells[records.SAMPLE] = step, sample
            diverged = not error < math.inf

        ends_row = step % cells[records.ERRORS + records.SPAN] == 0
        with_total = ends_row and step % cells[records.TOTAL_EVERY] == 0
        checks = until >= 0.0 and step % check_every == 0
        measured, total = cells[records.UNFINISHED], math.nan
        cells[records.UNFINISHED] = 0
        if (with_total or checks) and not diverged:
            so_far = board.numbers[boards.SO_FAR] if measured > 0 else 0.0
            measured, total = _measure(plan, state, board, measured, so_far)
            if measured < plan.inputs.shape[0]:
                cells[records.UNFINISHED], board.numbers[boards.SO_FAR] = measured, total
                reason = STOPPED
                continue
            records.note_total(record, step, total)

        if ends_row:
            records.close_errors(record, total if with_total else math.nan)
        if step % cells[records.KEYFRAMES + records.SPAN] == 0:
            records.close_keyframe(record, state.parameters)
        if diverged:
            reason = DIVERGED
        elif checks and total <= until:
            reason = LOW_ENOUGH
        elif step >= next_poll:
            next_poll = step + poll
            _answer(plan, state, record, board, step, cells[records.SAMPLE], error)
            if load(board.cells, boards.STOP) != 0:
                reason = STOPPED
    return reason, cells[records.SAMPLE], error
