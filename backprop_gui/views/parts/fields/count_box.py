"""A field for a whole number, such as a count of steps or neurons."""

from collections.abc import Callable

from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.fields.number_box import NumberBox
from backprop_gui.views.parts.fields.stepping import Stepping, by_ones
from backprop_gui.views.parts.fields.typed_number import read_count


class CountBox(NumberBox):
    """Written as counts are everywhere, unless `write` says otherwise; emits whole numbers."""

    def __init__(
        self,
        name: str,
        tip: str,
        low: int,
        high: int,
        *,
        stepping: Stepping = by_ones,
        write: Callable[[int], str] = numbers.steps,
        below: bool = True,
    ) -> None:
        self._write = write
        super().__init__(name, tip, stepping, low, high, below=below)

    @property
    def count(self) -> int:
        """The number last shown or taken; not what is being typed."""
        return int(self.value)

    def set_range(self, low: int, high: int) -> None:
        """What can be typed from now on."""
        self._low, self._high = low, high

    def _written(self, value: float) -> str:
        return self._write(int(value))

    def _read(self, text: str) -> float:
        return read_count(text, int(self._low), int(self._high))
