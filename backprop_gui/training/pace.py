"""How fast a run goes: which step is due at what time."""

from dataclasses import dataclass, replace

_SHORTEST_WAIT = 0.008  # seconds; more often than the window draws is of no use
_MOST_BEHIND = 0.25  # seconds; a computer that is slower than the pace forgets older debts


@dataclass(frozen=True)
class Pace:
    """`speed` in steps a second, None for as fast as it goes; `step` was due at time `since`."""

    speed: float | None
    step: int
    since: float

    @classmethod
    def begun(cls, speed: float | None, step: int, now: float) -> "Pace":
        """From `step` on, the next step being due at once: who asks for one need not wait."""
        return cls(speed, step, now if speed is None else now - 1 / speed)

    def due(self, now: float) -> int | None:
        """The step to have reached at time `now`, None when there is no limit."""
        if self.speed is None:
            return None
        return self.step + int((now - self.since) * self.speed)

    def wait(self, now: float, step: int) -> float:
        """Seconds until a step after `step` is due."""
        if self.speed is None:
            return 0.0
        next_due = self.since + (step + 1 - self.step) / self.speed
        return max(next_due - now, _SHORTEST_WAIT)

    def caught_up(self, now: float, step: int) -> "Pace":
        """The pace to go on with: the same, or begun anew where `step` is too far behind."""
        due = self.due(now)
        if due is None or self.speed is None:
            return self
        # The one step that has just become due is no debt, however slow the pace.
        if due - step <= max(self.speed * _MOST_BEHIND, 1):
            return self
        return replace(self, step=step, since=now)
