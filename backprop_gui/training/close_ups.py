"""The thread that computes close-ups, and how the window's thread asks it for them.

1. The window puts a wish into `_wishes`, one for each who asks; a newer one of the same takes the
   older one's place, also while that is being worked on: the kernel is told to stop.
2. The thread takes the wish that was put last, and keeps what it has of the answer in `_answers`.
3. The window looks there for the answer to its wish. Nothing waits but `close`, and the idle
   thread.
"""

import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING

from backprop_gui.training.close_up import CloseUp, Wish
from backprop_gui.training.snapshot import Failure

if TYPE_CHECKING:
    from backprop_gui.training.replay import Replay
    from backprop_gui.training.run import Run

_MOST_ANSWERS = 12


class CloseUps:
    """Answers wishes about the run that `run` gives at the time; all methods are for one thread.

    The thread is started when first needed. An exception in it becomes one of `failures`.
    """

    def __init__(self, run: Callable[[], "Run | None"], failures: SimpleQueue[Failure]) -> None:
        self._run, self._failures = run, failures
        self._changed = threading.Condition()  # guards what follows
        self._wishes: dict[str, Wish] = {}
        self._present: tuple[str, Wish] | None = None  # what is worked on, for whom
        self._answers: list[CloseUp] = []
        self._replay: Replay | None = None
        self._failed: dict[str, Wish] = {}  # what went wrong, for whom
        self._ended = False
        self._thread: threading.Thread | None = None

    def ask(self, who: str, wish: Wish) -> None:
        """Has `wish` answered soon, instead of what the same one asked for before.

        Where answering has failed no other stretch of the same is, until `withdraw` or `forget`.
        """
        with self._changed:
            self._give_up(who)
            if who in self._failed and wish.is_like(self._failed[who]):
                return
            found = self._find(wish)
            if found is None or not found.is_done:
                self._wishes[who] = wish
                self._start()
                self._changed.notify()

    def withdraw(self, who: str) -> None:
        """Nothing is wanted any more."""
        with self._changed:
            self._give_up(who)
            self._failed.pop(who, None)

    def forget(self) -> None:
        """Gives up everything: the run is another one now."""
        with self._changed:
            self._stop()
            self._wishes.clear()
            self._failed.clear()
            self._answers.clear()
            self._replay = None  # which holds on to the run

    def is_at_work(self, who: str) -> bool:
        """Whether what was asked for is not answered yet, or not in full."""
        with self._changed:
            return who in self._wishes or (self._present is not None and self._present[0] == who)

    def answer(self, wish: Wish) -> CloseUp | None:
        """The answer as far as it is there."""
        with self._changed:
            return self._find(wish)

    def close(self) -> None:
        """Ends the thread and waits for it."""
        with self._changed:
            self._ended = True
            self._stop()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _give_up(self, who: str) -> None:
        self._wishes.pop(who, None)
        if self._present is not None and self._present[0] == who:
            self._stop()

    def _stop(self) -> None:
        self._present = None
        if self._replay is not None:
            self._replay.ask_to_stop()

    def _find(self, wish: Wish) -> CloseUp | None:
        return next((each for each in self._answers if each.wish == wish), None)

    def _start(self) -> None:
        if self._thread is None and not self._ended:
            self._thread = threading.Thread(target=self._work, name="close-ups", daemon=True)
            self._thread.start()

    # In the thread

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            try:
                self._answer(wish)
            except Exception as error:  # noqa: BLE001 - whatever it is, the window must hear of it
                self._refuse_more(wish)
                message = f"A plot cannot be shown in more detail: {error or type(error).__name__}"
                self._failures.put(Failure(message, traceback.format_exc()))

    def _refuse_more(self, wish: Wish) -> None:
        """Whoever wished for what went wrong asks again with every frame."""
        with self._changed:
            if self._present is not None:
                self._failed[self._present[0]] = wish

    def _next(self) -> Wish | None:
        """The wish put last, as soon as there is one; None at the end."""
        with self._changed:
            self._present = None
            self._changed.wait_for(lambda: self._ended or bool(self._wishes))
            if self._ended:
                return None
            self._present = self._wishes.popitem()
            if self._replay is not None:
                self._replay.allow_to_run()
            return self._present[1]

    def _answer(self, wish: Wish) -> None:
        replay = self._replay_for(wish)
        if replay is None:
            return
        for answer in replay.answers(wish):
            with self._changed:
                if self._is_given_up(wish):
                    return
                self._keep(answer)

    def _replay_for(self, wish: Wish) -> "Replay | None":
        """None when the run is no longer one of that experiment, or the wish was given up."""
        run, replay = self._run(), self._replay
        if run is None or run.experiment is not wish.experiment:
            return None
        if replay is None or not replay.is_of(run, wish):
            from backprop_gui.training.replay import Replay  # here: it loads Numba

            replay = Replay(run)
        with self._changed:
            if self._is_given_up(wish):
                return None
            self._replay = replay
        return replay

    def _is_given_up(self, wish: Wish) -> bool:
        return self._ended or self._present is None or self._present[1] is not wish

    def _keep(self, answer: CloseUp) -> None:
        """Instead of less of the same, and of what is of another experiment."""
        wish = answer.wish
        kept = [
            each
            for each in self._answers
            if each.wish.experiment is wish.experiment and each.wish != wish
        ]
        self._answers = [*kept, answer][-_MOST_ANSWERS:]
