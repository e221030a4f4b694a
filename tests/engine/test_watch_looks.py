"""One look of each kind of breakpoint, by hand: what it notes, and whether it stops."""

import math
from dataclasses import dataclass

import numpy as np
import pytest

from backprop_gui.engine import watch as watching
from backprop_gui.engine.watch import Watch
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.watching import make_watch
from tests.engine.sights import SMALL, plan_of

pytestmark = pytest.mark.usefixtures("plain_python")

BELOW, ABOVE = Condition.ERROR_BELOW, Condition.ERROR_ABOVE
PARAMETER, OUTPUT = Condition.PARAMETER_CROSSES, Condition.OUTPUT_CROSSES
GRADIENT, STEP, WRONG = Condition.GRADIENT_ABOVE, Condition.STEP, Condition.NOT_FINITE

INF, NAN = math.inf, math.nan


@dataclass
class Sight:
    """All that a look may see: one input, one neuron of the identity, one sample."""

    step: int = 0
    sample: int = 0
    error: float = 0.0
    weight: float = 0.0
    bias: float = 0.0
    input: float = 0.0
    output: float = 0.0
    delta: float = 0.0


def look(watch: Watch, sight: Sight) -> tuple[bool, bool]:
    """Whether it stops before this step and after it."""
    plan = plan_of(SMALL, np.zeros((1, 1)), np.zeros((1, 1)))
    parameters, outputs = (
        np.array([sight.weight, sight.bias]),
        np.array([sight.input, sight.output]),
    )
    is_new = watching.has_new_step(watch, sight.step)
    before = watching.look_before(
        watch, plan, is_new, sight.step, 0, sight.sample, sight.error, parameters, outputs
    )
    deltas = np.array([0.0, sight.delta])
    after = watching.look_after(
        watch, plan, False, sight.step, sight.error, parameters, outputs, deltas
    )
    return bool(before), bool(after)


def met(breakpoint: Breakpoint, *sights: Sight) -> list[int]:
    """The sights at which it is met."""
    watch = make_watch(SMALL, [breakpoint])
    found = [any(look(watch, sight)) for sight in sights]
    return [place for place, stops in enumerate(found) if stops]


@pytest.mark.parametrize(
    ("value", "steps", "expected"),
    [
        (4.0, [2, 3, 4, 5], [2]),
        (4.5, [3, 4, 5, 6], [2]),
        (4.0, [4, 5], []),  # it held at the first look
        (4.0, [3, 5, 3, 4], [1, 3]),
    ],
)
def test_a_step_is_met_when_it_is_reached(
    value: float, steps: list[int], expected: list[int]
) -> None:
    assert met(Breakpoint(STEP, value), *(Sight(step=step) for step in steps)) == expected


@pytest.mark.parametrize(
    ("condition", "errors", "expected"),
    [
        (BELOW, [0.6, 0.5, 0.4, 0.3, 0.5, 0.2, 0.6, 0.1], [2, 5, 7]),
        (BELOW, [0.4, 0.3], []),
        (BELOW, [NAN, 0.4, NAN, INF, -INF], [1, 4]),
        (ABOVE, [0.4, 0.5, 0.6, 0.7, 0.5, 0.8, 0.1, 0.9], [2, 5, 7]),
        (ABOVE, [0.6, 0.7], []),
        (ABOVE, [0.4, NAN, INF, 0.4, INF], [1, 4]),
    ],
)
def test_an_error_is_met_beyond_its_value_and_not_at_it(
    condition: Condition, errors: list[float], expected: list[int]
) -> None:
    sights = [Sight(error=error) for error in errors]
    assert met(Breakpoint(condition, 0.5), *sights) == expected


CROSSINGS = [
    ([0.4, 0.5, 0.6, 0.7, 0.5, 0.4, 0.6], [2, 4, 6]),
    ([0.6, 0.7, 0.5, 0.4], [2]),
    ([0.4, INF, NAN, -INF], [1, 2]),
]


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(("values", "expected"), CROSSINGS)
def test_a_parameter_is_met_on_either_way_across_its_value(
    at: int, values: list[float], expected: list[int]
) -> None:
    other = 0.5  # on the value: it does not count
    pairs = [(value, other) if at == 0 else (other, value) for value in values]
    sights = [Sight(weight=weight, bias=bias) for weight, bias in pairs]
    assert met(Breakpoint(PARAMETER, 0.5, at), *sights) == expected


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(("values", "expected"), CROSSINGS)
def test_an_output_is_met_on_either_way_across_its_value(
    at: int, values: list[float], expected: list[int]
) -> None:
    pairs = [(value, 0.5) if at == 0 else (0.5, value) for value in values]
    sights = [Sight(input=put_in, output=put_out) for put_in, put_out in pairs]
    assert met(Breakpoint(OUTPUT, 0.5, at), *sights) == expected


def test_an_output_of_one_sample_is_looked_at_when_that_sample_comes() -> None:
    series = [(0, 0.0), (1, 0.0), (0, 1.0), (1, 1.0), (0, 0.0), (1, 0.0)]
    sights = [Sight(sample=sample, output=output) for sample, output in series]
    assert met(Breakpoint(OUTPUT, 0.5, 1, sample=0), *sights) == [2, 4]
    assert met(Breakpoint(OUTPUT, 0.5, 1, sample=1), *sights) == [3, 5]
    assert met(Breakpoint(OUTPUT, 0.5, 1), *sights) == [2, 4]


@pytest.mark.parametrize("at", [None, 0, 1])  # the length, the weight, the bias
def test_a_gradient_is_met_when_its_size_exceeds_the_value(at: int | None) -> None:
    put_in = 1.0 if at == 0 else 0.0  # so that each of them is the delta
    sizes = [0.4, 0.5, 0.6, -0.7, -0.5, -0.6, 0.3, NAN, 0.0, -INF]
    sights = [Sight(input=put_in, delta=size) for size in sizes]
    assert met(Breakpoint(GRADIENT, 0.5, at), *sights) == [2, 5, 7, 9]
    assert met(Breakpoint(GRADIENT, -0.5, at), *sights) == []  # it always holds


@pytest.mark.parametrize("name", ["error", "input", "output", "delta"])
@pytest.mark.parametrize("wrong", [NAN, INF])
def test_a_number_that_is_not_finite_is_met_wherever_it_is(name: str, wrong: float) -> None:
    bad = Sight()
    setattr(bad, name, wrong)
    sights = [Sight(), bad, bad, Sight(), Sight(delta=NAN)]
    assert met(Breakpoint(WRONG), *sights) == [1, 4]


def test_before_a_step_and_after_it_other_things_are_looked_at() -> None:
    calm = Sight()
    wild = Sight(step=9, error=9.0, weight=9.0, output=9.0)
    places = {PARAMETER: 0, OUTPUT: 1}
    for condition in (STEP, ABOVE, PARAMETER, OUTPUT):
        watch = make_watch(SMALL, [Breakpoint(condition, 5.0, places.get(condition))])
        assert look(watch, calm) == (False, False)
        assert look(watch, wild) == (True, False)
    for breakpoint in (Breakpoint(GRADIENT, 5.0), Breakpoint(GRADIENT, 5.0, 1), Breakpoint(WRONG)):
        watch = make_watch(SMALL, [breakpoint])
        assert look(watch, calm) == (False, False)
        assert look(watch, Sight(delta=INF)) == (False, True)


def test_of_several_the_first_that_was_given_is_named_with_the_step_it_is_about() -> None:
    watch = make_watch(
        SMALL,
        [
            Breakpoint(GRADIENT, 5.0, 1),
            Breakpoint(OUTPUT, 5.0, 1),
            Breakpoint(STEP, 7),
            Breakpoint(ABOVE, 5.0),
            Breakpoint(GRADIENT, 5.0),
            Breakpoint(PARAMETER, 5.0, 0),
            Breakpoint(STEP, 8),
        ],
    )
    names = []
    for sight in (
        Sight(step=6),
        Sight(step=7, error=9.0),
        Sight(step=8, error=9.0),
        Sight(step=8, error=9.0, weight=9.0),
        Sight(step=8, error=9.0, output=9.0),
        Sight(step=10, error=9.0, output=9.0, delta=9.0),
    ):
        watch.cells[[watching.MET, watching.ABOUT]] = -1
        stops = any(look(watch, sight))
        names.append(tuple(watch.cells[[watching.MET, watching.ABOUT]].tolist()))
        assert stops is (names[-1] != (-1, -1))
    assert names == [(-1, -1), (2, 7), (6, 8), (5, 8), (1, 8), (0, 10)]


def test_looking_twice_at_a_state_is_as_looking_once() -> None:
    watch = make_watch(
        SMALL, [Breakpoint(condition, 0.5) for condition in (BELOW, ABOVE, GRADIENT)]
    )
    look(watch, Sight(error=0.6, delta=0.6))
    truths = watch.truths.tolist()
    assert truths == [0, 1, 1]
    assert look(watch, Sight(error=0.6, delta=0.6)) == (False, False)
    assert watch.truths.tolist() == truths


def test_the_next_step_is_the_first_that_is_waited_for_and_not_yet_reached() -> None:
    breakpoints = [Breakpoint(STEP, value) for value in (30, 7, 12.5, 7)]
    watch = make_watch(SMALL, [*breakpoints, Breakpoint(ABOVE, 2.0)])
    found = [int(watching.next_step(watch, step)) for step in (0, 6, 7, 12, 13, 29)]
    assert found == [7, 7, 13, 13, 30, 30]
    far = 2**62
    assert [int(watching.next_step(watch, step)) for step in (30, 31)] == [far, far]
    assert watching.next_step(make_watch(SMALL, []), 5) == far


def test_a_step_is_new_when_a_breakpoint_for_one_has_another_truth_there() -> None:
    watch = make_watch(SMALL, [Breakpoint(STEP, 5), Breakpoint(STEP, 9), Breakpoint(ABOVE, 0.0)])
    assert watching.has_new_step(watch, 3)  # never looked
    look(watch, Sight(step=5))
    assert [watching.has_new_step(watch, step) for step in (4, 5, 8, 9)] == [
        True,
        False,
        False,
        True,
    ]
    assert not watching.has_new_step(make_watch(SMALL, [Breakpoint(ABOVE, 0.0)]), 3)


@pytest.mark.parametrize(
    ("condition", "waits"), [(BELOW, True), (ABOVE, True), (STEP, False), (PARAMETER, False)]
)
def test_a_total_error_is_waited_for_by_two_kinds(condition: Condition, waits: bool) -> None:
    assert watching.has_errors(make_watch(SMALL, [Breakpoint(condition, 1.0)])) == waits
