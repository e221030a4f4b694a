"""The engine as plain Python, for tests that compare it with the compiled one."""

from collections.abc import Iterator

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

from backprop_gui.engine import (
    activation,
    backward,
    board,
    evaluate,
    forward,
    kernel,
    order,
    readers,
    record,
)

MODULES = (activation, backward, board, evaluate, forward, kernel, order, readers, record)


@pytest.fixture
def plain_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every kernel function is what stands in the source, not what was compiled from it."""
    for module in MODULES:
        for name, value in list(vars(module).items()):
            if isinstance(value, Dispatcher):
                monkeypatch.setattr(module, name, value.py_func)
    # Unsigned numbers are meant to wrap, as they do when compiled.
    with np.errstate(over="ignore"):
        yield
