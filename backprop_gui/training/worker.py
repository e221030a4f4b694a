"""A thread's loop: carries out orders one by one, and works between them. Knows no training."""

import queue
from collections.abc import Callable

Order = Callable[[], None]
Work = tuple[Order, float | None]
"""What to do when no order comes within so many seconds; None: when never one comes."""


class Worker:
    """`next_work` tells what to do between orders; `stop` has it come back soon, `go_on` allows it
    to run again; `fail` takes what went wrong.
    """

    def __init__(
        self,
        next_work: Callable[[], Work],
        stop: Order,
        go_on: Order,
        fail: Callable[[Exception], None],
    ) -> None:
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._next_work, self._stop, self._go_on, self._fail = next_work, stop, go_on, fail
        self._ended = False
        self._has_failed = False  # in work between orders, which is not to be done again at once

    def order(self, order: Order) -> None:
        """Has `order` carried out soon; for any thread."""
        self._orders.put(order)
        # After putting it: `work_once` allows work to run before it looks into the queue, so either
        # it finds the order there or the work finds that it must stop.
        self._stop()

    @property
    def has_orders(self) -> bool:
        return not self._orders.empty()

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do until an order comes."""
        return not self.has_orders and self._next()[1] is None

    def end(self) -> None:
        """An order: the last one."""
        self._ended = True

    def work(self) -> None:
        """The thread's main function: ends after the order `end`, and by nothing else."""
        while not self._ended:
            self.work_once()

    def work_once(self) -> None:
        """Carries out the next order, or does the next piece of work if there is none."""
        order = None
        try:
            self._go_on()
            work, seconds = self._next()
            order = self._next_order(seconds)
            (order or work)()
            self._has_failed = False
        except Exception as error:  # noqa: BLE001 - whatever it is, the window must hear of it
            self._has_failed = order is None
            self._fail(error)

    def _next(self) -> Work:
        return (_nothing, None) if self._has_failed else self._next_work()

    def _next_order(self, seconds: float | None) -> Order | None:
        try:
            return self._orders.get(timeout=seconds)
        except queue.Empty:
            return None


def _nothing() -> None:
    pass
