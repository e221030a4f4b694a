"""The trace of a task's step, for the tests of what is made from traces."""

from backprop_gui.engine.trace import StepTrace
from backprop_gui.engine.tracer import trace_step
from tests.engine.learner import Task


def trace_of(task: Task, sample: int = 0) -> StepTrace:
    """The step that learns `sample` from the task's parameters."""
    inputs, targets = task.inputs[sample], task.targets[sample]
    return trace_step(task.topology, task.parameters, inputs, targets, task.rate, task.bias)
