"""Numba's store of compiled kernels, which is a convenience here: whatever is wrong with it,
kernels compile as if there were none.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from numba.core.caching import FunctionCache

# As Any, since Numba has types for it only in part.
_function_cache: Any = FunctionCache


class KernelStore:
    """Takes the place of Numba's own for one function, which would raise where the disk is full or
    a stored kernel is damaged. Raises RuntimeError where no folder can be written at all.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._store = _function_cache(function)

    def __getattr__(self, name: str) -> Any:
        """All else is as in Numba's."""
        return getattr(self._store, name)

    def load_overload(self, *arguments: Any) -> Any:
        """The stored kernel; None where there is none that can be read."""
        try:
            return self._store.load_overload(*arguments)
        except Exception:  # noqa: BLE001 - garbage in a pickle can raise anything
            with suppress(OSError):
                self._store.flush()  # or it would be in the way at every start
            return None

    def save_overload(self, *arguments: Any) -> None:
        with suppress(OSError):
            self._store.save_overload(*arguments)
