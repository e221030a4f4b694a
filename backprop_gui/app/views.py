"""Builds what is seen at first, and arranges it for the first time."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from backprop_gui.app.tabs import TABS
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.edits import Fill
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.views.canvas.network_canvas import NetworkCanvas
from backprop_gui.views.data_table.data_panel import DataPanel
from backprop_gui.views.error_panel import ErrorPanel
from backprop_gui.views.inspector.panel import Inspector
from backprop_gui.views.main_window import MainWindow
from backprop_gui.views.network_panel import NetworkPanel
from backprop_gui.views.outputs_panel import OutputsPanel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.timeline import Timeline
from backprop_gui.views.training_panel import TrainingPanel
from backprop_gui.views.transport import Transport
from backprop_gui.views.weights_panel import WeightsPanel

_AREAS = Qt.DockWidgetArea
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@dataclass(frozen=True)
class Views:
    """The views of the first picture, in the window that arranges them all."""

    canvas: NetworkCanvas
    timeline: Timeline
    transport: Transport
    network: NetworkPanel
    training: TrainingPanel
    inspector: Inspector
    errors: ErrorPanel
    outputs: OutputsPanel
    weights: WeightsPanel
    data: DataPanel
    window: MainWindow


def build_views(
    theme: Theme,
    icons: Icons,
    fill: Fill,
    outputs_of: Callable[[Snapshot, Floats], Floats | None],
) -> Views:
    canvas, timeline, transport = NetworkCanvas(theme, fill), Timeline(theme), Transport(icons)
    views = Views(
        canvas=canvas,
        timeline=timeline,
        transport=transport,
        network=NetworkPanel(icons, fill),
        training=TrainingPanel(icons),
        inspector=Inspector(),
        errors=ErrorPanel(theme, icons),
        outputs=OutputsPanel(theme, icons),
        weights=WeightsPanel(theme, icons),
        data=DataPanel(icons, fill, outputs_of),
        window=MainWindow(canvas, timeline, transport),
    )
    _arrange(views)
    return views


def _arrange(views: Views) -> None:
    """What builds the network to the left, what training shows to the right, tables below."""
    window = views.window
    left, right = _AREAS.LeftDockWidgetArea, _AREAS.RightDockWidgetArea
    network = window.add_dock("Network", views.network, left)
    training = window.add_dock("Training", views.training, left)
    selection = window.add_dock("Selection", views.inspector, left)
    window.add_guide("Guided walk", network)
    errors = window.add_dock("Total error", views.errors, right)
    outputs = window.add_dock("Outputs", views.outputs, right)
    weights = window.add_dock("Weights", views.weights, right)
    data = window.add_dock("Data", views.data, _AREAS.BottomDockWidgetArea)
    for title in TABS:
        window.add_tab(title, data)
    window.share_out(_ACROSS, [(network, 290), (errors, max(400, window.width() // 4))])
    window.share_out(_DOWN, [(network, 230), (training, 230), (selection, 180)])
    window.share_out(_DOWN, [(errors, 210), (outputs, 210), (weights, 210)])
    window.share_out(_DOWN, [(data, max(200, window.height() * 3 // 10))])
    window.keep_usual_arrangement()
