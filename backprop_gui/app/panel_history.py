"""Reads from a history what the panels of errors, outputs and weights want, and no more."""

from typing import TYPE_CHECKING

from backprop_gui.engine.topology import Floats
from backprop_gui.training.snapshot import Snapshot, StateCurves
from backprop_gui.views.error_panel import ErrorPanel
from backprop_gui.views.outputs_panel import OutputsPanel
from backprop_gui.views.weights_panel import WeightsPanel

if TYPE_CHECKING:
    from backprop_gui.training.history import History  # loads Numba


def show_errors(panel: ErrorPanel, history: "History", snapshot: Snapshot) -> None:
    """The errors of single samples only where they are seen: they are measured for this."""
    panel.show_samples(snapshot.samples)
    wants_samples = panel.wants_samples and history.has_pictures
    measured = history.samples(snapshot) if wants_samples else None
    panel.show_curve(history.errors(snapshot), measured)


def show_weights(panel: WeightsPanel, history: "History", snapshot: Snapshot) -> None:
    """Curves of those drawn, and the picture that is wished for if any."""
    panel.show_state(snapshot.parameters, snapshot.experiment.network.parameters)
    if panel.spread_wish is not None and history.has_pictures:
        panel.show_spread(history.spread(snapshot, panel.spread_wish))
        return
    panel.show_curves(history.states(snapshot, panel.columns))
    if panel.heat_wish is not None and history.has_pictures:
        panel.show_heat(history.heat(snapshot, panel.heat_wish))


def show_outputs(
    panel: OutputsPanel, history: "History", outputs: StateCurves, present: Floats | None
) -> None:
    """`outputs` are those of all neurons; `present` those of now, where a change may have been
    made since the last row."""
    panel.show_curves(outputs)
    if present is not None:
        panel.show_present(present)
    if panel.heat_wish is not None and history.has_pictures:
        panel.show_heat(history.output_heat(outputs, panel.heat_wish))
