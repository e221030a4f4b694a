"""What is shown in one frame: the state, and what follows from it for those who ask."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from backprop_gui.engine.topology import Floats
from backprop_gui.engine.trace import StepTrace
from backprop_gui.training.snapshot import Snapshot
from backprop_gui.training.stage_view import StageView


@dataclass(frozen=True, eq=False)
class LiveFrame:
    """`parameters` and `outputs` (of all neurons, for the `sample` shown; None while not known) are
    the snapshot's, but within a step those that it has by now.

    `trace_of` and `view_of` compute the rest, only where it is asked for.
    """

    snapshot: Snapshot
    sample: int
    parameters: Floats
    outputs: Floats | None
    trace_of: Callable[[Snapshot, int], StepTrace | None]
    view_of: Callable[[Snapshot], StageView | None]

    @cached_property
    def trace(self) -> StepTrace | None:
        """A step on the sample shown, from the snapshot; None until the engine is ready."""
        return self.trace_of(self.snapshot, self.sample)

    @cached_property
    def stages(self) -> StageView | None:
        """The step seen from inside; None while training runs, and until the engine is ready."""
        return self.view_of(self.snapshot)
