"""What the application remembers from one start to the next, as one small JSON file.

Garbage in that file, or no file, gives the defaults: preferences never block a start. Garbage is
noted in the log.
"""

import base64
import logging
from pathlib import Path
from typing import Literal

import msgspec

from backprop_gui.document.stamp import Stamp
from backprop_gui.files.atomic import write_atomically
from backprop_gui.files.decoding import decode
from backprop_gui.files.errors import FileError
from backprop_gui.files.reading import read_file

_MOST_RECENT = 10
_LARGEST = 1 << 20
_LOG = logging.getLogger(__name__)


class Preferences(msgspec.Struct, frozen=True):
    """`geometry` and `arrangement` are the window's, as base64; `recent` the newest file first."""

    theme: Literal["system", "light", "dark"] = "system"
    recent: tuple[str, ...] = ()
    geometry: str = ""
    arrangement: str = ""
    speed: int = -1

    def with_recent(self, path: Path) -> "Preferences":
        name = str(path)
        if not name.isprintable():  # no text that JSON could hold, or that a menu could show
            return self
        others = tuple(other for other in self.recent if other != name)
        return msgspec.structs.replace(self, recent=(name, *others)[:_MOST_RECENT])

    def without_recent(self, path: Path) -> "Preferences":
        others = tuple(other for other in self.recent if other != str(path))
        return msgspec.structs.replace(self, recent=others)

    def with_window(self, geometry: bytes, arrangement: bytes) -> "Preferences":
        texts = (base64.b64encode(part).decode("ascii") for part in (geometry, arrangement))
        return msgspec.structs.replace(self, geometry=next(texts), arrangement=next(texts))

    @property
    def window(self) -> tuple[bytes, bytes] | None:
        """Geometry and arrangement, None when there are none or they are garbage."""
        try:
            parts = tuple(
                base64.b64decode(x, validate=True) for x in (self.geometry, self.arrangement)
            )
        except ValueError:
            return None
        return (parts[0], parts[1]) if all(parts) else None


class PreferencesFile:
    """The preferences in force, kept in the file at `path`; other windows keep theirs there too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = Stamp.of(path)
        self._value = _read(path)

    @property
    def value(self) -> Preferences:
        """As they are now: what another window has kept counts."""
        stamp = Stamp.of(self._path)
        if stamp != self._stamp:
            self._value, self._stamp = _read(self._path), stamp
        return self._value

    def keep(self, value: Preferences) -> None:
        """Takes and stores `value`; a disk that cannot be written costs only the next start's."""
        if value == self.value:
            return
        self._value = value
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, msgspec.json.encode(value))
        except (FileError, OSError):
            pass
        self._stamp = Stamp.of(self._path)


def _read(path: Path) -> Preferences:
    try:
        return decode(path, read_file(path, _LARGEST), Preferences)
    except FileError as error:
        if Stamp.of(path) is not None:  # at the first start there is none
            _LOG.warning("The preferences in %s were not read: %s", path.parent, error)
        return Preferences()
