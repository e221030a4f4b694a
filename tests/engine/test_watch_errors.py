"""The total error that breakpoints wait for: exact where that tells, else known to be above."""

import math
from dataclasses import dataclass

import numpy as np
import pytest

from backprop_gui.engine import watch as watching
from backprop_gui.training.breakpoint import Breakpoint, Condition
from backprop_gui.training.watching import make_watch
from tests.engine.learner import Definition, Task, random_task
from tests.engine.oracle import added
from tests.engine.sights import plan_of

pytestmark = pytest.mark.usefixtures("plain_python")

MANY = random_task((2, 3, 2), samples=5, seed=8)


@dataclass
class Errors:
    """Looks for the total error of several samples with one breakpoint above `most`."""

    task: Task
    most: float

    def __post_init__(self) -> None:
        self.watch = make_watch(self.task.topology, [Breakpoint(Condition.ERROR_ABOVE, self.most)])
        self.plan = plan_of(self.task.topology, self.task.inputs, self.task.targets)

    def look(self, sample: int, cursor: int = 0) -> bool:
        """Whether a look before a step of `sample` finds the total error above `most`."""
        definition = Definition(self.task)
        own = definition.samples[sample]
        outputs = [y for layer in definition.network.outputs(own.inputs) for y in layer]
        watching.look_before(
            self.watch,
            self.plan,
            False,
            3,
            cursor,
            sample,
            definition.network.error(own),
            self.task.parameters,
            np.array(outputs),
        )
        return bool(self.watch.truths[0])


@pytest.mark.parametrize("sample", range(5))
def test_the_total_error_is_that_of_all_samples_added_in_order(sample: int) -> None:
    total = Definition(MANY).total_error()
    assert total != Definition(MANY).errors()[sample]
    assert not Errors(MANY, total).look(sample)
    assert Errors(MANY, math.nextafter(total, 0.0)).look(sample)
    assert not Errors(MANY, math.nextafter(total, 9.0)).look(sample)


def test_what_some_samples_reach_all_of_them_exceed() -> None:
    errors = Definition(MANY).errors()
    for samples in range(1, 5):
        assert Errors(MANY, added(errors[:samples])).look(0)
    for sample in range(5):
        assert Errors(MANY, errors[sample]).look(sample)


def test_a_sample_that_alone_tells_is_tried_first_as_long_as_it_tells() -> None:
    task = random_task((2, 3, 2), samples=5, seed=8)
    task.targets[1] = 10.0
    errors = Definition(task).errors()
    looking = Errors(task, errors[1] * 0.999)
    assert looking.look(3)
    assert looking.watch.cells[watching.TELLING] == 1
    assert looking.look(4)
    assert looking.watch.cells[watching.TELLING] == 1
    watched = looking.watch._replace(most_error=sum(errors) + 1.0)
    looking.watch = watched._replace(values=np.array([sum(errors) + 1.0]))
    assert not looking.look(3)
    assert looking.watch.cells[watching.TELLING] == -1


def test_a_sample_as_large_as_the_value_tells_nothing_alone() -> None:
    task = random_task((2, 3, 2), samples=5, seed=8)
    task.targets[1] = 10.0
    looking = Errors(task, Definition(task).errors()[1])
    looking.watch.cells[watching.TELLING] = 1
    assert looking.look(3)  # with the others
    assert looking.watch.cells[watching.TELLING] == -1


def test_where_only_the_sum_is_above_no_sample_is_said_to_tell_alone() -> None:
    looking = Errors(MANY, max(Definition(MANY).errors()) + 1e-9)
    for sample in range(5):
        assert looking.look(sample)
        assert looking.watch.cells[watching.TELLING] == -1


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_total_error_that_is_no_number_is_above_every_value(number: float) -> None:
    task = random_task((2, 3, 2), samples=5, seed=8)
    task.targets[4, 1] = number
    for sample in range(5):
        assert Errors(task, 1e300).look(sample)


def test_with_more_samples_than_are_looked_at_each_step_it_is_the_one_measured_once_an_epoch() -> (
    None
):
    task = random_task((2, 3, 2), samples=watching.EACH_STEP + 1)
    looking = Errors(task, 3.0)
    for so_far, cursor, expected in ((2.0, 0, 0), (4.0, 1, 0), (4.0, 0, 1), (2.0, 7, 1)):
        looking.watch.numbers[watching.SO_FAR] = so_far
        assert looking.look(2, cursor) == bool(expected)
    few = random_task((2, 3, 2), samples=watching.EACH_STEP)
    for factor, expected in ((0.999, True), (1.001, False)):
        assert Errors(few, Definition(few).total_error() * factor).look(2, cursor=7) is expected
