"""Which sample a step trains on, for who asks from Python; how it is chosen stands in `order`."""

import numpy as np

from backprop_gui.engine.choices import SampleOrder
from backprop_gui.engine.compiled import entry
from backprop_gui.engine.order import IN_TURN, RANDOM, sample_at, shuffle


@entry
def _sample_of(order, seed, step, permutation):
    samples = permutation.shape[0]
    if order != IN_TURN and order != RANDOM:
        shuffle(seed, step // samples, permutation)
    return sample_at(order, seed, step, step % samples, permutation)


def sample_of_step(order: SampleOrder, seed: int, step: int, samples: int) -> int:
    """The sample, of so many, that the training loop takes for the update after `step` updates."""
    permutation = np.zeros(samples, dtype=np.int64)
    return int(_sample_of(order.code, seed, step, permutation))
