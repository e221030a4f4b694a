"""The errors of single samples over a run: true, bounded in work, and kept when rows merge."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backprop_gui.engine import sample_errors
from backprop_gui.engine.evaluate import outputs_of_samples
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.training import sample_reader
from backprop_gui.training.history import History
from backprop_gui.training.run import Run
from backprop_gui.training.sample_curves import SampleCurves
from backprop_gui.training.sample_reader import SampleReader
from backprop_gui.training.snapshot import Snapshot


def now(run: Run) -> Snapshot:
    return Snapshot(run.experiment, run.step, run.parameters)


def complete(reader: SampleReader, run: Run) -> SampleCurves:
    for _ in range(100_000):
        curves = reader.read(now(run))
        if not curves.missing:
            return curves
    raise AssertionError("it never ends")


def by_hand(experiment: Experiment, step: float) -> tuple[Floats, float]:
    """The errors after a step, and the percentage that is on the right side of a half."""
    run = Run(experiment, is_recorded=False)
    run.advance(int(step))
    topology, samples = experiment.network.topology, experiment.samples
    outputs = outputs_of_samples(topology, run.parameters, samples.inputs)[:, -1:]
    right = (outputs > 0.5) == (samples.targets > 0.5)
    return ((samples.targets - outputs) ** 2 / 2).sum(axis=1), 100 * float(right.mean())


def with_samples(experiment: Experiment, count: int) -> Experiment:
    random = np.random.default_rng(5)
    inputs = random.uniform(0, 1, (count, 2))
    targets = (inputs.sum(axis=1, keepdims=True) > 1).astype(np.float64)
    return replace(experiment, samples=Samples(inputs, targets))


@pytest.mark.parametrize("steps", [0, 1, 700, 5000])
def test_each_sample_has_its_errors_from_step_0_to_now(xor: Experiment, steps: int) -> None:
    run = Run(xor)
    run.advance(steps)
    curves = complete(SampleReader(run, xor.samples), run)
    assert curves.errors.shape == (len(curves.steps), 4)
    assert (curves.steps[0], curves.steps[-1]) == (0, steps)
    assert (np.diff(curves.steps) > 0).all()
    for row in {0, len(curves.steps) // 2, len(curves.steps) - 1}:
        errors, right = by_hand(xor, curves.steps[row])
        assert curves.errors[row] == pytest.approx(errors, rel=1e-12)
        assert curves.right[row] == right


def test_reading_while_rows_merge_gives_what_reading_once_gives(xor: Experiment) -> None:
    run = Run(xor)
    often = SampleReader(run, xor.samples)
    for stop in (10, 2000, 2047, 2048, 5000, 70_000):
        run.advance(stop)
        often.read(now(run))
    found, once = complete(often, run), complete(SampleReader(run, xor.samples), run)
    assert found.steps.tolist() == once.steps.tolist()
    assert found.errors.tolist() == once.errors.tolist()


def test_what_is_merged_is_not_measured_again(
    xor: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(xor)
    run.advance(2047)
    reader = SampleReader(run, xor.samples)
    complete(reader, run)
    run.advance(2048)
    measured: list[int] = []

    def measure(*args: Any) -> None:
        measured.append(len(args[2]))
        sample_errors.measure(*args)

    monkeypatch.setattr(sample_reader, "measure", measure)
    complete(reader, run)
    assert sum(measured) <= 2  # the last keyframe, and the present


def test_after_going_back_nothing_of_the_other_future_is_left(xor: Experiment) -> None:
    run = Run(xor)
    run.advance(3000)
    reader = SampleReader(run, xor.samples)
    complete(reader, run)
    run.go_back(1000)
    run.advance(1200)
    curves = complete(reader, run)
    assert curves.steps[-1] == 1200
    assert curves.errors[-1] == pytest.approx(by_hand(xor, 1200)[0], rel=1e-12)


def test_of_many_samples_the_spread_is_known(xor: Experiment) -> None:
    many = with_samples(xor, 101)
    run = Run(many)
    run.advance(300)
    curves = complete(SampleReader(run, many.samples), run)
    errors = np.sort(by_hand(many, 300)[0])
    assert curves.count == 101
    assert curves.errors[-1] == pytest.approx(errors[[10, 50, 90, 100]], rel=1e-12)


def test_little_work_at_once_ends_at_the_same_and_begins_coarsely(xor: Experiment) -> None:
    many = with_samples(xor, 50)
    run = Run(many)
    run.advance(1000)
    whole = complete(SampleReader(run, many.samples), run)
    for work in (500, 20_000):  # less than a keyframe, and a few of them
        little = SampleReader(run, many.samples, work)
        first = little.read(now(run))
        while not len(first.steps):
            first = little.read(now(run))
        assert first.missing > 500
        assert 512 in first.steps
        found = complete(little, run)
        some = np.isin(whole.steps, found.steps)
        assert found.errors.tolist() == whole.errors[some].tolist()
        assert found.right.tolist() == whole.right[some].tolist()
        assert len(found.steps) >= 1000


def test_where_it_would_take_long_only_some_keyframes_are_measured(
    xor: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(xor)
    run.advance(1024)
    monkeypatch.setattr(sample_reader, "_MOST_WORK", 1)
    curves = complete(SampleReader(run, xor.samples), run)
    assert curves.steps.tolist() == list(range(0, 1025, 32))


def test_the_history_measures_the_samples_in_force(xor: Experiment) -> None:
    run = Run(xor)
    run.advance(10)
    curves = History(run).samples(now(run))
    assert curves.errors[-1] == pytest.approx(by_hand(xor, 10)[0], rel=1e-12)
