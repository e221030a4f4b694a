"""What all panels have in common that show the experiment, the present state and the selection."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.live_frame import LiveFrame
from backprop_gui.views.parts.selection import Selection


class Panel(QWidget):
    """Is told what there is to show; each panel overrides what it wants to hear of.

    Signals: `edited` an Edit that the person wishes for; `selectionPicked` the Selection that is to
    be selected everywhere; `spotsLit` a tuple of Selections to be lit in the network, empty for
    none.
    """

    edited = Signal(object)
    selectionPicked = Signal(object)
    spotsLit = Signal(object)

    def show_experiment(self, experiment: Experiment) -> None:
        """It is another one; also while the panel is hidden."""

    def show_frame(self, frame: LiveFrame) -> None:
        """Another state, or other things of it, are to be shown; only while the panel is seen."""

    def select(self, selection: Selection | None) -> None:
        """It is selected now, None for nothing; also while the panel is hidden. To be told is no
        picking: the panel says nothing about it."""
