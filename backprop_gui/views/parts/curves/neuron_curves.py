"""The curves of neurons' outputs, as a panel's legend lists them."""

from collections.abc import Sequence

from backprop_gui.views.parts.curves.on_demand import OnDemand
from backprop_gui.views.parts.plot.curve_style import Curve


class NeuronCurves(OnDemand[Curve]):
    """Those of the `numbers` among all neurons, which `names` has."""

    def __init__(self, names: Sequence[str], numbers: Sequence[int]) -> None:
        self._names, self._numbers = names, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def make(self, at: int) -> Curve:
        number = self._numbers[at]
        return Curve(self._names[number], number)
