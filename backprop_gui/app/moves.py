"""Goes forward and back in a run: by stage, step, epoch, so many steps, or all the way.

Where the run has been before it is only looked at; beyond its last step it is trained on.
"""

from functools import partial

from PySide6.QtCore import QObject, Slot

from backprop_gui.app.editing import Editing
from backprop_gui.app.stages import Stages
from backprop_gui.engine.stages import stages
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot


class Moves(QObject):
    """Moves `session` by whole steps, and `stages` within one."""

    def __init__(self, session: Session, stages: Stages, editing: Editing, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._stages, self._editing = session, stages, editing

    # By steps

    @Slot(int)
    def forward(self, steps: int) -> None:
        """Ends a step that was gone into first, as one of these."""
        self._stages.leave()
        self._editing.when_made(lambda: self._go_on(self._session.snapshot(), steps))

    @Slot(int)
    def back(self, steps: int) -> None:
        """Out of a step that was gone into goes to its beginning, as one of these."""
        now = self._session.snapshot()
        steps -= self._stages.done(now) > 0
        self._stages.leave()
        if steps > 0:
            self._look_at(max(now.step - steps, 0))

    @Slot()
    def epoch_forward(self) -> None:
        """To the end of the pass through the samples that is under way."""
        now = self._session.snapshot()
        samples = len(now.samples)
        self.forward(samples - now.step % samples)

    @Slot()
    def epoch_back(self) -> None:
        """To the beginning of the pass that is under way, or of the one before."""
        now = self._session.snapshot()
        last = now.step if self._stages.done(now) > 0 else max(now.step - 1, 0)
        samples = len(now.experiment.samples_at(last))
        self.seek(last // samples * samples)

    @Slot()
    def to_start(self) -> None:
        self.seek(0)

    @Slot()
    def to_end(self) -> None:
        self.seek(self._session.snapshot().head)

    @Slot(object)
    def seek(self, step: int) -> None:
        self._stages.leave()
        self._look_at(step)

    def _look_at(self, step: int) -> None:
        """Once the edits that wait are made where they were meant."""
        self._editing.stay_paused()
        self._editing.when_made(partial(self._session.seek, step))

    def _go_on(self, now: Snapshot, steps: int) -> None:
        known = min(max(now.head - now.step, 0), steps)
        if known > 0:
            self._session.seek(now.step + known)
        if steps > known:
            self._session.run(steps - known)

    # By stages

    @Slot()
    def stage_forward(self) -> None:
        now = self._session.snapshot()
        done, view = self._stages.done(now), self._stages.view(now)
        if view is not None and not view.is_over and view.done != done:
            return  # its last stage is under way
        self._go_to(now, done + 1)

    @Slot()
    def stage_back(self) -> None:
        """From the beginning of a step into the one before, with all but its last stage done."""
        now = self._session.snapshot()
        if now.activity is not Activity.PAUSED:
            return
        done = self._stages.done(now)
        if done > 0:
            self._stages.stand(now, now.step, done - 1)
        elif now.step > 0:
            self._stages.stand(now, now.step - 1, _count(now) - 1)
            self._session.seek(now.step - 1)

    @Slot(int)
    def to_stage(self, done: int) -> None:
        """To a stage of the step that is seen from inside, or about to be."""
        now = self._session.snapshot()
        view = self._stages.view(now)
        if view is None or done == view.done:
            return
        if view.is_over:
            self._stages.stand(now, view.step, done)
            self._session.seek(view.step)
        else:
            self._go_to(now, done)

    def _go_to(self, now: Snapshot, done: int) -> None:
        view = self._stages.view(now)
        if now.activity is not Activity.PAUSED or now.diverged or view is None:
            return
        if done < _count(now):
            self._stages.stand(now, now.step, done)
            return
        self._stages.stand_after(view, now)
        self._go_on(now, 1)


def _count(now: Snapshot) -> int:
    """How many stages a step has."""
    return len(stages(now.experiment.network.topology))
