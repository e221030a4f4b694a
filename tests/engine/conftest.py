"""The engine as plain Python, for tests that compare it with the compiled one."""

import importlib
from collections.abc import Iterator

import numpy as np
import pytest

MODULES = (
    "activation",
    "backward",
    "bands",
    "board",
    "evaluate",
    "forward",
    "kernel",
    "order",
    "readers",
    "record",
    "sample_errors",
    "spread",
    "watch",
)


@pytest.fixture
def plain_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every kernel function is what stands in the source, not what was compiled from it."""
    # Imported here: this file is read before tests/conftest.py says where kernels are stored.
    from numba.core.dispatcher import Dispatcher

    for name in MODULES:
        module = importlib.import_module(f"backprop_gui.engine.{name}")
        for attribute, value in list(vars(module).items()):
            if isinstance(value, Dispatcher):
                monkeypatch.setattr(module, attribute, value.py_func)
    # As when compiled, unsigned numbers wrap, and what is not finite goes on, in silence.
    with np.errstate(over="ignore", invalid="ignore"):
        yield
