"""What pictures of a run show is what its keyframes hold, however often it was read before."""

import numpy as np
import pytest

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.heat import Heat
from backprop_gui.training.heat_wish import HeatWish, SpreadWish
from backprop_gui.training.history import History
from backprop_gui.training.reach import reach, still_fits
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Snapshot, StateCurves
from backprop_gui.training.spread import BINS, Spread

ALL = np.arange(21)  # parameters of the 2-5-1 network
STOPS = (0, 10, 2000, 2047, 2048, 5000, 70_000)


def now(run: Run) -> Snapshot:
    return Snapshot(run.experiment, run.step, run.parameters)


def assert_shows(heat: Heat, states: StateCurves) -> None:
    """Compares with all the parameters, as they were at the same steps."""
    wish = heat.wish
    assert heat.steps.tolist() == states.steps.tolist()
    values = states.values - states.values[0] if wish.change else states.values
    parts = np.split(values[:, wish.order], wish.ends[:-1], axis=1)
    for band, part in enumerate(parts):
        largest = np.abs(part).argmax(axis=1)
        assert heat.values[:, band].tolist() == part[np.arange(len(part)), largest].tolist()
        first = 0 if band == 0 else int(wish.ends[band - 1])
        assert heat.places[:, band].tolist() == (largest + first).tolist()
    assert heat.largest == np.abs(values[:, wish.order]).max()


@pytest.mark.parametrize("change", [False, True])
@pytest.mark.parametrize("bands", [21, 4])
def test_heat_is_that_of_all_keyframes_and_of_now(
    xor: Experiment, change: bool, bands: int
) -> None:
    run = Run(xor)
    history = History(run)
    wish = HeatWish(np.random.default_rng(2).permutation(21), bands, change)
    for stop in STOPS:
        run.advance(stop)
        assert_shows(history.heat(now(run), wish), history.states(now(run), ALL))


def test_heat_goes_back_with_the_run(xor: Experiment) -> None:
    run = Run(xor)
    history, wish = History(run), HeatWish(ALL, 5, change=False)
    run.advance(9000)
    history.heat(now(run), wish)
    for back, on in ((4000, 6000), (0, 300), (300, 8000)):
        run.go_back(back)
        run.advance(on)
        assert_shows(history.heat(now(run), wish), history.states(now(run), ALL))


def test_heat_of_outputs_is_that_of_each_row(xor: Experiment) -> None:
    run = Run(xor)
    history = History(run)
    run.advance(500)
    outputs = history.outputs(now(run), 1)
    wish = HeatWish(np.array([7, 2, 3, 4]), 2, change=False)
    assert_shows(history.output_heat(outputs, wish), outputs)


@pytest.mark.parametrize("change", [False, True])
@pytest.mark.parametrize("layer", [0, 1])
def test_the_spread_is_that_of_a_layers_weights(xor: Experiment, change: bool, layer: int) -> None:
    run = Run(xor)
    history = History(run)
    topology = xor.network.topology
    for stop in STOPS:
        run.advance(stop)
        spread = history.spread(now(run), SpreadWish(layer, change))
        states = history.states(now(run), ALL)
        assert spread.steps.tolist() == states.steps.tolist()
        base = states.values[0] if change else np.zeros(21)
        for row in (0, len(states.steps) // 2, len(states.steps) - 1):
            weights = [topology.weights(states.values[row] - base, at) for at in range(2)]
            norms = [np.linalg.norm(each) for each in weights]
            np.testing.assert_allclose(spread.norms[row], norms, rtol=1e-12)
            assert_counts(spread, row, weights[layer].ravel())


def assert_counts(spread: Spread, row: int, weights: np.ndarray) -> None:
    edges = np.linspace(-spread.reach, spread.reach, BINS + 1)
    counts, _ = np.histogram(weights, edges)
    found = spread.counts[row]
    assert found.sum() == weights.size, "every weight lies within the reach"
    # A value on an edge may be counted on either side of it.
    assert np.abs(np.cumsum(found) - np.cumsum(counts)).max() <= 1


def test_the_reach_of_a_histogram_fits_the_weights(xor: Experiment) -> None:
    run = Run(xor)
    history = History(run)
    for stop in STOPS:
        run.advance(stop)
        spread = history.spread(now(run), SpreadWish(0, change=False))
        states = history.states(now(run), np.arange(10)).values
        assert 0.3 * spread.reach <= np.abs(states).max() <= spread.reach


@pytest.mark.parametrize(
    ("largest", "end"),
    [(0.0, 1.0), (0.7, 0.8), (1.0, 1.0), (1.01, 1.2), (0.29, 0.3), (61, 80), (9e-5, 1e-4)],
)
def test_a_reach_is_a_round_number_not_below(largest: float, end: float) -> None:
    assert reach(largest) == end
    assert reach(float("inf")) == reach(float("nan")) == 1.0


def test_a_reach_stays_while_values_are_neither_larger_nor_very_small() -> None:
    assert still_fits(0.4, 1.0)
    assert still_fits(1.0, 1.0)
    assert not still_fits(1.1, 1.0)
    assert not still_fits(0.2, 1.0)
    assert still_fits(0.0, 1.0)
