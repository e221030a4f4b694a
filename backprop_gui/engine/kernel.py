"""The training loop: many steps of online learning in one compiled call, without the GIL.

It advances, records and answers the board; it never allocates, and nothing in it depends on time.
"""

import math

from backprop_gui.engine import board as boards
from backprop_gui.engine import record as records
from backprop_gui.engine import watch as watching
from backprop_gui.engine.backward import backward, is_one_bias
from backprop_gui.engine.compiled import aside, entry, load, woven
from backprop_gui.engine.evaluate import load_inputs, total_error
from backprop_gui.engine.forward import forward, squared_error
from backprop_gui.engine.order import IN_TURN, RANDOM, sample_at, shuffle

REACHED, STOPPED, LOW_ENOUGH, DIVERGED, MET = range(5)  # why `advance` came back

_POLL_STEPS = 1024  # most steps between two looks at the board …
_POLL_WORK = 1 << 20  # … and most parameter updates, so that a stop is answered within some ms
_TOTAL_WORK = 1 << 16  # a total error that costs more than this is not measured to be shown


@woven
def _steps_between_looks(state):
    return min(max(_POLL_WORK // state.parameters.shape[0], 1), _POLL_STEPS)


@woven
def _train(plan, state, record, step, pause):
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


@woven
def _train_watched(plan, state, record, watch, one_bias, step, pause):
    """As `_train`, or up to where a breakpoint is met; also looks at `pause` if that is `step`."""
    parameters, outputs, deltas = state.parameters, state.outputs, state.deltas
    width, table, inputs, targets = plan.width, plan.table, plan.inputs, plan.targets
    bias, rate = plan.bias, plan.rate
    samples = inputs.shape[0]
    shuffled = plan.order != IN_TURN and plan.order != RANDOM
    cursor = step % samples
    sample, error = record.cells[records.SAMPLE], math.nan
    only_looks, is_new = step == pause, watching.has_new_step(watch, step)
    while step < pause or only_looks:
        if shuffled and cursor == 0:
            shuffle(plan.seed, step // samples, state.permutation)
        following = sample_at(plan.order, plan.seed, step, cursor, state.permutation)
        load_inputs(inputs, following, outputs)
        forward(width, table, parameters, outputs)
        its_error = squared_error(0.0, targets, following, outputs)
        if (
            watching.look_before(
                watch, plan, is_new, step, cursor, following, its_error, parameters, outputs
            )
            or only_looks
        ):
            break
        sample, error, is_new = following, its_error, False
        backward(width, table, bias, rate, targets, sample, parameters, outputs, deltas)
        records.note_error(record, error)
        stops = watching.look_after(watch, plan, one_bias, step, error, parameters, outputs, deltas)
        step += 1
        cursor += 1
        if cursor == samples:
            cursor = 0
        if stops or not error < math.inf:
            break
    return step, sample, error


@aside
def _measure(plan, state, board, measured, total, enough):
    """Adds the errors of the samples after the first `measured` to their `total`.

    Returns both anew: all samples are measured, unless the total exceeds `enough`, or the board
    says stop meanwhile. At least some are in every call.
    """
    width, table, inputs, targets = plan.width, plan.table, plan.inputs, plan.targets
    parameters, outputs = state.parameters, state.outputs
    samples, part = inputs.shape[0], _steps_between_looks(state)
    while measured < samples and not total > enough:
        first, measured = measured, min(measured + part, samples)
        total = total_error(
            width, table, inputs, targets, first, measured, parameters, outputs, total
        )
        if load(board.cells, boards.STOP) != 0:
            break
    return measured, total


@woven
def _measure_watched(plan, state, board, watch, step):
    """Measures the total error of `step` for `watch`, where that is looked at once an epoch.

    False when the board said stop meanwhile; the next call goes on with it.
    """
    cells, numbers, samples = watch.cells, watch.numbers, plan.inputs.shape[0]
    if samples <= watching.EACH_STEP or step % samples != 0 or not watching.has_errors(watch):
        return True
    if cells[watching.MEASURED_AT] != step:
        cells[watching.MEASURED_AT], cells[watching.MEASURED] = step, 0
        numbers[watching.SO_FAR] = 0.0
    measured, total = _measure(
        plan,
        state,
        board,
        cells[watching.MEASURED],
        numbers[watching.SO_FAR],
        watch.most_error,
    )
    cells[watching.MEASURED], numbers[watching.SO_FAR] = measured, total
    return measured == samples or total > watch.most_error


@woven
def _answer(plan, state, record, board, step, sample, error):
    """Shows the state on the board if it was asked for."""
    if boards.is_asked(board):
        samples = plan.inputs.shape[0]
        if samples * state.parameters.shape[0] <= _TOTAL_WORK:
            measured, total = _measure(plan, state, board, 0, 0.0, math.inf)
            if measured == samples:
                records.note_total(record, step, total)
        total_step, total = record.cells[records.TOTAL_STEP], record.since[records.LAST_TOTAL]
        boards.show(board, step, sample, error, total_step, total, state.parameters)


@woven
def _after(step, every):
    """The first multiple of `every` after `step`."""
    return (step // every + 1) * every


@woven
def _pause(record, step, end, check_every):
    """The first step after `step` at which a row ends or a total error is looked at."""
    error_span = record.cells[records.ERRORS + records.SPAN]
    keyframe_span = record.cells[records.KEYFRAMES + records.SPAN]
    row = min(_after(step, error_span), _after(step, keyframe_span))
    return min(row, _after(step, check_every), end)


@entry
def advance(plan, state, record, board, watch, end, until, check_every):
    """Trains from state.step to step `end`.

    Comes back early when the board says stop, when the total error, looked at after every
    `check_every` steps, is at most `until` (negative: never looked at), after the step whose
    error is not finite, or where a breakpoint of `watch` is met, as its cells then tell. Returns
    (reason, last sample, its squared error before its update); the error is NaN when no step was
    made. Where `watch` is None, a kernel is compiled that knows of no breakpoints.

    Each turn of the loop
    1. trains until something is due;
    2. measures the total error, if that is due. When it must stop meanwhile, the next call goes
       on with it, so that the record does not show when a run was stopped;
    3. ends rows of the record, and looks whether to go on.
    """
    cells = record.cells
    step, error, reason = state.step[0], math.nan, REACHED
    poll = _steps_between_looks(state)
    looks = False
    if watch is not None:
        looks = watch.cells[watching.LOOKS_AT_END] != 0
        one_bias = is_one_bias(plan.table, plan.bias, state.parameters)
        if watching.has_errors(watch) and plan.inputs.shape[0] <= watching.EACH_STEP:
            poll = max(poll // plan.inputs.shape[0], 1)
    next_poll = step + poll
    if plan.order != IN_TURN and plan.order != RANDOM:
        shuffle(plan.seed, step // plan.inputs.shape[0], state.permutation)
    while reason == REACHED and (step < end or looks or cells[records.UNFINISHED] != 0):
        diverged = False
        if cells[records.UNFINISHED] == 0:
            pause = _pause(record, step, min(end, next_poll), check_every)
            if watch is None:
                step, sample, error = _train(plan, state, record, step, pause)
            else:
                if not _measure_watched(plan, state, board, watch, step):
                    reason = STOPPED
                    continue
                pause = min(pause, watching.next_step(watch, step))
                if watching.has_errors(watch) and plan.inputs.shape[0] > watching.EACH_STEP:
                    pause = min(pause, _after(step, plan.inputs.shape[0]))
                reached, sample, its_error = _train_watched(
                    plan, state, record, watch, one_bias, step, pause
                )
                if reached == step:  # at a breakpoint, or at the end, where it looked
                    looks = False
                    if watch.cells[watching.MET] >= 0:
                        reason = MET
                    continue
                step, error = reached, its_error
            state.step[0], cells[records.SAMPLE] = step, sample
            diverged = not error < math.inf

        ends_row = step % cells[records.ERRORS + records.SPAN] == 0
        with_total = ends_row and step % cells[records.TOTAL_EVERY] == 0
        checks = until >= 0.0 and step % check_every == 0
        measured, total = cells[records.UNFINISHED], math.nan
        cells[records.UNFINISHED] = 0
        if (with_total or checks) and not diverged:
            so_far = board.numbers[boards.SO_FAR] if measured > 0 else 0.0
            measured, total = _measure(plan, state, board, measured, so_far, math.inf)
            if measured < plan.inputs.shape[0]:
                cells[records.UNFINISHED], board.numbers[boards.SO_FAR] = measured, total
                reason = STOPPED
                continue
            records.note_total(record, step, total)

        if ends_row:
            records.close_errors(record, total if with_total else math.nan)
        if step % cells[records.KEYFRAMES + records.SPAN] == 0:
            records.close_keyframe(record, state.parameters)
        if watch is not None and watch.cells[watching.MET] >= 0:
            reason = MET
        elif diverged:
            reason = DIVERGED
        elif checks and total <= until:
            reason = LOW_ENOUGH
        elif step >= next_poll:
            next_poll = step + poll
            _answer(plan, state, record, board, step, cells[records.SAMPLE], error)
            if load(board.cells, boards.STOP) != 0:
                reason = STOPPED
    return reason, cells[records.SAMPLE], error
