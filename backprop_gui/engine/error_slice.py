"""The error along one weight or bias, all else kept: a slice of the error surface. Loads Numba."""

from backprop_gui.engine.chain import paths
from backprop_gui.engine.evaluate import error_of_samples
from backprop_gui.engine.forecast import Point
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.engine.trace import StepTrace
from backprop_gui.engine.tracer import trace_step

_MOST_WORK = 1_000_000  # some ten milliseconds for the gradient of a total error
_PER_SAMPLE = 2_000  # what a trace costs besides its parameters, in the same unit


def is_cheap(topology: Topology, samples: int) -> bool:
    """Whether the total error and its gradient are known so quickly that nobody waits."""
    return samples * (topology.parameters + _PER_SAMPLE) <= _MOST_WORK


class ErrorSlice:
    """The error of the trace's sample, or of all `samples`, as a function of one parameter.

    All else is as before the trace's step. Where a layer has one bias, it is moved as a whole.
    Raises IndexError when there is no parameter at `at`.
    """

    def __init__(
        self,
        topology: Topology,
        trace: StepTrace,
        at: int,
        samples: tuple[Floats, Floats] | None = None,
    ) -> None:
        places = paths(topology, trace, at).places
        self._topology, self._places = topology, slice(places.start, places.stop)
        self._parameters = trace.parameters.copy()
        if samples is None:
            inputs = trace.outputs[: topology.inputs].reshape(1, -1)
            samples = inputs, trace.targets.reshape(1, -1)
        self._inputs, self._targets = samples

    def error(self, value: float) -> float:
        """E where the parameter has this value; at its own value, that of the trace bit for bit."""
        self._parameters[self._places] = value
        return error_of_samples(self._topology, self._parameters, self._inputs, self._targets)


def point_of_samples(
    topology: Topology, trace: StepTrace, at: int, inputs: Floats, targets: Floats
) -> Point:
    """The total error of the samples and its gradient, the sum of theirs, before the trace's step.

    Inputs [sample][input], targets [sample][output].
    """
    gradient, rate, policy = 0.0, trace.learning_rate, trace.bias_policy
    for sample in zip(inputs, targets, strict=True):
        one = trace_step(topology, trace.parameters, *sample, rate, policy)
        gradient += float(one.gradients[at])
    error = error_of_samples(topology, trace.parameters, inputs, targets)
    return Point(float(trace.parameters[at]), error, gradient)
