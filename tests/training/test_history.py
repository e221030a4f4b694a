"""The history of a run as curves: whole, bounded, and true to the run."""

import numpy as np
import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.history import History
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.training.tables import ROWS


def snapshot_of(run: Run) -> Snapshot:
    return Snapshot(
        run.experiment,
        run.step,
        run.parameters,
        total_error=run.total_error(),
        total_error_step=run.step,
    )


@pytest.mark.parametrize("steps", [0, 1, 2, 1023, 2048, 2049, 100_003])
def test_curves_begin_at_step_0_and_end_now(xor: Experiment, steps: int) -> None:
    run = Run(xor)
    history = History(run)
    run.note_total_error(run.total_error())
    run.advance(steps)
    now = snapshot_of(run)
    for curve in (
        history.errors(now).steps,
        history.states(now, np.arange(3)).steps,
        history.outputs(now, 2).steps,
    ):
        assert curve[0] == 0
        assert curve[-1] == steps
        assert np.all(np.diff(curve) > 0)
        assert len(curve) <= ROWS + 2


def test_no_spike_of_the_error_is_lost(xor: Experiment) -> None:
    run, by_hand = Run(xor), Run(xor)
    run.advance(30_000)
    errors = [by_hand.advance(step).error for step in range(1, 30_001)]
    curve = History(run).errors(snapshot_of(run))
    assert np.nanmax(curve.high) == max(errors)
    assert np.nanmin(curve.low) == min(errors)


def test_states_and_outputs_are_those_of_their_steps(xor: Experiment) -> None:
    run = Run(xor)
    run.advance(20_000)
    now, history = snapshot_of(run), History(run)
    states = history.states(now, np.arange(len(run.parameters)))
    outputs = history.outputs(now, 1)
    for row in (0, 1, 500, len(states.steps) - 1):
        fresh = Run(xor)
        fresh.advance(int(states.steps[row]))
        assert states.values[row].tobytes() == fresh.parameters.tobytes()
        weights = fresh.experiment.network.with_parameters(fresh.parameters)
        net = weights.weights(0) @ xor.samples.inputs[1] + weights.biases(0)
        np.testing.assert_allclose(outputs.values[row][2:7], 1 / (1 + np.exp(-net)), rtol=1e-14)


def test_reading_again_and_again_gives_what_reading_once_gives(xor: Experiment) -> None:
    run = Run(xor)
    often = History(run)
    for stop in (10, 2000, 2047, 2048, 5000, 70_000):
        run.advance(stop)
        often.errors(snapshot_of(run))
        often.states(snapshot_of(run), np.arange(4))
    now = snapshot_of(run)
    once = History(run)
    np.testing.assert_array_equal(often.errors(now).mean, once.errors(now).mean)
    columns = np.arange(4)
    np.testing.assert_array_equal(
        often.states(now, columns).values, once.states(now, columns).values
    )


def test_total_errors_of_the_rows_are_those_of_their_steps(tutorial: Experiment) -> None:
    run = Run(tutorial)
    run.note_total_error(run.total_error())
    run.advance(41)
    totals = History(run).errors(snapshot_of(run)).total
    assert totals[0] == 0.2983711087600027
    assert totals[1] == 0.29102777369359933
    assert round(totals[22], 9) == 0.137205276
