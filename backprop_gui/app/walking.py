"""The guided walk in the window: opens it, brings the run to the step of a page, fills pages."""

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from backprop_gui.app.late_views import LateViews
from backprop_gui.app.showing import Showing
from backprop_gui.app.stages import Stages
from backprop_gui.app.views import Views
from backprop_gui.document.document import Document
from backprop_gui.experiment.samples import Samples
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.views.live import Live
from backprop_gui.views.parts.formulas.quantities import Quantities
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.walk.page import FIRST_STEP, Moment, Page


class Walking(QObject):
    """1. A page is entered: its places are lit and selected, and the run goes to its step, by
       looking back where it was there before, else by training at full speed.
    2. Each frame fills the page from the engine's traces, and says if another step is shown.
    3. The panel is put away: nothing is lit any more, and the speed is the person's again."""

    def __init__(
        self,
        views: Views,
        late: LateViews,
        session: Session,
        document: Document,
        live: Live,
        showing: Showing,
        stages: Stages,
    ) -> None:
        super().__init__(live)
        self._views, self._panel, self._others = views, late.walk, late.panels
        self._session, self._document, self._live = session, document, live
        self._showing, self._stages = showing, stages
        self._first: tuple[Snapshot, int, Quantities] | None = None
        self._asked: Snapshot | None = None  # what was shown when the page's step was asked for
        self._hurries = self._has_run = False
        self._shows_sample = False
        self._samples: Samples | None = None  # at the step of the page

    def tie(self) -> None:
        """Follows what happens; after the session does."""
        panel, canvas = self._panel, self._views.canvas
        panel.entered.connect(self._enter)
        panel.stepRequested.connect(self._go)
        panel.spotsLit.connect(canvas.light)
        panel.selectionPicked.connect(canvas.select)
        panel.left.connect(self._leave)
        for other in self._others:
            other.spotsLit.connect(self._light_again)
        self._document.experimentChanged.connect(self._take)
        self._live.frame.connect(self.show)
        self._take()

    @Slot()
    def open(self) -> None:
        """Shows the walk where the person left it, else at its beginning."""
        is_open = self._panel.isVisible()
        self._views.window.open_guide()
        self._panel.take_focus()
        if not is_open:
            self._panel.enter()

    @Slot()
    def _take(self) -> None:
        page = self._panel.page if self._panel.pages else None
        self._panel.show_experiment(self._document.experiment)
        self._follow_samples()
        if self._panel.isVisible() and self._panel.page is not page:
            self._panel.enter()

    def _follow_samples(self) -> None:
        """Where they are others at the page's step, its sample is to be shown anew."""
        samples = self._document.experiment.samples_at(self._panel.page.step)
        self._shows_sample |= samples is not self._samples
        self._samples = samples

    # Going to the step of a page

    @Slot(object)
    def _enter(self, page: Page) -> None:
        self._follow_samples()
        self._shows_sample = True
        self._views.canvas.select(page.selection)
        self._go()
        self._panel.light_page()  # to select may have lit other places

    @Slot()
    def _go(self) -> None:
        now, step = self._session.snapshot(), self._panel.page.step
        self._stages.leave()
        self._keep_pace()
        self._asked = None
        if now.step != step or now.activity is Activity.RUNNING:
            self._asked = now
            self._session.seek(min(step, now.head))
            if step > now.head:
                self._hurries, self._has_run = True, False
                self._session.set_speed(None)
                self._session.run(step - now.head)
        self._live.again()

    def _keep_pace(self) -> None:
        """Gives the run back the speed that the person has set."""
        if self._hurries:
            self._hurries = False
            self._session.set_speed(self._views.transport.speed)

    @Slot()
    def _leave(self) -> None:
        self._keep_pace()
        self._views.canvas.light(())

    @Slot(object)
    def _light_again(self, spots: object) -> None:
        """When nothing is pointed at elsewhere, the page's places are lit again."""
        if not spots and self._panel.isVisible():
            self._panel.light_page()

    # Showing

    @Slot(object)
    def show(self, snapshot: Snapshot) -> None:
        """One frame, if the walk is seen."""
        self._follow_pace(snapshot)
        if not self._panel.isVisible() or snapshot.is_stale:
            return
        moment = self._moment(snapshot)
        if moment is not None and self._shows_sample and snapshot.step == self._panel.page.step:
            self._shows_sample = False
            if moment.has_same_samples:
                self._showing.choose_sample(moment.sample)
        self._panel.show_moment(moment)
        self._panel.show_waiting(*self._waiting(snapshot))

    def _follow_pace(self, snapshot: Snapshot) -> None:
        if self._hurries:
            is_running = snapshot.activity is Activity.RUNNING
            self._has_run |= is_running
            is_there = snapshot.step >= self._panel.page.step
            if not is_running and (self._has_run or is_there or snapshot.diverged):
                self._keep_pace()

    def _moment(self, snapshot: Snapshot) -> Moment | None:
        """What the page is filled with; None while it is not known."""
        begun = self._begun(snapshot)
        step = self._panel.page.step
        is_there = snapshot.step == step
        if begun is None or not (is_there or step == FIRST_STEP):
            return None
        sample, first = begun
        now = first
        samples = snapshot.experiment.samples_at(FIRST_STEP)
        has_same_samples = snapshot.experiment.samples_at(step) is samples
        if step != FIRST_STEP:
            trace = self._session.trace(
                snapshot if has_same_samples else _with_first_samples(snapshot), sample
            )
            if trace is None:
                return None
            now = Quantities.of(first.topology, trace)
        is_measured = is_there and snapshot.total_error_step == step
        total_error = snapshot.total_error if is_measured else float("nan")
        return Moment(first, now, sample, len(samples), has_same_samples, total_error)

    def _begun(self, snapshot: Snapshot) -> tuple[int, Quantities] | None:
        """The sample and the numbers of the first step."""
        experiment = snapshot.experiment
        if self._first is None or self._first[0].experiment is not experiment:
            beginning = snapshot  # where it can be: what others ask for is traced once
            if snapshot.step != FIRST_STEP:
                beginning = Snapshot(experiment, FIRST_STEP, experiment.network.parameters)
            sample = self._session.next_sample(beginning)
            trace = None if sample is None else self._session.trace(beginning, sample)
            if sample is None or trace is None:
                return None
            numbers = Quantities.of(experiment.network.topology, trace)
            self._first = beginning, sample, numbers
        return self._first[1:]

    def _waiting(self, snapshot: Snapshot) -> tuple[str, bool]:
        """That another step is shown, and whether the page's is on its way."""
        step, now = steps(self._panel.page.step), steps(snapshot.step)
        is_running = snapshot.activity is Activity.RUNNING
        is_ready = snapshot.activity not in (Activity.PREPARING, Activity.FAILED)
        if not is_ready or self._begun(snapshot) is None:
            return "The numbers follow when the engine is ready.", True
        if snapshot.step == self._panel.page.step and not is_running:
            self._asked = None
            return "", False
        if is_running and self._hurries:
            return f"Training to step {step}: now at step {now}.", True
        if snapshot is self._asked or self._hurries:
            return f"Going to step {step}.", True
        where = "Training is going on" if is_running else "Another step is shown"
        return f"This page is about step {step}. {where}: step {now}.", False


def _with_first_samples(snapshot: Snapshot) -> Snapshot:
    """The same state with the samples of the first step, as if they had never changed."""
    changes = tuple(replace(each, samples=None) for each in snapshot.experiment.changes)
    return replace(snapshot, experiment=replace(snapshot.experiment, changes=changes))
