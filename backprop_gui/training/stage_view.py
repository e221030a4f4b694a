"""A training step seen from inside: how far it has come, and every number of it. No Qt."""

from dataclasses import dataclass
from functools import cached_property

from backprop_gui.engine.stages import Stage, StageKind, stages
from backprop_gui.engine.topology import Floats, Topology
from backprop_gui.engine.trace import StepTrace


@dataclass(frozen=True, eq=False)
class StageView:
    """The step after `step` updates, on `sample`, with so many of its stages `done`.

    With none done there is only its forward pass. With all of them done it is made: that is the
    state after `step` + 1 updates, on which the next forward pass is still to come.
    """

    topology: Topology
    step: int
    sample: int
    trace: StepTrace
    done: int = 0

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        return stages(self.topology)

    @property
    def stage(self) -> Stage | None:
        """The stage that was done last; None after the forward pass."""
        return self.stages[self.done - 1] if self.done > 0 else None

    @property
    def is_over(self) -> bool:
        """Whether the whole step is made."""
        return self.done == len(self.stages)

    @cached_property
    def parameters(self) -> Floats:
        """Weights and biases as they are when the present stage is done."""
        return self.trace.parameters if self.stage is None else self._after(self.stage)

    @cached_property
    def parameters_before(self) -> Floats:
        """As they were when the present stage began."""
        if self.done < 2:
            return self.trace.parameters
        return self._after(self.stages[self.done - 2])

    def _after(self, stage: Stage) -> Floats:
        return self.trace.parameters_after(stage)

    def knows_deltas(self, layer: int) -> bool:
        """Whether the deltas of a layer (0 is the first after the inputs) are computed by now."""
        return any(
            stage.layer == layer and stage.kind is not StageKind.WEIGHTS
            for stage in self.stages[: self.done]
        )
