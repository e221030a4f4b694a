"""What holds for every test: no screen, no person's settings, and nothing left behind."""

import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

from backprop_gui.settings import kernel_cache_folder

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"

# At import: a nested conftest that loads Numba is read before pytest_configure is called.
os.environ["NUMBA_CACHE_DIR"] = str(CACHE / "numba" / kernel_cache_folder().name)

# A thread that was told to stop may need this long to be gone.
THREAD_GRACE_SECONDS = 2.0

# As long as a first compile may take on a busy machine, for all that waits in Qt's loop.
PATIENCE_MS = 60_000

FAILED = pytest.StashKey[bool]()
HOME = pytest.StashKey[Path]()

hypothesis.settings.register_profile("lab", deadline=None, derandomize=bool(os.getenv("CI")))
hypothesis.settings.load_profile("lab")


LONGEST = ("tests/test_soak.py", "tests/test_monkey.py", "tests/test_cycles.py")


def on_x_server(config: pytest.Config) -> bool:
    """Whether this is the run of the tests that need a real X server (`-m x11`)."""
    return bool(config.getoption("markexpr") == "x11")


def pytest_xvfb_disable(config: pytest.Config) -> bool:
    """pytest-xvfb asks here whether it is to start no server."""
    return not on_x_server(config)


def pytest_configure(config: pytest.Config) -> None:
    """Keep Qt off the screen, and settings and caches out of the home folder."""
    os.environ["QT_QPA_PLATFORM"] = "xcb" if on_x_server(config) else "offscreen"
    # With these set, QStandardPaths' test mode is not wanted: it would go to ~/.qttest instead.
    home = config.stash[HOME] = Path(tempfile.mkdtemp(prefix="backprop-lab-tests-"))
    for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    os.environ["XDG_RUNTIME_DIR"] = str(home)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(CACHE / "hypothesis")
    # Without UTF-8 Qt warns, and so does bash of a locale that is not installed.
    os.environ["LC_ALL"] = "C.UTF-8"
    be_patient()


def be_patient() -> None:
    """Have qtbot's waiting end by what is waited for, not by its 5 seconds."""
    for name in ("Active", "Callback", "Exposed", "Signal", "Signals", "Until"):
        getattr(QtBot, f"wait{name}").__kwdefaults__["timeout"] = PATIENCE_MS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: the other workers take over from the end what has to wait for them.

    One after another: each has a window and training busy, which is a processor for each.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what stood for the home folder."""
    shutil.rmtree(config.stash[HOME], ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether the test failed, for the fixture below."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Generator[None]:
    """Fail a test that leaves behind threads, top-level widgets, running Qt timers or threads, or
    a button of the mouse held: each later click would go where the next one goes.

    A test that failed already is let off: its traceback keeps its objects alive.
    """
    threads = set(threading.enumerate())
    widgets, buttons = set(top_level_widgets()), set(mouse_buttons())
    # What exists now is set aside, so that the collector's list holds only what the test makes.
    gc.freeze()
    try:
        yield
        if FAILED not in request.node.stash:
            left = [*threads_besides(threads), *qt_objects_besides(widgets)]
            left += [repr(button) for button in mouse_buttons() if button not in buttons]
            if left:
                pytest.fail("left behind: " + ", ".join(left), pytrace=False)
    finally:
        gc.unfreeze()


def threads_besides(before: set[threading.Thread]) -> list[str]:
    """The threads that were started since and do not end."""
    deadline = time.monotonic() + THREAD_GRACE_SECONDS
    new = [thread for thread in threading.enumerate() if thread not in before]
    # A thread that Python did not start has a stand-in that stays for good.
    new = [thread for thread in new if not isinstance(thread, threading._DummyThread)]
    for thread in new:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [repr(thread) for thread in new if thread.is_alive()]


def top_level_widgets() -> Iterable[Any]:
    """Qt's top-level widgets, but for the tooltip, which Qt itself takes away."""
    app = qt_application()
    widgets = app.topLevelWidgets() if hasattr(app, "topLevelWidgets") else ()
    return [widget for widget in widgets if widget.metaObject().className() != "QTipLabel"]


def mouse_buttons() -> Iterable[Any]:
    """Those that Qt takes for held."""
    app = qt_application()
    return app.mouseButtons() if hasattr(app, "mouseButtons") else ()


def qt_objects_besides(widgets: set[Any]) -> list[str]:
    """The top-level widgets and the running timers and threads of Qt that are new."""
    app = qt_application()
    if app is None:
        return []
    from PySide6.QtCore import QEvent, QThread, QTimer
    from shiboken6 import isValid

    gc.collect()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    running: dict[type, Callable[[Any], bool]] = {
        QTimer: QTimer.isActive,
        QThread: QThread.isRunning,
    }
    left = [widget for widget in top_level_widgets() if widget not in widgets]
    for thing in gc.get_objects():
        for kind, is_running in running.items():
            if issubclass(type(thing), kind) and isValid(thing) and is_running(thing):
                left.append(thing)
    return [repr(thing) for thing in left]


def qt_application() -> Any:
    """Qt's application object, if this process has loaded Qt and made one."""
    core = sys.modules.get("PySide6.QtCore")
    return core.QCoreApplication.instance() if core else None
