"""The benchmark compares what does the same job, and says what it found. No time is judged."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks import breakpoints
from tests.benchmarks import kernel as benchmark

pytestmark = pytest.mark.compiled

AT_ONCE = benchmark.Effort(1e-4, 1e-4)


@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 20, 4, 2)])
def test_c_learns_the_same_as_the_kernel(sizes: tuple[int, ...]) -> None:
    experiment = benchmark.experiment_of(sizes)
    advance, parameters = benchmark.kernel_learner(experiment)
    advance(2000)
    with benchmark.c_programs() as programs:
        assert set(programs) == {"C fast", "C strict"}
        for program in programs.values():
            advance, learned = program.learner(experiment)
            advance(2000)
            np.testing.assert_allclose(learned, parameters(), rtol=1e-9)


def test_without_gcc_c_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(benchmark, "SHAPES", [(2, 2, 2)])
    monkeypatch.setattr(benchmark, "QUICK", AT_ONCE)
    file = tmp_path / "figures.json"
    assert benchmark.main(["--quick", "--json", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "no gcc" in printed
    assert "against C" not in printed
    figures = json.loads(file.read_text())
    (shape,) = figures["shapes"]
    assert (shape["shape"], shape["c_fast"]) == ("2-2-2", None)
    assert math.isfinite(figures["summary"]["against_python"])


def test_the_summary_says_which_goals_are_met() -> None:
    results = [
        benchmark.Result("2-2-2", kernel=1.0, c_fast=0.5, c_strict=1.0, python=100.0),
        benchmark.Result("9-9", kernel=1.0, c_fast=2.0, c_strict=2.0, python=None),
    ]
    mean, least, python = benchmark.verdicts(benchmark.summary_of(results))
    assert mean == "geometric mean against C fast: 1 (goal: at least 0.9, met)"
    assert least == "least against C fast: 0.5 (goal: at least 0.65, NOT met)"
    assert python == "2-2-2 against plain Python: 100 (goal: at least 75, met)"


def test_breakpoints_are_compared_with_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # At rest, or some breakpoint is met once the machine has time for enough steps.
    experiment = breakpoints.at_rest(benchmark.experiment_of((2, 3, 1)))
    monkeypatch.setattr(breakpoints, "experiments", lambda: {"2-3-1": experiment})
    monkeypatch.setattr(breakpoints, "EFFORT", AT_ONCE)
    assert breakpoints.main(["--quick", "--each"]) == 0
    head, row, *goals = capsys.readouterr().out.splitlines()
    assert "not finite" in head
    assert row.split()[0] == "2-3-1"
    assert len(goals) == 2
