"""How a value that does not fit is refused: one error, saying where and what was expected."""


class ExperimentError(ValueError):
    """Something in an experiment is not right.

    `place` is where, as a path in the file format's words such as `samples[3].targets`, or empty;
    `expected` is a phrase that completes "expected …".
    """

    def __init__(self, place: str, expected: str) -> None:
        super().__init__(f"at {place}: expected {expected}" if place else f"expected {expected}")
        self.place = place
        self.expected = expected


def require(fits: bool, place: str, expected: str) -> None:
    """Raises ExperimentError unless `fits`."""
    if not fits:
        raise ExperimentError(place, expected)
