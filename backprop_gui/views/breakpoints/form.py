"""The form that edits one breakpoint: a condition, and only the fields that this needs."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.breakpoint_list import Listed, most_samples
from backprop_gui.views.breakpoints.context import Context
from backprop_gui.views.breakpoints.name_box import NameBox
from backprop_gui.views.breakpoints.sentences import place_name
from backprop_gui.views.parts.captions import form, note
from backprop_gui.views.parts.fields.choice_box import ChoiceBox
from backprop_gui.views.parts.fields.number_box import NumberBox
from backprop_gui.views.parts.fields.shared_keys import share_keys
from backprop_gui.views.parts.fields.stepping import by_one_two_five, by_twentieths
from backprop_gui.views.parts.fields.steps_box import StepsBox
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.palette import SPACING

_CROSSING = (Condition.PARAMETER_CROSSES, Condition.OUTPUT_CROSSES)
_MAGNITUDES = (Condition.ERROR_BELOW, Condition.ERROR_ABOVE, Condition.GRADIENT_ABOVE)
_PLACED = (*_CROSSING, Condition.GRADIENT_ABOVE)
_WHOLE = "the whole gradient"
HOLDS = "This holds now. Training stops when it begins to hold anew."
_PLACE_TIPS = {
    Condition.PARAMETER_CROSSES: "A weight or bias by its name in the network: w5, b1",
    Condition.OUTPUT_CROSSES: "A neuron by its name in the network: h1, o1",
    Condition.GRADIENT_ABOVE: f"A weight or bias by its name: w5, b1. Empty for {_WHOLE}",
}


class BreakpointForm(QWidget):
    """Signals: `edited` the Breakpoint as it is then; its place is one of the present network."""

    edited = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._breakpoint: Breakpoint | None = None
        self._has_place = False  # in the network of the context
        self._context: Context | None = None
        self.condition = ChoiceBox("Condition", Condition)
        self.place = NameBox()
        self.use_selected = QToolButton()
        icons.bind(self.use_selected, "network")
        self.sample = _sample_box()
        self.step = StepsBox("Steps made", "How many steps are made when training stops", 1)
        self.magnitude = NumberBox(
            "Value", "Wheel and arrow keys go 1, 2, 5, 10", by_one_two_five, 0
        )
        self.crossed = NumberBox(
            "Value", "Crossed upwards or downwards. Wheel and arrow keys: 0.05", by_twentieths
        )
        self._sample_note = note()
        self._holds_note = note(HOLDS)
        self._arrange()
        self.condition.chosen.connect(self._choose_condition)
        self.place.edited.connect(self._choose_place)
        self.use_selected.clicked.connect(self._choose_selected)
        self.sample.valueChanged.connect(self._choose_sample)
        self.step.edited.connect(self._choose_value)
        self.magnitude.edited.connect(self._choose_value)
        self.crossed.edited.connect(self._choose_value)

    def show_breakpoint(self, listed: Listed, context: Context, holds: bool = False) -> None:
        """Shows this one, as it stands in this context; `holds`: so it is now already."""
        shown, has_place = listed.breakpoint, listed.has_place(context.experiment)
        # What was typed, and could not be taken, was for another, or for a place that has gone.
        if shown != self._breakpoint or has_place != self._has_place:
            for field in (self.place, self.step, self.magnitude, self.crossed):
                field.restore()
        self._breakpoint, self._has_place, self._context = shown, has_place, context
        self.condition.show_choice(shown.condition)
        if shown.condition in _PLACED:
            self._show_place(listed, context, has_place)
        self._show_sample(shown.sample or 0, most_samples(context.experiment))
        if shown.condition is Condition.STEP:
            self.step.show_number(shown.value)
        self.magnitude.show_number(shown.value)
        self.crossed.show_number(shown.value)
        self._show_rows(shown.condition, has_place)
        self._rows.setRowVisible(self._holds_note, holds)

    def focus_value(self) -> None:
        """Lets the value be typed at once, where there is one."""
        for box in (self.step, self.magnitude, self.crossed):
            if box.isVisibleTo(self):
                box.field.setFocus()
                box.field.selectAll()
                return
        self.condition.setFocus()

    def _show_place(self, listed: Listed, context: Context, has_place: bool) -> None:
        shown, places = listed.breakpoint, context.places(listed.breakpoint.condition)
        is_gradient = shown.condition is Condition.GRADIENT_ABOVE
        self._place_caption.setText("&Of" if is_gradient else f"&{places.what.capitalize()}")
        name = "Weight or bias of the gradient" if is_gradient else places.what.capitalize()
        self.place.describe(name, _PLACE_TIPS[shown.condition], _WHOLE if is_gradient else "")
        self.place.offer(places)
        use = f"Use the selected {places.what}"
        self.use_selected.setAccessibleName(use)
        self.use_selected.setToolTip(use)
        self.use_selected.setEnabled(context.selected(shown.condition) is not None)
        if has_place:
            self.place.show_place(shown.at)
        else:
            shape = "-".join(str(size) for size in listed.topology.sizes)
            self.place.show_lost(
                place_name(shown, listed.topology, context.one_bias),
                f"It is for a network of another shape, {shape}.",
            )

    def _show_sample(self, sample: int, count: int) -> None:
        with QSignalBlocker(self.sample):
            self.sample.setRange(1, max(count, sample + 1))
            self.sample.setValue(sample + 1)
        self._sample_note.setText("" if sample < count else "There is no such sample now.")

    def _show_rows(self, condition: Condition, has_place: bool) -> None:
        """Of one that has lost its place only that can be edited: the rest would be about it."""
        is_output = has_place and condition is Condition.OUTPUT_CROSSES
        for row, is_needed in (
            (self._place_row, condition in _PLACED),
            (self.sample, is_output),
            (self._sample_note, is_output and bool(self._sample_note.text())),
            (self.step, condition is Condition.STEP),
            (self.magnitude, has_place and condition in _MAGNITUDES),
            (self.crossed, has_place and condition in _CROSSING),
        ):
            self._rows.setRowVisible(row, is_needed)

    def _arrange(self) -> None:
        self._rows = form(self)
        self._place_row = QWidget()
        place = QHBoxLayout(self._place_row)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(SPACING // 2)
        place.addWidget(self.place, 1)
        place.addWidget(self.use_selected)
        self._place_caption = QLabel()
        self._place_caption.setBuddy(self.place)
        self._rows.addRow("Stop &when", self.condition)
        self._rows.addRow(self._place_caption, self._place_row)
        self._rows.addRow("&Sample", self.sample)
        self._rows.addRow("", self._sample_note)
        self._rows.addRow("S&teps made", self.step)
        self._rows.addRow("&Value", self.magnitude)
        self._rows.addRow("&Value", self.crossed)
        self._rows.addRow("", self._holds_note)

    @Slot(object)
    def _choose_condition(self, condition: Condition) -> None:
        if self._context is not None:
            self.edited.emit(self._context.new(condition))

    @Slot(object)
    def _choose_place(self, at: int | None) -> None:
        if self._breakpoint is not None:
            self.edited.emit(replace(self._breakpoint, at=at))

    @Slot()
    def _choose_selected(self) -> None:
        if self._breakpoint is not None and self._context is not None:
            self._choose_place(self._context.selected(self._breakpoint.condition))

    @Slot(int)
    def _choose_sample(self, number: int) -> None:
        if self._breakpoint is not None:
            self.edited.emit(replace(self._breakpoint, sample=number - 1))

    @Slot(float)
    def _choose_value(self, value: float) -> None:
        if self._breakpoint is not None:
            self.edited.emit(replace(self._breakpoint, value=value))


def _sample_box() -> QSpinBox:
    box = QSpinBox()
    box.setKeyboardTracking(False)
    box.setAccessibleName("Sample")
    box.setToolTip("The sample whose output is meant")
    need_focus_for_wheel(box)
    share_keys(box)
    return box
