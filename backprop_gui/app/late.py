"""What the first picture can do without: its parts, tied to those that are there already."""

from PySide6.QtCore import QObject

from backprop_gui.app.breaking import Breaking
from backprop_gui.app.editing import Editing
from backprop_gui.app.futures import Futures
from backprop_gui.app.late_views import LateViews
from backprop_gui.app.moves import Moves
from backprop_gui.app.showing import Showing
from backprop_gui.app.stages import Stages
from backprop_gui.app.views import Views
from backprop_gui.app.walking import Walking
from backprop_gui.app.what_if import Trial
from backprop_gui.document.document import Document
from backprop_gui.training.session import Session
from backprop_gui.views.breakpoints.panel import BreakpointsPanel
from backprop_gui.views.changes.panel import ChangesPanel
from backprop_gui.views.live import Live
from backprop_gui.views.stepper.panel import StepperPanel


class Late(QObject):
    """Breakpoints, other futures, the guided walk, what-if, and the panels that they fill."""

    def __init__(
        self,
        views: LateViews,
        first: Views,
        document: Document,
        session: Session,
        live: Live,
        editing: Editing,
        showing: Showing,
        stages: Stages,
        moves: Moves,
    ) -> None:
        super().__init__(live)
        self.views = views
        breakpoints, changes = views.the(BreakpointsPanel), views.the(ChangesPanel)
        self.breaking = Breaking(first, breakpoints, session, document, self)
        self.futures = Futures(first, changes, session, document, editing, moves)
        self.trial = Trial(session, showing.sample_in, self)
        self.walking = Walking(first, views, session, document, live, showing, stages)
        for panel in views.panels:
            panel.edited.connect(editing.edit_beginning)
            panel.selectionPicked.connect(first.canvas.select)
            panel.spotsLit.connect(first.canvas.light)
        views.the(StepperPanel).stageChosen.connect(moves.to_stage)
        showing.show_also(views.panels)
        live.frame.connect(self.breaking.show)
        live.frame.connect(self.futures.show)
        self.walking.tie()
        self.trial.tie(first, views, live)
        self.breaking.follow(document.experiment)
