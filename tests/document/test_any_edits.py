"""Whatever is edited, undone, saved and loaded, in whatever order: the document stays right.

Written out, after every step:
- undo and redo give back the very value that was there before;
- a saved file reads back equal, bit for bit;
- the shapes of network and samples always fit;
- the document is modified exactly when it is not where it was saved.
"""

import inspect
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from shiboken6 import delete

from backprop_gui.document.document import Document
from backprop_gui.document.edit import Edit
from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment import edits
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.from_here_on import from_here_on
from backprop_gui.experiment.initialise import He, Normal, Uniform, Xavier, redraw
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import MOST_RATE, MOST_SEED, TrainingSettings
from backprop_gui.files.experiment_file import read_experiment
from tests.experiment.strategies import SPECIAL, numbered, numbers

Change = Callable[[Experiment], Experiment]
MOST_NEURONS = 5

seeds = st.integers(0, 2**32 - 1)
parts = st.floats(0, 1, exclude_max=True)  # of a range, for a choice that depends on the document
activations = st.sampled_from(Activation)


def values(seed: int, count: int) -> Floats:
    """Numbers of every kind, as functions of the seed."""
    random = np.random.default_rng(seed)
    special = random.choice(SPECIAL, size=count)
    return np.where(random.random(count) < 0.3, special, random.normal(size=count))


def pick(part: float, count: int) -> int:
    return int(part * count)


class Editing(RuleBasedStateMachine):
    """`states` are the values that undo and redo lead through, as a list says it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="backprop-lab-edits-"))
        self.document = Document(numbered((2, 2, 1)), "Any")
        self.refusals: list[str] = []
        self.document.editRefused.connect(self.refusals.append)
        self.saved: Experiment | None = None
        self.step, self.seed = 0, 0  # where the run stands, and what its parameters come from
        self.begin_anew()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)
        delete(self.document)  # now: thousands of undo commands are much for the collector

    def begin_anew(self) -> None:
        self.states = [self.document.experiment]
        self.keys = [""]  # with which each state was reached
        self.at: int = 0
        self.clean: int | None = 0

    @property
    def present(self) -> Experiment:
        return self.document.experiment

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.present.network.topology.sizes

    def edit(self, change: Change, key: str = "") -> None:
        if self.step > 0:
            state = values(self.seed, self.present.network.topology.parameters)
            change = partial(from_here_on, change=change, step=self.step, parameters=state)
        before, refused = self.present, len(self.refusals)
        try:
            after = change(before)
        except ExperimentError:
            self.document.apply(Edit("an edit", change, key))
            assert len(self.refusals) == refused + 1
            assert self.present is before
            return
        self.document.apply(Edit("an edit", change, key))
        assert len(self.refusals) == refused
        assert self.present == after
        if after == before:
            assert self.present is before
        else:
            self.expect(key)

    def expect(self, key: str) -> None:
        """The present value as one more state, or in place of the last of the same drag."""
        del self.states[self.at + 1 :], self.keys[self.at + 1 :]
        if self.clean is not None and self.clean > self.at:
            self.clean = None
        if key and key == self.keys[self.at] and self.clean != self.at:
            del self.states[self.at], self.keys[self.at]
            self.at -= 1
            if self.states[self.at] == self.present:  # the drag was taken back
                return
        self.states.append(self.present)
        self.keys.append(key)
        self.at += 1

    # Every edit there is, at the beginning of a run and during it

    @rule(step=st.integers(0, 3), seed=seeds)
    def run_to(self, step: int, seed: int) -> None:
        self.step, self.seed = step, seed

    @rule(part=parts, value=numbers | st.sampled_from([float("nan"), float("inf")]))
    def with_parameter(self, part: float, value: float) -> None:
        at = pick(part, self.present.network.topology.parameters)
        self.edit(partial(edits.with_parameter, at=at, value=value))

    @rule(part=parts, key=st.sampled_from("ab"), path=st.lists(numbers, min_size=1, max_size=4))
    def drag(self, part: float, key: str, path: list[float]) -> None:
        at = pick(part, self.present.network.topology.parameters)
        for value in path:
            self.edit(partial(edits.with_parameter, at=at, value=value), f"{key}{at}")

    @rule(part=parts, value=numbers)
    def drag_and_take_back(self, part: float, value: float) -> None:
        at = pick(part, self.present.network.topology.parameters)
        before = self.present.network.parameters
        self.edit(partial(edits.with_parameter, at=at, value=value), "there and back")
        self.edit(partial(edits.with_parameters, parameters=before), "there and back")

    @rule(part=parts, path=st.lists(numbers, min_size=1, max_size=3))
    def drag_and_escape(self, part: float, path: list[float]) -> None:
        at, before = pick(part, self.present.network.topology.parameters), self.present
        for value in path:
            self.edit(partial(edits.with_parameter, at=at, value=value), "escaped")
        self.document.take_back("escaped")
        if self.keys[self.at] == "escaped":
            del self.states[self.at], self.keys[self.at]
            self.at -= 1
        assert self.present is before

    @rule(seed=seeds, more=st.sampled_from([0, 0, 0, 1]))
    def with_parameters(self, seed: int, more: int) -> None:
        count = self.present.network.topology.parameters + more
        self.edit(partial(edits.with_parameters, parameters=values(seed, count)))

    @rule(shape=st.lists(st.integers(1, 4), min_size=2, max_size=4).map(tuple), seed=seeds)
    def with_network(self, shape: tuple[int, ...], seed: int) -> None:
        network = numbered(shape).network
        network = network.with_parameters(values(seed, network.topology.parameters))
        self.edit(partial(edits.with_network, network=network))

    @rule(count=st.integers(1, 4), seed=seeds, more=st.sampled_from([0, 0, 0, 1]))
    def with_samples(self, count: int, seed: int, more: int) -> None:
        inputs, targets = self.sizes[0] + more, self.sizes[-1]
        table = values(seed, count * (inputs + targets)).reshape(count, -1)
        samples = Samples(table[:, :inputs], table[:, inputs:])
        self.edit(partial(edits.with_samples, samples=samples))

    @rule(
        rate=st.floats(0, MOST_RATE),
        order=st.sampled_from(SampleOrder),
        seed=st.integers(0, MOST_SEED),
        bias=st.sampled_from(BiasPolicy),
    )
    def with_training(self, rate: float, order: SampleOrder, seed: int, bias: BiasPolicy) -> None:
        self.edit(partial(edits.with_training, training=TrainingSettings(rate, order, seed, bias)))

    @rule(part=parts, activation=activations)
    def with_activation(self, part: float, activation: Activation) -> None:
        layer = pick(part, len(self.sizes))
        self.edit(partial(edits.with_activation, layer=layer, activation=activation))

    @rule(part=parts, count=st.integers(0, MOST_NEURONS), seed=seeds)
    def with_neurons(self, part: float, count: int, seed: int) -> None:
        layer = pick(part, len(self.sizes))
        fill = partial(values, seed)
        self.edit(partial(edits.with_neurons, layer=layer, count=count, fill=fill))

    @rule(part=parts, which=parts)
    def without_neuron(self, part: float, which: float) -> None:
        layer = pick(part, len(self.sizes))
        neuron = pick(which, self.sizes[layer])
        self.edit(partial(edits.without_neuron, layer=layer, neuron=neuron))

    @precondition(lambda self: len(self.sizes) < 6)
    @rule(part=parts, count=st.integers(0, 3), activation=activations, seed=seeds)
    def with_layer(self, part: float, count: int, activation: Activation, seed: int) -> None:
        layer = pick(part, len(self.sizes) + 1)
        self.edit(
            partial(
                edits.with_layer,
                layer=layer,
                count=count,
                activation=activation,
                fill=partial(values, seed),
            )
        )

    @rule(part=parts, seed=seeds)
    def without_layer(self, part: float, seed: int) -> None:
        layer = pick(part, len(self.sizes))
        self.edit(partial(edits.without_layer, layer=layer, fill=partial(values, seed)))

    @rule(
        kind=st.sampled_from([Uniform(), Normal(), Xavier(), He()]),
        layers=st.sets(st.integers(1, 6)),
        biases=st.booleans(),
    )
    def redraw(self, kind: Uniform | Normal | Xavier | He, layers: set[int], biases: bool) -> None:
        self.edit(partial(redraw, initialiser=kind, layers=layers, biases=biases))

    # Undo and redo, as often as the person likes

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(min(times, self.at)):
            assert self.document.undo_stack.canUndo()
            self.document.undo_stack.undo()
            self.at -= 1
            assert_same_bits(self.present, self.states[self.at])

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(min(times, len(self.states) - 1 - self.at)):
            assert self.document.undo_stack.canRedo()
            self.document.undo_stack.redo()
            self.at += 1
            assert_same_bits(self.present, self.states[self.at])

    # To and from files

    @rule(name=st.sampled_from(["a.json", "b.json"]))
    def save(self, name: str) -> None:
        path = self.folder / name
        self.document.save(path)
        assert self.document.path == path
        assert_same_bits(read_experiment(path), self.present)
        self.clean, self.saved = self.at, self.present

    @precondition(lambda self: self.saved is not None)
    @rule()
    def load(self) -> None:
        assert self.saved is not None
        assert self.document.path is not None
        self.document.open(self.document.path)
        assert_same_bits(self.present, self.saved)
        self.begin_anew()

    @rule()
    def undo_back_to_what_was_saved(self) -> None:
        if self.clean is not None:
            self.document.undo_stack.setIndex(self.clean)
            self.at = self.clean
            assert not self.document.is_modified

    # What always holds

    @invariant()
    def the_value_is_the_one_that_was_reached(self) -> None:
        assert_same_bits(self.present, self.states[self.at])
        assert self.document.undo_stack.canUndo() == (self.at > 0)
        assert self.document.undo_stack.canRedo() == (self.at < len(self.states) - 1)

    @invariant()
    def it_is_modified_exactly_when_it_is_not_where_it_was_saved(self) -> None:
        assert self.document.is_modified == (self.at != self.clean)
        if not self.document.is_modified and self.saved is not None:
            assert self.present == self.saved

    @invariant()
    def the_shapes_fit(self) -> None:
        network, samples = self.present.network, self.present.samples
        sizes = network.topology.sizes
        assert min(sizes) >= 1
        assert len(network.topology.activations) == len(sizes) - 1
        assert network.parameters.shape == (sum((a + 1) * b for a, b in pairwise(sizes)),)
        for layer, (before, after) in enumerate(pairwise(sizes)):
            assert network.weights(layer).shape == (after, before)
            assert network.biases(layer).shape == (after,)
        assert samples.inputs.shape == (len(samples), sizes[0])
        assert samples.targets.shape == (len(samples), sizes[-1])
        for table in (network.parameters, samples.inputs, samples.targets):
            assert np.isfinite(table).all()
            assert not table.flags.writeable


def assert_same_bits(one: Experiment, other: Experiment) -> None:
    assert one.network.topology == other.network.topology
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    assert one.samples.inputs.tobytes() == other.samples.inputs.tobytes()
    assert one.samples.targets.tobytes() == other.samples.targets.tobytes()
    assert one.samples.inputs.shape == other.samples.inputs.shape
    assert one == other


def test_every_edit_there_is_is_tried() -> None:
    every = {
        name
        for name, function in inspect.getmembers(edits, inspect.isfunction)
        if function.__module__ == edits.__name__
        and not name.startswith("_")
        and inspect.signature(function).return_annotation is Experiment
    }
    assert every
    assert every <= set(vars(Editing))


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("qapp")
def test_any_edits_in_any_order_leave_the_document_right() -> None:
    runs = 500 if os.getenv("CI") else 50
    run_state_machine_as_test(Editing, settings=settings(max_examples=runs, stateful_step_count=50))
