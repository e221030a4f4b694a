"""Whether targets name classes, so that one can count the samples that a network gets right."""

import numpy as np

from backprop_gui.engine.topology import Floats

_PAIRS = ((0.0, 1.0), (-1.0, 1.0))  # what "no" and "yes" are written as


def class_boundary(targets: Floats) -> float | None:
    """What an only output has to exceed to say yes; None where targets [sample][output] name none.

    They do when all are 0 or 1, or all -1 or 1; when of several outputs each sample has exactly
    one that says yes; and when there are samples of two classes at least.
    """
    for no, yes in _PAIRS:
        says_yes = targets == yes
        is_either = bool((says_yes | (targets == no)).all())
        is_one_hot = targets.shape[1] == 1 or bool((says_yes.sum(axis=1) == 1).all())
        if is_either and is_one_hot and bool(np.any(says_yes != says_yes[0])):
            return (no + yes) / 2
    return None
