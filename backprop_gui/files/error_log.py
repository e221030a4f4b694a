"""The log of total errors over steps, as CSV."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from backprop_gui.files.atomic import replacing


@contextmanager
def error_log(path: Path) -> Generator[Callable[[int, float], None]]:
    """Gives a function that adds a row (step, total error); the file is there when the block ends.

    17 significant digits, which are enough for the same bits. Raises FileError.
    """
    with replacing(path) as write:
        write(b"step,total_error\n")
        yield lambda step, total_error: write(f"{step},{total_error:.17g}\n".encode())
