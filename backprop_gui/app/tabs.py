"""The panels that are tabs beside the data: a line here is all that it takes to show one.

The first picture has only their titles; their modules are loaded, and they are built, behind it.
What they wish to edit is what a run begins with.
"""

from collections.abc import Callable
from importlib import import_module

from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.theme import Theme

TABS = {
    "Table of weights": "backprop_gui.views.parameters_panel:ParametersPanel",
    "Derivation": "backprop_gui.views.derivation.panel:DerivationPanel",
    "Step by step": "backprop_gui.views.stepper.panel:StepperPanel",
    "Breakpoints": "backprop_gui.views.breakpoints.panel:BreakpointsPanel",
    "Changes": "backprop_gui.views.changes.panel:ChangesPanel",
}
"""Where the class of each is, by its title; in their order."""


def panel_class(title: str) -> Callable[[Theme, Icons], Panel]:
    """Of the tab with this title; all of them are made with the theme and the icons."""
    module, _, name = TABS[title].partition(":")
    kind: Callable[[Theme, Icons], Panel] = getattr(import_module(module), name)
    return kind
