"""The same online steps by others: NumPy, PyTorch, scikit-learn and FANN, each as a function that
makes so many more steps.

Samples come in turn, neurons are logistic, numbers float64, one sample a step. Who can leave the
biases as they are does, as the kernel and C do.
"""

import ctypes
import ctypes.util
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment

Advance = Callable[[int], None]

FANN_LOT = 256
"""Steps of one call of FANN: it makes none but whole lots."""


class MissingError(Exception):
    """A peer is not installed here; its text says what is missing."""


@dataclass(frozen=True)
class Learner:
    """`parameters` gives what was learned, where the peer makes exactly these steps."""

    advance: Advance
    parameters: Callable[[], Floats] | None = None


def numpy_learner(experiment: Experiment, rate: float) -> Learner:
    """A step of a few array operations a layer, as NumPy is usually written."""
    weights, biases = _matrices(experiment)
    inputs, targets = experiment.samples.inputs, experiment.samples.targets
    done = 0

    def step(sample: int) -> None:
        outputs = [inputs[sample]]
        for matrix, bias in zip(weights, biases, strict=True):
            outputs.append(1 / (1 + np.exp(-(outputs[-1] @ matrix + bias))))
        last = outputs[-1]
        delta = (last - targets[sample]) * last * (1 - last)
        for layer in reversed(range(len(weights))):
            before = outputs[layer]
            back = weights[layer] @ delta if layer else delta
            weights[layer] -= rate * np.outer(before, delta)
            delta = back * before * (1 - before) if layer else delta

    def advance(steps: int) -> None:
        nonlocal done
        for at in range(done, done + steps):
            step(at % len(inputs))
        done += steps

    return Learner(advance, lambda: _vector(weights, biases))


def torch_learner(experiment: Experiment, rate: float) -> Learner:
    """A step of autograd and SGD on one thread, which is its fastest at these sizes."""
    torch = _imported("torch", "PyTorch")
    torch.set_num_threads(1)
    weights, biases = ([torch.tensor(x) for x in part] for part in _matrices(experiment))
    for matrix in weights:
        matrix.requires_grad_()
    inputs = torch.tensor(experiment.samples.inputs)
    targets = torch.tensor(experiment.samples.targets)
    optimizer = torch.optim.SGD(weights, lr=rate)
    done = 0

    def advance(steps: int) -> None:
        nonlocal done
        for at in range(done, done + steps):
            sample = at % len(inputs)
            output = inputs[sample]
            for matrix, bias in zip(weights, biases, strict=True):
                output = torch.sigmoid(output @ matrix + bias)
            error = ((targets[sample] - output) ** 2).sum() / 2
            optimizer.zero_grad()
            error.backward()
            optimizer.step()
        done += steps

    return Learner(advance, lambda: _vector([each.detach().numpy() for each in weights], biases))


def sklearn_learner(experiment: Experiment, rate: float) -> Learner:
    """MLPRegressor in batches of one. Not quite the same steps: its outputs are linear, and its
    biases are trained."""
    neural_network = _imported("sklearn.neural_network", "scikit-learn")
    samples = experiment.samples
    regressor = neural_network.MLPRegressor(
        hidden_layer_sizes=experiment.network.topology.sizes[1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        batch_size=1,
        learning_rate_init=rate / 100,  # with linear outputs the rate of the others diverges
        shuffle=False,
        momentum=0.0,
        nesterovs_momentum=False,
        random_state=1,
    )

    def advance(steps: int) -> None:
        repeated = np.arange(steps) % len(samples)
        targets = samples.targets[repeated]
        one = targets.shape[1] == 1
        regressor.partial_fit(samples.inputs[repeated], targets[:, 0] if one else targets)

    return Learner(advance)


def fann_learner(experiment: Experiment, rate: float) -> Learner:
    """FANN's incremental training, its loop in C. Not quite the same steps: its biases are trained,
    and its slopes are taken at outputs kept within 0.01 and 0.99."""
    name = ctypes.util.find_library("doublefann")
    if name is None:
        raise MissingError("FANN (libfann-dev) is not installed")
    fann: Any = ctypes.CDLL(name)
    sizes = experiment.network.topology.sizes
    fann.fann_create_standard_array.restype = ctypes.c_void_p
    network = ctypes.c_void_p(
        fann.fann_create_standard_array(len(sizes), (ctypes.c_uint * len(sizes))(*sizes))
    )
    logistic, incremental, linear = 3, 0, 0  # FANN_SIGMOID, FANN_TRAIN_…, FANN_ERRORFUNC_LINEAR
    fann.fann_set_activation_function_hidden(network, logistic)
    fann.fann_set_activation_function_output(network, logistic)
    fann.fann_set_training_algorithm(network, incremental)
    fann.fann_set_train_error_function(network, linear)
    fann.fann_set_learning_rate(network, ctypes.c_float(rate))
    data = _fann_data(fann, experiment)

    def advance(steps: int) -> None:
        for _ in range(steps // FANN_LOT):
            fann.fann_train_epoch(network, data)

    return Learner(advance)


def _fann_data(fann: Any, experiment: Experiment) -> object:
    """The samples again and again, so that one call makes many steps."""
    inputs, targets = experiment.samples.inputs, experiment.samples.targets
    numbers = ctypes.POINTER(ctypes.c_double)
    kind = ctypes.CFUNCTYPE(None, *(ctypes.c_uint,) * 3, numbers, numbers)

    def fill(row: int, columns: int, outputs: int, into: Any, wanted: Any) -> None:
        np.ctypeslib.as_array(into, (columns,))[:] = inputs[row % len(inputs)]
        np.ctypeslib.as_array(wanted, (outputs,))[:] = targets[row % len(inputs)]

    fann.fann_create_train_from_callback.restype = ctypes.c_void_p
    columns, outputs = inputs.shape[1], targets.shape[1]
    return ctypes.c_void_p(
        fann.fann_create_train_from_callback(FANN_LOT, columns, outputs, kind(fill))
    )


def _imported(module: str, name: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise MissingError(f"{name} is not installed") from error


def _matrices(experiment: Experiment) -> tuple[list[Floats], list[Floats]]:
    """The weights [input][neuron] and the biases of each layer, as copies."""
    weights, biases = [], []
    parameters = experiment.network.parameters
    for layer in experiment.network.topology.layers:
        block = parameters[layer.weights : layer.biases]
        weights.append(block.reshape(layer.inputs, layer.neurons).copy())
        biases.append(parameters[layer.biases : layer.end].copy())
    return weights, biases


def _vector(weights: list[Any], biases: list[Any]) -> Floats:
    parts = [np.ravel(part) for pair in zip(weights, biases, strict=True) for part in pair]
    return np.concatenate(parts)
