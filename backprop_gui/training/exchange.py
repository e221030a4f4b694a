"""Exchanges the present run for that of another experiment. Loads Numba."""

from dataclasses import replace

from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.parting import begin_alike, parting
from backprop_gui.training.history import History
from backprop_gui.training.run import Run
from backprop_gui.training.shelf import Future, Shelf
from backprop_gui.training.snapshot import Activity
from backprop_gui.training.track import Track


def exchanged(
    present: Track | None, experiment: Experiment, head: int | None, shelf: Shelf
) -> Track:
    """The run of `experiment`, where it has come so far; `present`, if it has a future of its own,
    goes to the shelf.

    One from the shelf is as it was, or on its way to where it was, and at least to `head`. A new
    one shares the past of `present`, and is on its way to `head`; if that is not known, to the step
    looked at, or at its beginning where nothing is shared.
    """
    future = shelf.take(experiment)
    if future is not None:
        head = max(future.head, head or 0)
    if present is None:
        return _found(future, head) or begun(experiment, head or 0)
    parts, step = parting(present.experiment, experiment), present.step
    is_alike = begin_alike(present.experiment, experiment)
    if is_alike and head is None and parts >= present.head:
        present.take(experiment)
        return present
    if parts < present.head:
        _put_aside(present, shelf)
    track = _found(future, head)
    if track is not None:
        return track
    if is_alike:
        return present.fork(experiment, max(step, parts) if head is None else head)
    return begun(experiment, head or 0)


def begun(experiment: Experiment, head: int) -> Track:
    """A run at step 0, on its way to `head`."""
    track = Track(Run(experiment))
    track.compile()
    track.resume = head
    return track


def _found(future: Future | None, head: int | None) -> Track | None:
    """The track of one from the shelf, if it is still there, on its way to `head`."""
    track = None if future is None else future.track
    if track is not None:
        track.resume = max(track.resume, head or 0)
    return track


def _put_aside(track: Track, shelf: Shelf) -> None:
    track.leave()
    last = replace(track.state(track.run), activity=Activity.PAUSED)
    errors = History(track.run).errors(last)  # the track's own is read by another thread
    shelf.put(Future(track.experiment, track.head, errors, last, track))
