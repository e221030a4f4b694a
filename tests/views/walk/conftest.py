"""Moments of a walk through a task's network."""

from dataclasses import replace

from backprop_gui.views.parts.formulas.quantities import Quantities
from backprop_gui.views.walk.page import Moment, Page
from backprop_gui.views.walk.pages import pages
from tests.engine.learner import Learner, Task
from tests.engine.tracing import trace_of


def pages_of(task: Task) -> tuple[Page, ...]:
    return pages(task.topology, trace_of(task).one_bias, task.bias)


def moment_at(task: Task, step: int) -> Moment:
    """What a page about `step` is filled with; the kernel makes the steps before it."""
    learner = Learner(task)
    learner.advance(step)
    later = replace(task, parameters=learner.parameters.copy())
    first, now = (Quantities.of(task.topology, trace_of(each)) for each in (task, later))
    return Moment(first, now, 0, len(task.inputs), True, learner.total_error())
