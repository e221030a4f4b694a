"""The one error of everything in files/: a sentence for people that names the file."""

from pathlib import Path


class FileError(Exception):
    """A file cannot be read or written.

    `problem` says what was expected or what went wrong; `place` is where in the file, such as
    `network.layers[0].weights[1]` or `line 3, column 7`, or empty.
    """

    def __init__(self, path: Path, problem: str, place: str = "") -> None:
        where = f"at {place}, " if place else ""
        super().__init__(f"{printable(path.name or str(path))}: {where}{problem}")
        self.path = path
        self.problem = problem
        self.place = place


def printable(text: str, most: int = 200) -> str:
    """`text` on one line, with escapes for what is not printable; at most `most` characters."""
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"
