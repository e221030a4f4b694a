"""Reads from a history what the panels of errors, outputs and weights want, and no more."""

from typing import TYPE_CHECKING

from backprop_gui.engine.topology import Floats
from backprop_gui.training.snapshot import Snapshot, StateCurves
from backprop_gui.views.error_panel import ErrorPanel
from backprop_gui.views.outputs_panel import OutputsPanel
from backprop_gui.views.parts.curves.curve_panel import CurvePanel
from backprop_gui.views.weights_panel import WeightsPanel

if TYPE_CHECKING:
    from backprop_gui.training.history import History  # loads Numba

_PREPARING = "being prepared …"


def show_errors(panel: ErrorPanel, history: "History", snapshot: Snapshot) -> None:
    """The errors of single samples only where they are seen: they are measured for this."""
    panel.show_samples(snapshot.samples)
    can_measure = _has_pictures(panel, history, is_wished=panel.wants_samples)
    measured = history.samples(snapshot) if can_measure else None
    panel.show_curve(history.errors(snapshot), measured)


def show_weights(panel: WeightsPanel, history: "History", snapshot: Snapshot) -> None:
    """Curves of those drawn, and the picture that is wished for if any."""
    panel.show_state(snapshot.parameters, snapshot.experiment.network.parameters)
    heat, spread = panel.heat_wish, panel.spread_wish
    can_show = _has_pictures(panel, history, is_wished=heat is not None or spread is not None)
    if spread is not None and can_show:
        panel.show_spread(history.spread(snapshot, spread))
        return
    panel.show_curves(history.states(snapshot, panel.columns))
    if heat is not None and can_show:
        panel.show_heat(history.heat(snapshot, heat))


def show_outputs(
    panel: OutputsPanel, history: "History", outputs: StateCurves, present: Floats | None
) -> None:
    """`outputs` are those of all neurons; `present` those of now, where a change may have been
    made since the last row."""
    panel.show_curves(outputs)
    if present is not None:
        panel.show_outputs(present)
    heat = panel.heat_wish
    can_show = _has_pictures(panel, history, is_wished=heat is not None)
    if heat is not None and can_show:
        panel.show_heat(history.output_heat(outputs, heat))


def _has_pictures(panel: CurvePanel, history: "History", is_wished: bool) -> bool:
    """Whether a picture that is wished for can be read; the panel says so if it cannot yet."""
    panel.plot.say("engine", _PREPARING if is_wished and not history.has_pictures else "")
    return is_wished and history.has_pictures
