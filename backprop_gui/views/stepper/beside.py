"""The present numbers that stand beside a line of the code. No Qt."""

from collections.abc import Callable

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.names import neuron_name, parameter_name
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.formulas.figures import figure
from backprop_gui.views.parts.numbers import plain
from backprop_gui.views.stepper.algorithm import Slot
from backprop_gui.views.stepper.focus import Focus

Write = Callable[[float], str]
_TERMS = 2  # of a sum that are written out


def beside(view: StageView, focus: Focus, slot: Slot, write: Write = figure) -> str:
    """What a line computes for the neuron or weight in focus: its operands, and the result."""
    numbers = _Numbers(view, focus, write)
    match slot:
        case Slot.NEURON:
            return numbers.neuron()
        case Slot.SOURCE:
            return f"x = {numbers.source()} = {write(numbers.input)}"
        case Slot.NET:
            return f"= {write(numbers.of_neuron(view.trace.nets))}"
        case Slot.OUTPUT:
            return f"= {write(numbers.of_neuron(view.trace.outputs))}"
        case Slot.ERROR_BY_OUTPUT:
            return numbers.error_by_output()
        case Slot.SUM_OF_PATHS:
            return numbers.sum_of_paths()
        case Slot.DELTA:
            return numbers.delta()
        case Slot.WEIGHT:
            return numbers.update(numbers.weight_at, f"({{}} · {write(numbers.input)})")
        case Slot.BIAS:
            return numbers.update(numbers.bias_at, "{}")


def in_full(view: StageView, focus: Focus, slot: Slot) -> str:
    """The same with every digit, for a tooltip."""
    return beside(view, focus, slot, plain)


class _Numbers:
    def __init__(self, view: StageView, focus: Focus, write: Write) -> None:
        self._view, self._focus, self._write = view, focus, write
        self._layer = view.topology.layers[focus.layer]

    @property
    def weight_at(self) -> int:
        focus = self._focus
        return self._view.topology.weight_at(focus.layer, focus.neuron, focus.source)

    @property
    def bias_at(self) -> int:
        return self._view.topology.bias_at(self._focus.layer, self._focus.neuron)

    @property
    def input(self) -> float:
        """What the source of the weight in focus puts out."""
        return float(self._view.trace.outputs[self._layer.inputs_at + self._focus.source])

    def of_neuron(self, vector: Floats) -> float:
        return float(vector[self._layer.outputs_at + self._focus.neuron])

    def neuron(self) -> str:
        return neuron_name(self._view.topology, self._focus.layer + 1, self._focus.neuron)

    def source(self) -> str:
        return neuron_name(self._view.topology, self._focus.layer, self._focus.source)

    def error_by_output(self) -> str:
        trace, write = self._view.trace, self._write
        target = write(float(trace.targets[self._focus.neuron]))
        output = write(self.of_neuron(trace.outputs))
        result = write(self.of_neuron(trace.error_by_output))
        return f"−({target} − {_operand(output)}) = {result}"

    def sum_of_paths(self) -> str:
        """δ · w for each neuron of the next layer, with the weights from before the step."""
        view, write, focus = self._view, self._write, self._focus
        after, trace = view.topology.layers[focus.layer + 1], view.trace
        terms: list[str] = []
        for neuron in range(min(after.neurons, _TERMS)):
            at = view.topology.weight_at(focus.layer + 1, neuron, focus.neuron)
            delta = write(float(trace.deltas[after.outputs_at + neuron]))
            weight = _operand(write(float(trace.parameters[at])))
            terms.append(f"{delta if not terms else _operand(delta)} · {weight}")
        if after.neurons > _TERMS:
            terms.append("…")
        return f"{' + '.join(terms)} = {write(self.of_neuron(trace.error_by_output))}"

    def delta(self) -> str:
        trace, write = self._view.trace, self._write
        by_output, slope, delta = (
            write(self.of_neuron(x)) for x in (trace.error_by_output, trace.slopes, trace.deltas)
        )
        return f"{by_output} · {_operand(slope)} = {delta}"

    def update(self, at: int, gradient: str) -> str:
        """w − rate · (δ · x) = new w."""
        trace, write = self._view.trace, self._write
        is_shared = trace.bias_policy is BiasPolicy.SHARED and at == self.bias_at
        factor = float(trace.gradients[at]) if is_shared else self.of_neuron(trace.deltas)
        name = parameter_name(self._view.topology, at, trace.one_bias)
        before, after = write(float(trace.parameters[at])), write(float(trace.new_parameters[at]))
        product = gradient.format(_operand(write(factor)))
        return f"{name}: {before} − {write(trace.learning_rate)} · {product} = {after}"


def _operand(number: str) -> str:
    """In brackets where it has a sign of its own."""
    return f"({number})" if number.startswith(("−", "-")) else number
