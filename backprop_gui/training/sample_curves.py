"""The errors of single samples over a run, as values. What measures them is in sample_reader.py."""

from dataclasses import dataclass

from backprop_gui.engine.topology import Floats

MOST_SAMPLES = 16
"""More samples than these have no curves of their own, but a spread."""

SPREAD = (0.1, 0.5, 0.9, 1.0)
"""Which shares of the samples have an error of at most these, the columns of a spread."""


@dataclass(frozen=True)
class SampleCurves:
    """Errors of the `count` samples in force, after `steps`[row] updates.

    `errors` [row][sample]; of more than 16 samples [row][share] as in SPREAD. `right` [row] is the
    percentage that is classified right, where the targets name classes. `missing` rows are still to
    be measured.
    """

    count: int
    steps: Floats
    errors: Floats
    right: Floats
    missing: int
