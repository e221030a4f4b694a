"""Which sample a step trains on: a function of (order, seed, step) alone, compiled.

Nothing is drawn from a generator with a state, so any step's sample can be told at any time.
"""

import numpy as np

from backprop_gui.engine import counter
from backprop_gui.engine.compiled import aside, inner

IN_TURN, RANDOM = 0, 1  # the codes of choices.SampleOrder; what remains is shuffled
_32 = np.uint64(32)
_EPOCH = np.uint64(0xD1B54A32D192ED03)  # sets the epochs' seeds apart from the steps' draws

_mix = inner(counter.mix)


@inner
def _draw(seed, number):
    """counter.draw, on scalars."""
    return _mix(_mix(np.uint64(seed) + counter.GOLDEN) + np.uint64(number) * counter.GOLDEN)


@inner
def _below(bits, count):
    """A whole number in [0, count) from 64 random bits; count < 2^32, bias below count / 2^32."""
    return np.int64(((bits >> _32) * np.uint64(count)) >> _32)


@aside
def shuffle(seed, epoch, permutation):
    """Fills `permutation` with the order of the samples in `epoch` (Fisher and Yates)."""
    count = permutation.shape[0]
    epoch_seed = _draw(np.uint64(seed) ^ _EPOCH, epoch)
    for i in range(count):
        permutation[i] = i
    for i in range(count - 1, 0, -1):
        j = _below(_draw(epoch_seed, i), i + 1)
        permutation[i], permutation[j] = permutation[j], permutation[i]


@inner
def sample_at(order, seed, step, cursor, permutation):
    """The sample of `step`, with cursor = step modulo the number of samples.

    `permutation` is as long as there are samples and, when shuffled, must be that of the epoch.
    """
    if order == IN_TURN:
        return cursor
    if order == RANDOM:
        return _below(_draw(seed, step), permutation.shape[0])
    return permutation[cursor]
