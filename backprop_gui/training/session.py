"""The session: the thread that trains, and how the window's thread talks with it.

1. The window calls a method: it puts an order into the queue, asks the running kernel to come
   back, and returns at once. Nothing here ever waits for the other thread, but `close`.
2. The thread (worker.py) carries out orders one by one; between them it trains (trainer.py), in
   kernel calls as long as the speed allows, and publishes a snapshot after each.
3. `snapshot` hands out the latest. While a kernel runs it reads the kernel's board and asks for
   the next state, so that at full speed the thread need not come up for air.
"""

import queue
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_gui.engine.topology import Floats
from backprop_gui.engine.trace import StepTrace
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.breakpoint import Breakpoint
from backprop_gui.training.close_ups import CloseUps
from backprop_gui.training.foresight import foreseen, initial
from backprop_gui.training.preparing import kernels_for
from backprop_gui.training.shelf import Future
from backprop_gui.training.snapshot import Activity, Failure, Progress, Snapshot
from backprop_gui.training.trainer import Trainer

if TYPE_CHECKING:
    from backprop_gui.training.history import History


class Session:
    """Trains one experiment at a time. All methods are for the window's thread.

    `close_ups` computes stretches of the present run again, step by step.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._trainer = Trainer()
        self.close_ups = CloseUps(lambda: self._trainer.published[0], self._trainer.failures)
        self._shown = initial(experiment)
        self._shown_after: object = None  # the published snapshot that `_shown` came after
        self._traced: tuple[Snapshot, int, StepTrace] | None = None  # the trace given last
        worker = self._trainer.worker
        self._thread = threading.Thread(target=worker.work, name="training", daemon=True)
        worker.order(lambda: self._trainer.take(experiment))

    def start(self) -> None:
        """Starts the thread, which loads the engine; what was asked for before follows then."""
        self._thread.start()

    def take(self, experiment: Experiment, head: int | None = None) -> None:
        """Takes another experiment, at the step that is looked at.

        A run that was put aside comes back at once, with all that it had been trained; else it is
        trained again, up to `head` if that is given. Otherwise a new run begins where that of the
        present experiment parts from it, and comes to the step that is looked at if it only differs
        in changes during the run. The present run is put aside for as long as there is room.
        """
        self.close_ups.forget()
        future = self._trainer.shelf.find(experiment)
        self._shown = foreseen(self._shown, experiment, head if future is None else future.head)
        self._trainer.worker.order(lambda: self._trainer.take(experiment, head))

    def run(self, steps: int | None = None) -> None:
        """Trains on: `steps` steps, or until told to pause."""
        self._trainer.worker.order(lambda: self._trainer.run(steps))

    def go_on(self) -> None:
        """Trains on to the end that the last pause has come before; not if it had come to it."""
        self._trainer.worker.order(self._trainer.go_on)

    def pause(self) -> None:
        self._trainer.worker.order(self._trainer.pause)

    def reset(self) -> None:
        """Back to step 0 and the initial weights, paused."""
        self.seek(0)

    def seek(self, step: int) -> None:
        """Pauses and shows `step`, or the last step made if that is less.

        Training on, and editing, go on from the step shown; what came after it is then forgotten.
        """
        self._trainer.worker.order(lambda: self._trainer.seek(step))

    def cancel(self) -> None:
        """Gives up a seek that is still on its way: what was shown before stays.

        A run on its way back to where it was stays at the step that it has reached.
        """
        self._trainer.worker.order(self._trainer.cancel)

    def set_breakpoints(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Where training is to stop from now on."""
        self._trainer.worker.order(lambda: self._trainer.set_breakpoints(breakpoints))

    def set_speed(self, steps_a_second: float | None) -> None:
        """Steps a second, None for as fast as it goes."""
        self._trainer.worker.order(lambda: self._trainer.set_speed(steps_a_second))

    def close(self) -> None:
        """Ends the threads and waits for them."""
        self.close_ups.close()
        self._trainer.worker.order(self._trainer.worker.end)
        if self._thread.is_alive():
            self._thread.join()
        self._trainer.preparing.close()

    def snapshot(self) -> Snapshot:
        """The latest state; the same object as the last time when nothing has changed."""
        newest, prepares = self._newest(), self._trainer.prepares
        if newest.prepares is not prepares:
            newest = replace(newest, prepares=prepares)
        self._shown = newest
        return newest

    def _newest(self) -> Snapshot:
        """The latest state, apart from what the engine prepares."""
        run, latest = self._trainer.published
        has_failed = latest is None and not self._trainer.has_engine
        if has_failed and self._shown.activity is not Activity.FAILED:
            self._shown = replace(initial(self._shown.experiment), activity=Activity.FAILED)
        if latest is None or latest.experiment is not self._shown.experiment:
            return self._shown  # an order that changes the experiment is still on its way
        newest = self._shown if self._shown_after is latest else latest
        shown = (
            run.take_shown() if run is not None and latest.activity is Activity.RUNNING else None
        )
        if shown is not None and shown.step > newest.step:
            newest = replace(
                latest,
                step=shown.step,
                sample=shown.sample,
                parameters=shown.parameters,
                total_error=shown.total_error,
                total_error_step=shown.total_error_step,
                head=shown.step,
            )
        self._shown_after = latest
        return newest

    def history(self) -> "History | None":
        """The curves of the present run, None until the engine is there."""
        return self._trainer.history

    def future(self, experiment: Experiment) -> Future | None:
        """The curves of a run that was put aside, frozen; None when nothing is left of it."""
        return self._trainer.shelf.find(experiment)

    def progress(self) -> Progress | None:
        """How far the present seek or return has come; None when the run is where it is shown."""
        return self._trainer.progress()

    def outputs(self, snapshot: Snapshot, sample: int) -> Floats | None:
        """All outputs for `sample` in the snapshot's state, the inputs first; or None, as below."""
        outputs = self.outputs_of(snapshot, snapshot.samples.inputs[sample : sample + 1])
        return None if outputs is None else outputs[0]

    def outputs_of(self, snapshot: Snapshot, inputs: Floats) -> Floats | None:
        """All outputs [row][neuron] for inputs [row][input] in the snapshot's state.

        None while the kernel for that network is not compiled, as at the first start.
        """
        network = snapshot.experiment.network
        if kernels_for(snapshot.experiment) not in self._trainer.compiled:
            return None
        # Here and not above: the session's thread has loaded Numba by now.
        from backprop_gui.engine.evaluate import outputs_of_samples

        outputs: Floats = outputs_of_samples(network.topology, snapshot.parameters, inputs)
        return outputs

    def trace(self, snapshot: Snapshot, sample: int) -> StepTrace | None:
        """Every quantity of the step that would train on `sample` in the snapshot's state.

        None while its kernel is not compiled. Several views ask for the same one in a frame, which
        is computed once.
        """
        known = self._traced
        if known is not None and known[0] is snapshot and known[1] == sample:
            return known[2]
        network, samples = snapshot.experiment.network, snapshot.samples
        if kernels_for(snapshot.experiment) not in self._trainer.preparing.traced:
            return None
        from backprop_gui.engine.tracer import trace_step  # see `outputs`

        training = snapshot.experiment.training_at(snapshot.step)
        trace = trace_step(
            network.topology,
            snapshot.parameters,
            samples.inputs[sample],
            samples.targets[sample],
            training.learning_rate,
            training.bias,
        )
        self._traced = snapshot, sample, trace
        return trace

    def next_sample(self, snapshot: Snapshot) -> int | None:
        """The sample that the step after the snapshot's trains on.

        None while the kernel that chooses it is not compiled, as `trace`.
        """
        if kernels_for(snapshot.experiment) not in self._trainer.preparing.traced:
            return None
        from backprop_gui.engine.sampling import sample_of_step  # see `outputs`

        training, samples = snapshot.experiment.training_at(snapshot.step), len(snapshot.samples)
        return sample_of_step(training.order, training.seed, snapshot.step, samples)

    def take_failure(self) -> Failure | None:
        """An exception in the thread that was not taken yet."""
        try:
            return self._trainer.failures.get_nowait()
        except queue.Empty:
            return None
