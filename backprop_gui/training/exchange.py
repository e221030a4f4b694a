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
    """The run of `experiment`, where it has come so far; `present`, if it has a future of its own
    or was on the shelf before, goes there.

    One from the shelf is as it was, or on its way to where it was, and at least to `head`. A new
    one shares the past of `present`, and is on its way to `head`; if that is not known, to the step
    looked at, or at its beginning where nothing is shared.
    """
    future = shelf.take(experiment)
    if future is not None:
        head = max(future.head, head or 0)
    left = present if present is not None and _is_kept(present, experiment) else None
    is_alike = present is not None and begin_alike(present.experiment, experiment)
    past = present if is_alike else None
    if past is not None and left is None and head is None:
        past.take(experiment)
        return past
    if head is None:
        head = 0 if past is None else _head_of_fork(past, experiment)
    if left is not None:
        _put_aside(left, shelf)
    track = _found(future, head) or _made(past, experiment, head)
    track.was_aside = future is not None
    return track


def step_to_show(present: Track | None, experiment: Experiment, shelf: Shelf) -> int:
    """The step to look at once the run of `experiment` is there, if it has come so far.

    That of `present`; but where the runs have nothing in common, the one that was looked at when
    the other was put aside.
    """
    future = shelf.find(experiment)
    if future is not None and not (present and begin_alike(present.experiment, experiment)):
        return future.viewed
    return 0 if present is None else present.step


def begun(experiment: Experiment, head: int) -> Track:
    """A run at step 0, on its way to `head`."""
    track = Track(Run(experiment))
    track.compile()
    track.resume = head
    return track


def _is_kept(track: Track, other: Experiment) -> bool:
    """Whether it goes to the shelf for a run of `other`.

    One that was there may be a future that is returned to, or a ghost again, even where it was cut
    short and now ends before that run leaves it.
    """
    if track.experiment is other:
        return False
    return track.was_aside or parting(track.experiment, other) < track.head


def _head_of_fork(track: Track, experiment: Experiment) -> int:
    parts = parting(track.experiment, experiment)
    return track.head if parts >= track.head else max(track.step, parts)


def _found(future: Future | None, head: int) -> Track | None:
    """The track of one from the shelf, if it is still there, on its way to `head`."""
    track = None if future is None else future.track
    if track is not None:
        track.resume = max(track.resume, head)
    return track


def _made(past: Track | None, experiment: Experiment, head: int) -> Track:
    """A new one, on its way to `head`, with the past of another if there is one to share."""
    return begun(experiment, head) if past is None else past.fork(experiment, head)


def _put_aside(track: Track, shelf: Shelf) -> None:
    viewed = track.step
    track.leave()
    last = replace(track.state(track.run), activity=Activity.PAUSED)
    errors = History(track.run).errors(last)  # the track's own is read by another thread
    shelf.put(Future(track.experiment, track.head, errors, last, viewed, track))
