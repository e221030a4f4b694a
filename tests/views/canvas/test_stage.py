"""A stage of a step in the picture: what it concerns is lit, and deltas and old values are seen."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from backprop_gui.engine.tracer import trace_step
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.canvas.describe import spoken
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.canvas.picture import Frame, Picture
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.canvas.stage_marks import concerned
from backprop_gui.views.canvas.state import State


@pytest.fixture
def view(tutorial: Experiment) -> StageView:
    network, samples, training = tutorial.network, tutorial.samples, tutorial.training
    inputs, targets = samples.inputs[0], samples.targets[0]
    topology, parameters = network.topology, network.parameters
    trace = trace_step(topology, parameters, inputs, targets, training.learning_rate, training.bias)
    return StageView(topology, 0, 0, trace)


def picture_of(canvas: NetworkCanvas, view: StageView, stage: StageView | None) -> QImage:
    canvas.show_state(view.parameters, view.trace.outputs, view.trace.targets, stage=stage)
    return canvas.grab().toImage()


def test_every_stage_looks_different_and_leaving_it_brings_the_picture_back(
    canvas: NetworkCanvas, tutorial: Experiment, view: StageView
) -> None:
    canvas.show_experiment(tutorial)
    plain = picture_of(canvas, view, None)
    stages = [replace(view, done=done) for done in range(1, 5)]
    pictures = [picture_of(canvas, view, stage) for stage in stages]
    for at, one in enumerate(pictures):
        assert all(one != other for other in (plain, *pictures[:at]))
    assert picture_of(canvas, view, None) == plain


def test_the_edges_that_a_stage_concerns(view: StageView) -> None:
    picture = Picture(view.topology, Frame(900, 600, one_bias=True, character=7.0))
    wires = picture.wires
    names = {
        done: sorted(wires.at[concerned(replace(view, done=done), wires)].tolist())
        for done in range(5)
    }
    assert names[0] == names[1] == []
    assert names[2] == names[3] == [6, 7, 8, 9]  # deltas go back along them, then they change
    assert names[4] == [0, 1, 2, 3]


def test_what_a_stage_knows_is_said(view: StageView) -> None:
    stage = replace(view, done=3)
    state = State(stage.parameters, stage.trace.outputs, stage.trace.targets, stage=stage)
    neuron = spoken(view.topology, True, state, Spot(Part.NEURON, 2, 0))
    assert "delta 0.1384985" in neuron
    weight = spoken(view.topology, True, state, Spot(Part.WEIGHT, 2, 6))
    assert weight.endswith("0.35891647971788465, 0.4 before this stage")
    assert spoken(view.topology, True, state, Spot(Part.WEIGHT, 1, 0)).endswith("h1, 0.15")


def test_a_step_of_another_network_is_passed_over(
    canvas: NetworkCanvas, tutorial: Experiment, view: StageView
) -> None:
    canvas.show_experiment(tutorial)
    other = replace(view.topology, activations=tuple(reversed(view.topology.activations)))
    assert other == view.topology
    larger = replace(view, topology=replace(other, sizes=(2, 3, 2)), done=1)
    plain = picture_of(canvas, view, None)
    assert picture_of(canvas, view, larger) == plain
    assert np.array_equal(view.parameters, tutorial.network.parameters)
