"""Lays JSON out so that people can read it: a table row by row, a sample on one line."""

from collections.abc import Iterator
from typing import Any

import msgspec


def laid_out(value: msgspec.Struct) -> bytes:
    """`value` as JSON text in UTF-8; its floats, read again, have the same bits."""
    return b"".join(_parts(msgspec.to_builtins(value), b"\n")) + b"\n"


def _parts(value: Any, newline: bytes) -> Iterator[bytes]:
    """The text of `value` in parts; `newline` begins a line at the present depth."""
    if _fits_a_line(value):
        yield _on_one_line(value)
        return
    opening, closing = (b"{", b"}") if isinstance(value, dict) else (b"[", b"]")
    separator = opening
    for item in value:
        yield separator + newline + b"  "
        if isinstance(value, dict):
            yield _on_one_line(item) + b": "
            yield from _parts(value[item], newline + b"  ")
        else:
            yield from _parts(item, newline + b"  ")
        separator = b","
    yield newline + closing


def _on_one_line(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=0)


def _fits_a_line(value: Any) -> bool:
    """Whether `value` holds neither a table nor, but for itself, an object."""
    if isinstance(value, dict):
        return all(not isinstance(part, dict) and _is_row(part) for part in value.values())
    return _is_row(value)


def _is_row(value: Any) -> bool:
    """Whether `value` is a scalar or a list of them; a list's first entry tells its kind."""
    first = next(iter(value), None) if isinstance(value, list | tuple) else None
    return not isinstance(first, list | tuple | dict)
