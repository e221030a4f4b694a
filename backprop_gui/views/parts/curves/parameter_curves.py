"""The curves of all weights and biases of a network, and their numbers, as a legend lists them."""

from backprop_gui.engine.topology import Floats
from backprop_gui.views.parts.curves.on_demand import OnDemand
from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.plot.curve_style import Curve


class ParameterCurves(OnDemand[Curve]):
    def __init__(self, parameters: ParameterRows) -> None:
        self._parameters = parameters

    def __len__(self) -> int:
        return len(self._parameters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParameterCurves) and other._parameters == self._parameters

    def make(self, at: int) -> Curve:
        return Curve(self._parameters.name(at), at)


class ParameterValues(OnDemand[float]):
    """The number of each curve: of a parameter vector, or its change since the one at the start."""

    def __init__(self, rows: ParameterRows, parameters: Floats, start: Floats | None) -> None:
        self._rows, self._parameters, self._start = rows, parameters, start

    def __len__(self) -> int:
        return len(self._rows)

    def make(self, at: int) -> float:
        place = self._rows.place(at)
        value = float(self._parameters[place])
        return value if self._start is None else value - float(self._start[place])
