"""The views that the first picture does not show: built behind it, into docks that await them."""

from dataclasses import dataclass

from backprop_gui.app import views as docks
from backprop_gui.views.breakpoints.panel import BreakpointsPanel
from backprop_gui.views.changes.panel import ChangesPanel
from backprop_gui.views.derivation.panel import DerivationPanel
from backprop_gui.views.main_window import MainWindow
from backprop_gui.views.parameters_panel import ParametersPanel
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.stepper.panel import StepperPanel
from backprop_gui.views.walk.panel import WalkPanel


@dataclass(frozen=True)
class LateViews:
    """They join those that are there from the start (views.Views)."""

    parameters: ParametersPanel
    derivation: DerivationPanel
    stepper: StepperPanel
    breakpoints: BreakpointsPanel
    changes: ChangesPanel
    walk: WalkPanel


def build_late_views(window: MainWindow, theme: Theme, icons: Icons) -> LateViews:
    late = LateViews(
        parameters=ParametersPanel(),
        derivation=DerivationPanel(theme, icons),
        stepper=StepperPanel(theme),
        breakpoints=BreakpointsPanel(icons),
        changes=ChangesPanel(icons),
        walk=WalkPanel(theme),
    )
    window.fill_dock(docks.PARAMETERS, late.parameters)
    window.fill_dock(docks.DERIVATION, late.derivation)
    window.fill_dock(docks.STEPPER, late.stepper)
    window.fill_dock(docks.BREAKPOINTS, late.breakpoints)
    window.fill_dock(docks.CHANGES, late.changes)
    window.fill_guide(late.walk)
    return late
