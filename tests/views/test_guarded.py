"""Whatever draws in a view is guarded: a fault in it is that panel's alone."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from backprop_gui import views
from backprop_gui.views.parts.panel_fault import guarded

DRAWS = ("paint", "draw", "initStyleOption")
GUARD = guarded(lambda: None).__code__


def classes() -> Iterator[type]:
    """Those that are made in backprop_gui.views."""
    for module in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
        loaded = importlib.import_module(module.name)
        for _, found in inspect.getmembers(loaded, inspect.isclass):
            if found.__module__ == module.name:
                yield found


def called_by_qt(owner: type, name: str) -> bool:
    """Whether Qt, or what draws plots, knows a method of this name too."""
    theirs = (base for base in owner.__mro__ if not base.__module__.startswith("backprop_gui"))
    return any(hasattr(base, name) for base in theirs)


def drawing() -> dict[str, Any]:
    """The methods that Qt calls to have something drawn."""
    return {
        f"{owner.__module__}.{owner.__qualname__}.{name}": method
        for owner in classes()
        for name, method in vars(owner).items()
        if name.startswith(DRAWS) and inspect.isfunction(method) and called_by_qt(owner, name)
    }


def test_what_draws_is_found() -> None:
    names = {name.rpartition(".")[2] for name in drawing()}
    assert {"paintEvent", "paint"} <= names
    assert len(drawing()) >= 10


@pytest.mark.parametrize("name", drawing())
def test_what_draws_is_guarded(name: str) -> None:
    method = inspect.unwrap(drawing()[name], stop=lambda each: each.__code__ is GUARD)
    assert method.__code__ is GUARD
