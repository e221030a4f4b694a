"""A kernel's source as plain Python, also where nothing is compiled (NUMBA_DISABLE_JIT)."""

from typing import Any


def source_of(kernel: Any) -> Any:
    return getattr(kernel, "py_func", kernel)
