"""Breakpoints stop a run where brute force says, whatever calls it is made in."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.record import ERRORS, KEYFRAMES, SPAN
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.outcome import Reason
from backprop_gui.training.run import Run
from tests.training.by_brute_force import BruteForce, Look, Stop, looks
from tests.training.conftest import make_xor

IN_ONE_CALL = (2**40,)


def stops_of(
    run: Run, end: int, calls: Iterable[int] = IN_ONE_CALL, is_interrupted: bool = False
) -> list[Stop]:
    """Where the run stops on the way to `end`, in calls of so many steps, over and over."""
    stops: list[Stop] = []
    reason = Reason.STOPPED
    for steps in itertools.cycle(calls):
        if run.step == end and reason is Reason.REACHED:
            return stops
        if is_interrupted:
            run.ask_to_stop()
        outcome = run.advance(min(run.step + steps, end))
        run.allow_to_run()
        reason = outcome.reason
        assert (outcome.breakpoint is not None) is (reason is Reason.MET)
        if outcome.breakpoint is not None and outcome.step is not None:
            stops.append((run.step, outcome.breakpoint, outcome.step))
    raise AssertionError


def watched(experiment: Experiment, breakpoints: Sequence[Breakpoint]) -> Run:
    run = Run(experiment)
    run.watch(breakpoints)
    return run


def make_experiment(
    sizes: tuple[int, ...],
    *,
    seed: int = 1,
    samples: int = 4,
    activations: Sequence[Activation] | None = None,
    order: SampleOrder = SampleOrder.IN_TURN,
    bias: BiasPolicy = BiasPolicy.PER_NEURON,
    rate: float = 0.5,
    scale: float = 1.0,
) -> Experiment:
    topology = Topology(sizes, tuple(activations or [Activation.LOGISTIC] * (len(sizes) - 1)))
    random = np.random.default_rng(seed)
    parameters = random.uniform(-scale, scale, topology.parameters)
    if bias is not BiasPolicy.PER_NEURON and (bias is BiasPolicy.SHARED or seed % 2):
        for layer in topology.layers:
            parameters[layer.biases : layer.end] = parameters[layer.biases]
    table = Samples(
        random.uniform(-1, 1, (samples, sizes[0])), random.uniform(0, 1, (samples, sizes[-1]))
    )
    training = TrainingSettings(rate, order, seed, bias)
    return Experiment(Network(topology, parameters), table, training)


def quantities(all_looks: Sequence[Look], condition: Condition, at: int | None) -> list[float]:
    """What a breakpoint of this kind compares with its value, at every look."""
    if condition is Condition.STEP:
        return [float(look.step) for look in all_looks]
    if condition in (Condition.ERROR_BELOW, Condition.ERROR_ABOVE):
        return [look.total for look in all_looks]
    if condition is Condition.PARAMETER_CROSSES:
        return [look.parameters[at or 0] for look in all_looks]
    if condition is Condition.OUTPUT_CROSSES:
        return [look.outputs[at or 0] for look in all_looks]
    if at is None:
        return [look.length for look in all_looks]
    return [abs(look.gradients[at]) for look in all_looks]


def value_among(numbers: list[float], place: float, is_exact: bool) -> float:
    """A value that some numbers are below and some above: one of them, or between two.

    Not one of them where the loop may round otherwise than the oracle.
    """
    finite = sorted({number for number in numbers if abs(number) < 1e150})
    if not finite:
        return 0.0
    at = min(int(place * len(finite)), len(finite) - 1)
    if is_exact:
        return finite[at]
    gaps = [
        (high + low) / 2
        for low, high in itertools.pairwise(finite)
        if high - low > 1e-9 * (abs(finite[0]) + abs(finite[-1]))
    ]
    return gaps[min(at, len(gaps) - 1)] if gaps else finite[-1] * 2 + 1


def breakpoint_among(
    all_looks: Sequence[Look],
    condition: Condition,
    at: float,
    place: float,
    sample: int | None,
    is_exact: bool,
) -> Breakpoint:
    """`at` and `place` from 0 to 1; a gradient's `at` of less than a half means all of it."""
    look = all_looks[0]
    if condition is Condition.NOT_FINITE:
        return Breakpoint(condition)
    if condition is Condition.OUTPUT_CROSSES:
        where = int(at * len(look.outputs))
        numbers = quantities(all_looks, condition, where)
        return Breakpoint(condition, value_among(numbers, place, is_exact), where, sample)
    if condition is Condition.PARAMETER_CROSSES:
        where = int(at * len(look.parameters))
        numbers = quantities(all_looks, condition, where)
        return Breakpoint(condition, value_among(numbers, place, is_exact), where)
    if condition is Condition.GRADIENT_ABOVE:
        one = None if at < 0.5 else int((2 * at - 1) * len(look.parameters))
        numbers = quantities(all_looks, condition, one)
        value = value_among(numbers, place, is_exact and one is not None)
        return Breakpoint(condition, value, one)
    numbers = quantities(all_looks, condition, None)
    return Breakpoint(condition, value_among(numbers, place, is_exact))


fractions = st.floats(0, 1, exclude_max=True)


@st.composite
def experiments(draw: st.DrawFn, sizes: st.SearchStrategy[tuple[int, ...]]) -> Experiment:
    shape = draw(sizes)
    layers = len(shape) - 1
    activations = draw(st.lists(st.sampled_from(Activation), min_size=layers, max_size=layers))
    experiment = make_experiment(
        shape,
        seed=draw(st.integers(0, 1000)),
        samples=draw(st.integers(1, 4)),
        activations=activations,
        order=draw(st.sampled_from(SampleOrder)),
        bias=draw(st.sampled_from(BiasPolicy)),
        rate=draw(st.sampled_from([0.0, 0.1, 0.5, 5.0, 1e6])),
        scale=draw(st.sampled_from([0.5, 3.0, 1e100])),
    )
    steps = sorted(draw(st.sets(st.integers(1, 30), max_size=3)))
    return replace(experiment, changes=tuple(draw(changes_at(step, experiment)) for step in steps))


@st.composite
def changes_at(draw: st.DrawFn, step: int, experiment: Experiment) -> Change:
    topology = experiment.network.topology
    other = make_experiment(topology.sizes, seed=step, samples=draw(st.integers(1, 5)))
    places = st.integers(0, topology.parameters - 1)
    values = st.dictionaries(places, st.floats(-2, 2), max_size=2)
    return Change(
        step,
        draw(st.none() | st.just(replace(experiment.training, learning_rate=0.3))),
        draw(st.none() | st.just(other.samples)),
        tuple(sorted(draw(values).items())),
    )


@st.composite
def breakpoints_among(
    draw: st.DrawFn, all_looks: Sequence[Look], is_exact: bool
) -> list[Breakpoint]:
    rows = st.tuples(
        st.sampled_from(Condition), fractions, fractions, st.none() | st.integers(0, 3)
    )
    chosen = draw(st.lists(rows, min_size=1, max_size=6))
    return [breakpoint_among(all_looks, *row, is_exact=is_exact) for row in chosen]


narrow = st.lists(st.integers(1, 4), min_size=2, max_size=4).map(tuple)
wide = st.sampled_from([(2, 17, 1), (20, 3), (2, 3, 18, 2)])
END = 40


@pytest.mark.compiled
@given(st.data())
@settings(max_examples=300)
def test_narrow_networks_stop_where_brute_force_says(data: st.DataObject) -> None:
    experiment = data.draw(experiments(narrow))
    all_looks = list(looks(experiment, END))
    breakpoints = data.draw(breakpoints_among(all_looks, is_exact=True))
    calls = data.draw(st.just(IN_ONE_CALL) | st.lists(st.integers(0, 9), min_size=1).filter(any))
    run = watched(experiment, breakpoints)
    found = stops_of(run, END, calls, is_interrupted=data.draw(st.booleans()))
    assert found == BruteForce(breakpoints).go(all_looks)
    fresh = Run(experiment)
    while fresh.step < END:
        fresh.advance(END)
    assert run.parameters.tobytes() == fresh.parameters.tobytes()


@pytest.mark.parametrize("seed", range(48))
def test_small_networks_at_random_stop_where_brute_force_says(seed: int) -> None:
    """As the test above, in short: with one breakpoint of each kind, and others at random."""
    random = np.random.default_rng(seed)
    layers, is_wild = int(random.integers(1, 4)), seed % 4 == 3
    experiment = make_experiment(
        tuple(random.integers(1, 5, layers + 1).tolist()),
        seed=seed,
        samples=int(random.integers(1, 4)),
        # In plain Python e^z raises an error where compiled it is infinite.
        activations=[list(Activation)[k] for k in random.integers(int(is_wild), 4, layers)],
        order=list(SampleOrder)[seed % 3],
        bias=list(BiasPolicy)[seed // 3 % 3],
        rate=1e6 if is_wild else 0.5,
        scale=[1.0, 1e100][seed % 8 == 7],
    )
    kinds, all_looks = list(Condition), list(looks(experiment, 10))
    breakpoints = [
        breakpoint_among(
            all_looks,
            condition,
            random.random(),
            random.random(),
            [None, 0, 1][random.integers(3)],
            is_exact=True,
        )
        for condition in (*Condition, *(kinds[k] for k in random.permutation(7)))
    ]
    calls = [IN_ONE_CALL, (1,), (3, 0, 1)][seed % 3]
    run = watched(experiment, breakpoints)
    if seed % 2 == 0:  # as after many steps, when a row of the record stands for several
        run.record.cells[[ERRORS + SPAN, KEYFRAMES + SPAN]] = 8
    assert stops_of(run, 10, calls) == BruteForce(breakpoints).go(all_looks)


def is_tame(all_looks: Sequence[Look]) -> bool:
    """Whether rounding stays rounding: nothing grows without end."""
    return max(look.total for look in all_looks) < 1e3


@pytest.mark.compiled
@given(st.data())
@settings(max_examples=60)
def test_wide_networks_stop_where_brute_force_says(data: st.DataObject) -> None:
    experiment = data.draw(experiments(wide))
    all_looks = list(looks(experiment, END))
    assume(is_tame(all_looks))
    breakpoints = data.draw(breakpoints_among(all_looks, is_exact=False))
    calls = data.draw(st.lists(st.integers(1, 50), min_size=1))
    found = stops_of(watched(experiment, breakpoints), END, calls)
    assert found == BruteForce(breakpoints).go(all_looks)


@pytest.mark.parametrize("condition", list(Condition))
def test_every_condition_is_met_at_some_step_and_not_at_once(condition: Condition) -> None:
    """So that the tests above are known to look at something."""
    is_wild = condition is Condition.NOT_FINITE  # its first weights overflow
    experiment = make_experiment(
        (2, 3, 2),
        activations=[Activation.RELU if is_wild else Activation.TANH, Activation.IDENTITY],
        rate=1e6 if is_wild else 0.2,
        order=SampleOrder.RANDOM,
    )
    all_looks = list(looks(experiment, END))
    place = breakpoint_among(all_looks, condition, 0.6, 0.5, None, True)
    found = stops_of(watched(experiment, [place]), END)
    assert found == BruteForce([place]).go(all_looks)
    assert found
    assert found[0][0] > 0


SAMPLES = 70  # more than are looked at in every step


@pytest.mark.compiled
@pytest.mark.parametrize("calls", [IN_ONE_CALL, (7,), (70, 35), (1, 500)])
@pytest.mark.parametrize("order", list(SampleOrder))
def test_the_total_error_of_many_samples_is_looked_at_once_an_epoch(
    calls: tuple[int, ...], order: SampleOrder
) -> None:
    experiment = make_experiment((2, 3, 1), samples=SAMPLES, order=order)
    other = make_experiment((2, 3, 1), samples=SAMPLES + 5, seed=3)
    changes = (Change(2 * SAMPLES, parameters=((1, 2.0),)), Change(300, samples=other.samples))
    experiment = replace(experiment, changes=changes)
    end = 10 * SAMPLES
    all_looks = list(looks(experiment, end))
    totals = [look.total for look in all_looks if look.is_epoch]
    breakpoints = [
        Breakpoint(Condition.ERROR_BELOW, value_among(totals, 0.3, True)),
        Breakpoint(Condition.PARAMETER_CROSSES, 1.0, at=1),
        Breakpoint(Condition.ERROR_ABOVE, value_among(totals, 0.7, True)),
    ]
    found = stops_of(watched(experiment, breakpoints), end, calls)
    assert found == BruteForce(breakpoints).go(all_looks)
    assert found


@pytest.mark.compiled
def test_a_total_error_in_which_it_must_stop_is_gone_on_with() -> None:
    experiment = make_experiment((2, 200, 1), samples=1500)
    totals = []
    by_hand = Run(experiment)
    for step in range(0, 6001, 1500):
        by_hand.advance(step)
        totals.append(by_hand.total_error())
    breakpoint = Breakpoint(Condition.ERROR_BELOW, sorted(totals)[2] + 1e-9)
    at_once = stops_of(watched(experiment, [breakpoint]), 6000)
    interrupted = stops_of(watched(experiment, [breakpoint]), 6000, is_interrupted=True)
    assert at_once == interrupted
    first = next(k for k, total in enumerate(totals) if total < breakpoint.value)
    assert at_once[0] == (1500 * first, 0, 1500 * first)


@pytest.mark.compiled
def test_the_record_is_the_same_with_breakpoints_and_without() -> None:
    experiment = make_xor()
    breakpoints = [
        Breakpoint(Condition.OUTPUT_CROSSES, 0.5, at=7, sample=1),
        Breakpoint(Condition.GRADIENT_ABOVE, 0.1),
        Breakpoint(Condition.ERROR_ABOVE, 0.55),
    ]
    run, fresh = watched(experiment, breakpoints), Run(experiment)
    assert stops_of(run, 10_000, (333, 1, 4000))
    fresh.advance(10_000)
    rows = int(fresh.record.cells[0])
    assert run.record.errors[:rows].tobytes() == fresh.record.errors[:rows].tobytes()
    assert run.record.cells.tolist() == fresh.record.cells.tolist()


def test_of_several_met_at_once_the_first_is_named_and_none_is_met_again() -> None:
    breakpoints = [Breakpoint(Condition.STEP, 9), *(Breakpoint(Condition.STEP, 5),) * 2]
    run = watched(make_xor(), breakpoints)
    assert stops_of(run, 20) == [(5, 1, 5), (9, 0, 9)]


def test_a_single_step_tells_at_once_what_it_leads_to() -> None:
    run = watched(make_xor(), [Breakpoint(Condition.STEP, 3)])
    assert run.advance(2).reason is Reason.REACHED
    outcome = run.advance(3)
    assert (outcome.reason, outcome.breakpoint, outcome.step) == (Reason.MET, 0, 3)
    assert math.isfinite(outcome.error)
    assert run.advance(4).reason is Reason.REACHED


def test_it_looks_at_a_state_after_the_change_that_belongs_to_it() -> None:
    experiment = make_xor()
    away = float(experiment.network.parameters[0]) + 100
    experiment = replace(experiment, changes=(Change(5, parameters=((0, away),)),))
    run = watched(experiment, [Breakpoint(Condition.PARAMETER_CROSSES, away - 50, at=0)])
    run.advance(4)
    outcome = run.advance(5)
    assert (outcome.reason, run.step, outcome.step) == (Reason.MET, 5, 5)
    assert math.isfinite(outcome.error)


def test_what_holds_already_when_it_is_set_is_not_met() -> None:
    run = Run(make_xor())
    run.advance(50)
    run.watch([Breakpoint(Condition.STEP, 20), Breakpoint(Condition.ERROR_ABOVE, 1e-9)])
    assert run.advance(200).reason is Reason.REACHED


def test_without_breakpoints_nothing_stops() -> None:
    run = watched(make_xor(), [Breakpoint(Condition.STEP, 20)])
    run.watch([])
    assert run.advance(200).reason is Reason.REACHED


def test_a_run_that_goes_back_meets_them_anew() -> None:
    run = watched(make_xor(), [Breakpoint(Condition.STEP, 200), Breakpoint(Condition.STEP, 3)])
    assert stops_of(run, 400) == [(3, 1, 3), (200, 0, 200)]
    run.go_back(100)
    assert stops_of(run, 400) == [(200, 0, 200)]


def test_an_edit_by_hand_of_the_present_state_is_no_crossing() -> None:
    experiment = make_xor()
    run = watched(experiment, [Breakpoint(Condition.PARAMETER_CROSSES, 50.0, at=0)])
    run.advance(10)
    run.take(replace(experiment, changes=(Change(10, parameters=((0, 100.0),)),)))
    assert run.advance(20).reason is Reason.REACHED


def test_what_a_run_makes_again_unwatched_is_not_stopped_at() -> None:
    run = watched(make_xor(), [Breakpoint(Condition.STEP, 20)])
    assert run.advance(50, is_watched=False).reason is Reason.REACHED
    replay = Run(run.experiment, is_recorded=False)
    replay.watch([Breakpoint(Condition.STEP, 20)])
    assert replay.repeat(run, 40).reason is Reason.REACHED


def test_numbers_that_are_not_finite_are_found_where_the_error_hides_them() -> None:
    """A logistic output is finite whatever comes in."""
    topology = Topology((1, 1, 1), (Activation.IDENTITY, Activation.LOGISTIC))
    parameters = np.array([1e200, 0.0, 1e200, 0.0])
    samples = Samples(np.array([[1e200]]), np.array([[0.0]]))
    experiment = Experiment(Network(topology, parameters), samples)
    run = watched(experiment, [Breakpoint(Condition.NOT_FINITE)])
    outcome = run.advance(5)
    assert (outcome.reason, outcome.step, run.step) == (Reason.MET, 0, 1)
    assert outcome.error == 0.5


def test_an_error_that_is_not_finite_is_met_before_it_is_said_to_diverge() -> None:
    topology = Topology((1, 1), (Activation.IDENTITY,))
    samples = Samples(np.array([[1e3]]), np.array([[1.0]]))
    network = Network(topology, np.array([1.0, 0.0]))
    experiment = Experiment(network, samples, TrainingSettings(10.0))
    run = watched(experiment, [Breakpoint(Condition.NOT_FINITE)])
    all_looks = list(looks(experiment, 60))
    first = next(look.step for look in all_looks if not look.is_finite)
    outcome = run.advance(10**9)
    assert (outcome.reason, outcome.step, run.step) == (Reason.MET, first, first + 1)
    while (outcome := run.advance(10**9)).reason is Reason.MET:
        pass
    assert outcome.reason is Reason.DIVERGED


def test_a_place_that_the_network_lacks_is_refused() -> None:
    run = Run(make_xor())
    for condition in (
        Condition.PARAMETER_CROSSES,
        Condition.OUTPUT_CROSSES,
        Condition.GRADIENT_ABOVE,
    ):
        with pytest.raises(IndexError):
            run.watch([Breakpoint(condition, 0.0, at=1000)])
