"""What-if: while a weight or bias is dragged or nudged, the forecast of the error and the truth."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from backprop_gui.app.late_views import LateViews
from backprop_gui.app.views import Views
from backprop_gui.document.edit import Edit
from backprop_gui.engine.chain import paths
from backprop_gui.engine.forecast import Forecast, Point, WhatIf, point_of_sample
from backprop_gui.engine.trace import StepTrace
from backprop_gui.training.session import Session
from backprop_gui.training.snapshot import Activity, Snapshot
from backprop_gui.views.derivation.panel import DerivationPanel
from backprop_gui.views.live import Live


class Trial(QObject):
    """Follows the series of edits that a drag or nudges are.

    1. The first edit of a series (Edit.merge) marks what is seen at that time as the start.
    2. Each frame after it is compared with the start, while one weight or bias alone differs.
    3. It ends with whatever comes next: a step, another sample, edit or selection.

    Signals: `changed` a WhatIf, or None when there is none any more.
    """

    changed = Signal(object)

    def __init__(
        self, session: Session, sample_in: Callable[[Snapshot], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._sample_in = session, sample_in
        self._seen: Snapshot | None = None
        self._series = ""
        self._start: _Start | None = None
        self._said: WhatIf | None = None

    def tie(self, views: Views, late: LateViews, live: Live) -> None:
        """Follows the views' edits, and shows in them what comes of them."""
        first = views.canvas, views.inspector, views.network, views.training, views.data
        for view in first:
            view.edited.connect(self.take_edit)
        for panel in late.panels:
            panel.edited.connect(self.take_edit)
        views.canvas.selectionChanged.connect(self.end)
        live.frame.connect(self.follow)
        for shown in (views.canvas, late.the(DerivationPanel)):
            self.changed.connect(shown.show_what_if)

    @Slot(object)
    def take_edit(self, edit: Edit) -> None:
        """An edit that a view wishes for; whether it is made already does not matter."""
        if edit.merge and edit.merge == self._series and self._start is not None:
            return
        self.end()
        seen = self._seen
        if edit.merge and seen is not None and seen.activity is Activity.PAUSED:
            sample = self._sample_in(seen)
            trace = self._session.trace(seen, sample)
            if trace is not None:
                self._series, self._start = edit.merge, _Start(seen, sample, trace)

    @Slot(object)
    def follow(self, snapshot: Snapshot) -> None:
        """Takes the state of a frame."""
        self._seen = snapshot
        if self._start is None:
            return
        sample = self._sample_in(snapshot)
        trace = self._session.trace(snapshot, sample)
        if trace is None or not self._start.is_like(snapshot, sample, trace):
            self.end()
        else:
            self._say(self._start.what_if(trace))

    @Slot()
    def end(self) -> None:
        """Something else has happened."""
        self._series, self._start = "", None
        self._say(None)

    def _say(self, what_if: WhatIf | None) -> None:
        if what_if != self._said:
            self._said = what_if
            self.changed.emit(what_if)


class _Start:
    """The state that a series of edits began at."""

    def __init__(self, snapshot: Snapshot, sample: int, trace: StepTrace) -> None:
        self._snapshot, self._sample, self._trace = snapshot, sample, trace
        self._totals: dict[int, Point] = {}

    def is_like(self, now: Snapshot, sample: int, trace: StepTrace) -> bool:
        """Whether all else is as it was, but for one weight or bias, or a layer's one bias."""
        before, topology = self._snapshot, self._snapshot.experiment.network.topology
        if now.experiment.network.topology != topology:
            return False
        moved = self._moved(trace)
        return (
            (now.step, sample) == (before.step, self._sample)
            and now.activity is not Activity.RUNNING
            and np.array_equal(now.samples.inputs, before.samples.inputs)
            and np.array_equal(now.samples.targets, before.samples.targets)
            and (not moved or moved == list(paths(topology, self._trace, moved[0]).places))
        )

    def what_if(self, trace: StepTrace) -> WhatIf | None:
        """What the change has done; None while nothing has moved."""
        moved = self._moved(trace)
        if not moved:
            return None
        at = moved[0]
        sample = Forecast(point_of_sample(self._trace, at), point_of_sample(trace, at))
        return WhatIf(at, sample, self._of_all(trace, at))

    def _moved(self, trace: StepTrace) -> list[int]:
        return np.flatnonzero(trace.parameters != self._trace.parameters).tolist()

    def _of_all(self, trace: StepTrace, at: int) -> Forecast | None:
        # Here and not above: it loads Numba, which is there as soon as there is a trace.
        from backprop_gui.engine.error_slice import is_cheap, point_of_samples

        topology, samples = self._snapshot.experiment.network.topology, self._snapshot.samples
        if len(samples) < 2 or not is_cheap(topology, len(samples)):
            return None
        table = samples.inputs, samples.targets
        if at not in self._totals:
            self._totals[at] = point_of_samples(topology, self._trace, at, *table)
        return Forecast(self._totals[at], point_of_samples(topology, trace, at, *table))
