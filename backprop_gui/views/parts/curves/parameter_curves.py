"""The curves of all weights and biases of a network, as a panel's legend lists them."""

from collections.abc import Sequence
from typing import overload

from backprop_gui.views.parts.parameter_rows import ParameterRows
from backprop_gui.views.parts.plot.curve_style import Curve


class ParameterCurves(Sequence[Curve]):
    """Each is made when it is asked for: there may be very many."""

    def __init__(self, parameters: ParameterRows) -> None:
        self._parameters = parameters

    def __len__(self) -> int:
        return len(self._parameters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParameterCurves) and other._parameters == self._parameters

    @overload
    def __getitem__(self, at: int) -> Curve: ...
    @overload
    def __getitem__(self, at: slice) -> list[Curve]: ...
    def __getitem__(self, at: int | slice) -> Curve | list[Curve]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        return Curve(self._parameters.name(at), at)
