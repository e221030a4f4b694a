"""Compiles what a run can begin without, beside it: the tracer and what reads the pictures.

Only the very first start compiles, for seconds; later ones load what that has stored.
"""

import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING

from backprop_gui.engine.state import width_of
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.snapshot import Failure, Part

if TYPE_CHECKING:
    from backprop_gui.training.run import Run


class Preparing:
    """A thread for each width of network (see engine.state) that there has been.

    `traced` and `pictured`: the widths that are ready; for any thread. `tell` is called when one
    more is. An exception becomes one of `failures`.
    """

    def __init__(self, failures: SimpleQueue[Failure], tell: Callable[[], None]) -> None:
        self._failures, self._tell = failures, tell
        self.traced: set[type] = set()
        self.pictured: set[type] = set()
        self._threads: dict[type, threading.Thread] = {}

    def ask(self, run: "Run") -> None:
        """Has what fits this run ready soon; for one thread."""
        kernels = kernels_for(run.experiment)
        if kernels not in self._threads:
            self._threads[kernels] = threading.Thread(
                target=self._work, args=(run, kernels), name="preparing", daemon=True
            )
            self._threads[kernels].start()

    def close(self) -> None:
        """Waits for the threads to end."""
        for thread in list(self._threads.values()):
            thread.join()

    def _work(self, run: "Run", kernels: type) -> None:
        from backprop_gui.training.history import History  # loads Numba, which is there by now

        try:
            run.compile_trace()
            self.traced.add(kernels)
            self._tell()
            History(run).compile_pictures()
            self.pictured.add(kernels)
            self._tell()
        except Exception as error:  # noqa: BLE001 - whatever it is, the window must hear of it
            self._threads.pop(kernels)  # the next run may ask again
            sentence = f"Part of the engine could not be loaded: {error or type(error).__name__}"
            self._failures.put(Failure(sentence, traceback.format_exc()))


def part_for(experiment: Experiment) -> Part:
    """The part of the engine that trains this network."""
    return Part.NARROW if experiment.network.topology.is_narrow else Part.WIDE


def kernels_for(experiment: Experiment) -> type:
    """The width of network, which tells kernels apart."""
    return type(width_of(experiment.network.topology))
