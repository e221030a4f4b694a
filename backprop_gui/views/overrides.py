"""Keeps a fault in a method that Qt calls from ending the process, on Python 3.11.

There an error that C code raises, as 1 / 0 does, is no object before Python code catches it; PySide
(6.9 to 6.11) takes it for one where Python had Qt call the method, and crashes. From Python 3.12 on
errors are objects at once.
"""

import inspect
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from shiboken6 import Object  # what all classes of Qt's are made of

_THEIRS = ("PySide6", "shiboken6")


def mend() -> None:
    """From now on, in each class that is made of one of Qt's, what Qt can call catches errors and
    raises them again."""
    if sys.version_info < (3, 12):
        Object.__init_subclass__ = classmethod(_mend)  # type: ignore[assignment, method-assign]


def _mend(cls: type[Object], /, **kwargs: Any) -> None:
    super(Object, cls).__init_subclass__(**kwargs)
    for name, method in list(vars(cls).items()):
        is_override = inspect.isfunction(method) and not hasattr(method, "_slots")
        if is_override and not name.startswith("_") and _qt_knows(cls, name):
            setattr(cls, name, _raising_again(method))


def _qt_knows(cls: type, name: str) -> bool:
    return any(name in vars(base) for base in cls.__mro__ if base.__module__.startswith(_THEIRS))


def _raising_again(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def raising_again(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except Exception:
            raise

    return raising_again
