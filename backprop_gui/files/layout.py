"""Lays JSON out so that people can read it: a table row by row, a sample on one line.

Line by line, so that other threads have their turns however large the network is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from backprop_gui.files.atomic import replacing


def write_laid_out(path: Path, value: Struct) -> None:
    """Writes atomically. Raises FileError; then the file is as before."""
    with replacing(path) as write:
        for part in _parts(value, b"\n"):
            write(part)
        write(b"\n")


def laid_out(value: Struct) -> bytes:
    """`value` as JSON text in UTF-8; its floats, read again, have the same bits."""
    return b"".join((*_parts(value, b"\n"), b"\n"))


def _parts(value: Any, newline: bytes) -> Iterator[bytes]:
    """The text of `value` in parts; `newline` begins a line at the present depth."""
    if _fits_a_line(value):
        yield _on_one_line(value)
        return
    inner = newline + b"  "
    opening, closing = (b"{", b"}") if isinstance(value, Struct) else (b"[", b"]")
    separator = opening
    for name, part in _members(value) if isinstance(value, Struct) else ((b"", x) for x in value):
        yield separator + inner + name
        yield from _parts(part, inner)
        separator = b","
    yield newline + closing


def _members(value: Struct) -> Iterator[tuple[bytes, Any]]:
    """What JSON shows of `value`, each part after its name: the same as msgspec shows."""
    omits = value.__struct_config__.omit_defaults
    for field in msgspec.structs.fields(value):
        part = getattr(value, field.name)
        if part is not msgspec.UNSET and not (omits and part is field.default):
            yield _on_one_line(field.encode_name) + b": ", part


def _on_one_line(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=0)


def _fits_a_line(value: Any) -> bool:
    """Whether `value` holds neither a table nor, but for itself, an object."""
    if isinstance(value, Struct):
        parts = (getattr(value, name) for name in value.__struct_fields__)
        return all(not isinstance(part, Struct) and _is_row(part) for part in parts)
    return _is_row(value)


def _is_row(value: Any) -> bool:
    """Whether `value` is a scalar or a tuple of them; a tuple's first entry tells its kind."""
    first = next(iter(value), None) if isinstance(value, tuple) else None
    return not isinstance(first, tuple | Struct)
