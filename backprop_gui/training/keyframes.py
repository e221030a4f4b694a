"""Reading a keyframe of a run while another thread trains it. Loads Numba."""

import time

import numpy as np

from backprop_gui.engine import record as records
from backprop_gui.engine.readers import read_keyframe
from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.training.run import Run

_MERGING_SECONDS = 0.001


def keyframe_before(run: Run, experiment: Experiment, step: int) -> tuple[int, Floats] | None:
    """The last keyframe up to `step`: its step, and the state before the change of that.

    None when the run is no longer one of `experiment`.
    """
    record, state = run.record, np.empty(experiment.network.topology.parameters)
    while True:
        # In this order: a run that takes another experiment begins another generation before.
        generation = int(record.cells[records.KEYFRAMES + records.GENERATION])
        if run.experiment is not experiment:
            return None
        kept = int(read_keyframe(record, step, generation, state))
        if kept >= 0:
            return kept, experiment.network.parameters if kept == 0 else state
        time.sleep(_MERGING_SECONDS)
