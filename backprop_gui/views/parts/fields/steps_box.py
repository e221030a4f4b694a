"""A field for a number of steps."""

from backprop_gui.views.parts.fields.count_box import CountBox
from backprop_gui.views.parts.fields.stepping import by_second_digit

_MOST = 1_000_000_000


class StepsBox(CountBox):
    """Takes 1 to a thousand million steps; arrows change the second digit."""

    def __init__(self, name: str, tip: str, value: int, *, below: bool = True) -> None:
        super().__init__(name, tip, 1, _MOST, stepping=by_second_digit, below=below)
        self.show_number(value)
