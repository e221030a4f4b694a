"""The views that the first picture does not show: built behind it, into docks that await them."""

from dataclasses import dataclass
from typing import TypeVar

from backprop_gui.app.tabs import TABS, panel_class
from backprop_gui.views.main_window import MainWindow
from backprop_gui.views.parts.icons import Icons
from backprop_gui.views.parts.panel import Panel
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.walk.panel import WalkPanel

_Kind = TypeVar("_Kind", bound=Panel)


@dataclass(frozen=True)
class LateViews:
    """They join those that are there from the start (views.Views)."""

    panels: tuple[Panel, ...]
    walk: WalkPanel

    def the(self, kind: type[_Kind]) -> _Kind:
        """The one panel of this class."""
        return next(panel for panel in self.panels if isinstance(panel, kind))


def build_late_views(window: MainWindow, theme: Theme, icons: Icons) -> LateViews:
    panels = {title: panel_class(title)(theme, icons) for title in TABS}
    for title, panel in panels.items():
        window.fill_dock(title, panel)
    walk = WalkPanel(theme)
    window.fill_guide(walk)
    return LateViews(tuple(panels.values()), walk)
