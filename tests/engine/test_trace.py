"""The trace of a step is the training loop's own step, number by number."""

from dataclasses import fields, replace
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given, settings
from numba.core.dispatcher import Dispatcher

from backprop_gui.engine import evaluate, tracer
from backprop_gui.engine.choices import Activation, BiasPolicy
from backprop_gui.engine.topology import Floats
from backprop_gui.engine.trace import StepTrace
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.training.run import Run
from tests.engine import oracle
from tests.engine.learner import TUTORIAL, Definition, Learner, Task, random_task, same_bits
from tests.engine.test_exactness import narrow_tasks
from tests.engine.tracing import trace_of

POLICIES = list(BiasPolicy)
WIDE = [
    random_task(sizes, activation, scale=0.3, bias=policy)
    for sizes in [(3, 18, 2), (20, 17, 5, 3), (64, 32, 20)]
    for activation, policy in zip(Activation, cycle(POLICIES), strict=False)
]
NEURONS = ("nets", "outputs", "slopes", "error_by_output", "deltas")
VECTORS = ("parameters", "gradients", "updates", "new_parameters")


def arrays_of(trace: StepTrace) -> dict[str, Floats]:
    values = {field.name: getattr(trace, field.name) for field in fields(trace)}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


def layers_of(task: Task, numbers: Floats) -> list[list[float]]:
    """The numbers of the neurons, layer by layer, without the inputs'."""
    layers = task.topology.layers
    return [numbers[x.outputs_at : x.outputs_at + x.neurons].tolist() for x in layers]


def assert_close(one: Floats | float, other: Floats | float) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15)


# The tutorial


@pytest.mark.parametrize(
    ("quantity", "place", "printed"),
    [
        ("nets", 2, "0.3775"),
        ("nets", 4, "1.105905967"),
        ("outputs", 2, "0.593269992"),
        ("outputs", 3, "0.596884378"),
        ("outputs", 4, "0.75136507"),
        ("outputs", 5, "0.772928465"),
        ("errors", 0, "0.274811083"),
        ("errors", 1, "0.023560026"),
        ("error_by_output", 4, "0.74136507"),
        ("error_by_output", 2, "0.036350306"),
        ("slopes", 4, "0.186815602"),
        ("slopes", 2, "0.241300709"),
        ("deltas", 4, "0.138498562"),
        ("gradients", 6, "0.082167041"),
        ("gradients", 0, "0.000438568"),
        ("new_parameters", 6, "0.35891648"),
        ("new_parameters", 8, "0.408666186"),
        ("new_parameters", 7, "0.511301270"),
        ("new_parameters", 9, "0.561370121"),
        ("new_parameters", 0, "0.149780716"),
        ("new_parameters", 2, "0.19956143"),
        ("new_parameters", 1, "0.24975114"),
        ("new_parameters", 3, "0.29950229"),
    ],
)
def test_the_tutorials_first_step_has_the_figures_that_it_prints(
    quantity: str, place: int, printed: str
) -> None:
    number = arrays_of(trace_of(TUTORIAL))[quantity][place]
    digits = len(printed.partition(".")[2])
    assert f"{number:.{digits}f}" == printed


def test_the_tutorials_first_error_is_the_one_that_it_prints() -> None:
    assert f"{trace_of(TUTORIAL).error:.9f}" == "0.298371109"


# The training loop


@pytest.mark.compiled
@given(narrow_tasks())
@settings(max_examples=150)
def test_of_a_narrow_network_it_is_the_kernels_step_bit_for_bit(task: Task) -> None:
    kernel = Learner(task)
    _, sample, error = kernel.advance(1)
    trace = trace_of(task, sample)
    assert same_bits(trace.new_parameters, kernel.parameters)
    outputs = evaluate.outputs_of_samples(task.topology, task.parameters, task.inputs)
    assert same_bits(trace.outputs, outputs[sample])
    assert same_bits(np.array([trace.error]), np.array([error]))
    n = task.topology.inputs
    assert same_bits(trace.deltas[n:], kernel.state.deltas[n:])


@pytest.mark.compiled
@given(narrow_tasks())
@settings(max_examples=150)
def test_of_a_narrow_network_every_number_follows_from_the_others_bit_for_bit(task: Task) -> None:
    trace, topology = trace_of(task), task.topology
    activations = [layer.activation.value for layer in topology.layers]
    nets, outputs = layers_of(task, trace.nets), layers_of(task, trace.outputs)
    for activation, net, output in zip(activations, nets, outputs, strict=True):
        assert [oracle.phi(activation, z) for z in net] == output
    n = topology.inputs
    assert same_bits(trace.deltas[n:], (trace.error_by_output * trace.slopes)[n:])
    trained = np.ones(topology.parameters)
    for layer in topology.layers if task.bias is BiasPolicy.FIXED else ():
        trained[layer.biases : layer.end] = 0.0
    assert trace.updates.tolist() == (trained * (task.rate * trace.gradients)).tolist()
    assert same_bits(trace.new_parameters, trace.parameters - trace.updates)
    total = 0.0
    for error in trace.errors.tolist():
        total += error
    assert trace.error == total


@pytest.mark.compiled
@given(narrow_tasks())
@settings(max_examples=150)
def test_of_a_narrow_network_deltas_are_those_of_the_definition(task: Task) -> None:
    trace, definition = trace_of(task), Definition(task)
    network, sample = definition.network, definition.samples[0]
    network.outputs(sample.inputs)
    network.find_deltas(sample.targets)
    deltas = [[neuron.delta for neuron in layer] for layer in network.layers]
    assert layers_of(task, trace.deltas) == deltas


@pytest.mark.parametrize("policy", POLICIES)
def test_a_run_makes_the_same_step(policy: BiasPolicy) -> None:
    network = Network(TUTORIAL.topology, TUTORIAL.parameters)
    samples = Samples(TUTORIAL.inputs, TUTORIAL.targets)
    run = Run(Experiment(network, samples, TrainingSettings(bias=policy)))
    task = replace(TUTORIAL, bias=policy)
    for step in range(1, 20):
        trace = trace_of(replace(task, parameters=run.parameters))
        run.advance(step)
        assert same_bits(trace.new_parameters, run.parameters)


@pytest.mark.parametrize("task", WIDE)
def test_of_a_wide_network_it_is_the_kernels_step_but_for_rounding(task: Task) -> None:
    kernel = Learner(task)
    _, sample, error = kernel.advance(1)
    trace, n = trace_of(task, sample), task.topology.inputs
    outputs = evaluate.outputs_of_samples(task.topology, task.parameters, task.inputs)
    assert_close(trace.new_parameters, kernel.parameters)
    assert_close(trace.outputs, outputs[sample])
    assert_close(trace.deltas[n:], kernel.state.deltas[n:])
    assert_close(trace.error, error)
    assert_close(trace.parameters - trace.updates, trace.new_parameters)
    product = trace.error_by_output * trace.slopes
    assert_close(product[n:], trace.deltas[n:])


@pytest.mark.parametrize("sizes", [(2, 3, 4, 2), (2, 18, 3, 2)])
def test_deltas_are_from_the_weights_before_the_update(sizes: tuple[int, ...]) -> None:
    still = trace_of(random_task(sizes, rate=0.0))
    moved = trace_of(random_task(sizes, rate=100.0))
    assert same_bits(still.deltas, moved.deltas)
    assert same_bits(still.error_by_output, moved.error_by_output)
    assert same_bits(still.new_parameters, still.parameters)
    assert np.abs(moved.new_parameters - moved.parameters).max() > 0.1


# Biases


def biases_of(task: Task, vector: Floats) -> list[list[float]]:
    return [task.topology.biases(vector, layer).tolist() for layer in range(len(task.sizes) - 1)]


def test_a_bias_of_its_own_has_its_neurons_delta_for_a_gradient() -> None:
    task = random_task((2, 3, 2), bias=BiasPolicy.PER_NEURON)
    trace = trace_of(task)
    assert not trace.one_bias
    assert biases_of(task, trace.gradients) == layers_of(task, trace.deltas)


@pytest.mark.parametrize("policy", [BiasPolicy.SHARED, BiasPolicy.FIXED])
def test_one_bias_for_a_layer_has_the_sum_of_its_deltas_for_a_gradient(policy: BiasPolicy) -> None:
    task = random_task((2, 3, 2), bias=policy)
    trace = trace_of(task)
    assert trace.one_bias
    sums = [[float(np.sum(deltas))] * len(deltas) for deltas in layers_of(task, trace.deltas)]
    for gradients, expected in zip(biases_of(task, trace.gradients), sums, strict=True):
        assert gradients == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("layer", [0, 1])
def test_fixed_biases_that_differ_in_any_layer_have_gradients_of_their_own(layer: int) -> None:
    task = random_task((2, 3, 2))
    task.topology.biases(task.parameters, layer)[1] += 1.0
    trace = trace_of(task)
    assert not trace.one_bias
    assert biases_of(task, trace.gradients) == layers_of(task, trace.deltas)


def test_fixed_biases_have_gradients_but_are_not_updated() -> None:
    task = random_task((2, 3, 2))
    trace = trace_of(task)
    assert np.all(np.concatenate(biases_of(task, trace.gradients)) != 0.0)
    assert np.all(np.concatenate(biases_of(task, trace.updates)) == 0.0)
    assert biases_of(task, trace.new_parameters) == biases_of(task, task.parameters)


# The value


def test_input_neurons_have_outputs_alone() -> None:
    trace, n = trace_of(TUTORIAL), TUTORIAL.topology.inputs
    assert trace.outputs[:n].tolist() == TUTORIAL.inputs[0].tolist()
    for name in NEURONS:
        if name != "outputs":
            assert np.isnan(arrays_of(trace)[name][:n]).all()
            assert np.isfinite(arrays_of(trace)[name][n:]).all()


@pytest.mark.parametrize("sizes", [(2, 3, 2), (2, 18, 2)])
def test_its_arrays_are_read_only_and_have_their_layouts(sizes: tuple[int, ...]) -> None:
    task = random_task(sizes)
    arrays, topology = arrays_of(trace_of(task)), task.topology
    assert not any(array.flags.writeable for array in arrays.values())
    assert {arrays.pop(name).shape for name in NEURONS} == {(topology.neurons,)}
    assert {arrays.pop(name).shape for name in VECTORS} == {(topology.parameters,)}
    assert {array.shape for array in arrays.values()} == {(topology.outputs,)}


def test_it_neither_changes_what_it_is_given_nor_changes_with_it() -> None:
    task = random_task((2, 3, 2))
    given_arrays = task.parameters, task.inputs[0], task.targets[0]
    before = [array.copy() for array in given_arrays]
    trace = trace_of(task)
    kept = {name: array.copy() for name, array in arrays_of(trace).items()}
    for array, original in zip(given_arrays, before, strict=True):
        assert same_bits(array, original)
        array += 1.0
    for name, array in arrays_of(trace).items():
        assert same_bits(array, kept[name])


@pytest.mark.parametrize("lengths", [(11, 2, 2), (12, 1, 2), (12, 2, 1), (12, 2, 3)])
def test_vectors_that_do_not_fit_the_network_are_refused(lengths: tuple[int, ...]) -> None:
    parameters, inputs, targets = (np.zeros(length) for length in lengths)
    with pytest.raises(ValueError, match="numbers"):
        tracer.trace_step(
            TUTORIAL.topology, parameters, inputs, targets, 0.5, BiasPolicy.PER_NEURON
        )


# The source


@pytest.fixture
def plain_tracer(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[Task, StepTrace]:
    """A task and its compiled trace, with the tracer made plain Python after that."""
    compiled = trace_of(request.param)
    request.getfixturevalue("plain_python")
    for name, value in list(vars(tracer).items()):
        if isinstance(value, Dispatcher):
            monkeypatch.setattr(tracer, name, value.py_func)
    return request.param, compiled


@pytest.mark.parametrize(
    "plain_tracer",
    [
        random_task((2, 5, 3, 1), activation, bias=policy)
        for activation, policy in zip(Activation, cycle(POLICIES), strict=False)
    ],
    indirect=True,
)
def test_compiled_it_is_bit_for_bit_its_source(plain_tracer: tuple[Task, StepTrace]) -> None:
    task, compiled = plain_tracer
    plain = trace_of(task)
    assert (plain.error, plain.one_bias) == (compiled.error, compiled.one_bias)
    for name, array in arrays_of(plain).items():
        assert same_bits(array, arrays_of(compiled)[name])
