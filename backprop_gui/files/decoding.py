"""Turns bytes into the types of `formats`, strictly; what does not fit becomes a FileError.

msgspec does the checking, and bounds the depth of nesting; here its findings are put into words.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.files.errors import FileError, printable
from backprop_gui.files.formats import VERSION

File = TypeVar("File", bound=msgspec.Struct)

_LONGEST_FOUND = 40  # characters of what was found that are repeated in a message
_CHOICES = {"activation": Activation, "order": SampleOrder, "bias": BiasPolicy}
_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}


class Header(msgspec.Struct, frozen=True):
    """What every file of ours says of itself; other fields are not looked at."""

    format: str = ""
    version: int = 0


def decode(path: Path, data: bytes, kind: type[File]) -> File:
    """`data`, read from `path`, as a `kind`. Raises FileError."""
    try:
        value = msgspec.json.decode(data, type=kind)
    except RecursionError as error:
        raise FileError(path, "expected no more than a few levels of brackets") from error
    except UnicodeDecodeError as error:
        raise FileError(path, "expected text in UTF-8") from error
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        place = place.rstrip("`").lstrip(".")
        raise FileError(path, _in_words(message, place), place) from error
    except msgspec.DecodeError as error:
        raise _malformed(path, data, str(error)) from error
    return value


def decode_strictly(path: Path, data: bytes, kind: type[File]) -> File:
    """As `decode`, for a `kind` that has no unknown fields; also refuses a field given twice."""
    value = decode(path, data, kind)
    # A quick look that clears most files: where a field is given twice there are more colons than
    # in the same value written anew. An escape may hide one.
    if b"\\" in data or data.count(b":") != msgspec.json.encode(value).count(b":"):
        for doubled in _doubled(data):
            name = printable(doubled, _LONGEST_FOUND)
            raise FileError(path, f'expected each field once, found "{name}" twice in one object')
    return value


def format_of(path: Path, data: bytes, *expected: str) -> str:
    """Which of the `expected` formats the file is, in a version that we know. Raises FileError."""
    header = decode(path, data, Header)
    if header.format not in expected:
        found = f'"{printable(header.format, _LONGEST_FOUND)}"' if header.format else "none"
        names = " or ".join(f'"{name}"' for name in expected)
        raise FileError(path, f"expected {names}, found {found}", "format")
    if header.version != VERSION:
        newer = ", which a newer Backprop Lab wrote" if header.version > VERSION else ""
        found = printable(str(header.version), _LONGEST_FOUND) if header.version else "none"
        raise FileError(path, f"expected {VERSION}, found {found}{newer}", "version")
    return header.format


def _in_words(message: str, place: str) -> str:
    """What msgspec says of a value that does not fit, as a phrase for people."""
    for pattern, phrase in _PHRASES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            shown = [printable(_TYPES.get(x, x), _LONGEST_FOUND) for x in found.groups()]
            return phrase(place, *shown)
    return f"expected something else ({printable(message)})"


def _choice(place: str, found: str) -> str:
    choices = _CHOICES.get(place.rpartition(".")[2])
    names = ", ".join(f'"{choice}"' for choice in choices) if choices else "another text"
    return f'expected {"one of " if choices else ""}{names}, found "{found}"'


_PHRASES: list[tuple[str, Callable[..., str]]] = [
    (r"Expected `([^`]*) \| null`, got `([^`]*)`", lambda _, a, b: f"expected {a}, found {b}"),
    (r"Expected `([^`]*)`, got `([^`]*)`", lambda _, a, b: f"expected {a}, found {b}"),
    (r"Expected `(\w*)` >= (\d+)", lambda _, a, b: f"expected {a} of at least {b}"),
    (r"Expected `array` of length >= 1", lambda _: "expected at least one entry"),
    (r"Object missing required field `(.*)`", lambda _, a: f'expected a field "{a}"'),
    (r"Object contains unknown field `(.*)`", lambda _, a: f'expected no field "{a}"'),
    (r"Invalid enum value '?(.*?)'?", _choice),
    (r"(?:Number|Integer value) out of range", lambda _: "expected a number not so large"),
]


def _malformed(path: Path, data: bytes, message: str) -> FileError:
    """The error for what is not JSON at all."""
    found = re.fullmatch(r"JSON is malformed: (.*) \(byte (\d+)\)", message)
    if not found:
        ends = "found an empty file" if not data.strip() else "but the file ends too early"
        return FileError(path, f"expected JSON, {ends}")
    reason, byte = found[1], int(found[2])
    before = data[:byte].rpartition(b"\n")
    line, column = data.count(b"\n", 0, byte) + 1, len(before[2].decode("utf-8", "replace")) + 1
    place = f"line {line}, column {column}"
    if number := re.match(rb"NaN|Infinity", data[byte : byte + 8]):
        return FileError(path, f"expected a finite number, found {number[0].decode()}", place)
    if data.startswith(b"\xef\xbb\xbf"):
        reason = "it begins with a byte order mark"
    return FileError(path, f"expected JSON ({reason})", place)


def _doubled(data: bytes) -> list[str]:
    """The names of fields that are given twice in one object; `data` is JSON and not deep."""
    doubled: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        times = Counter(name for name, _ in pairs)
        if len(times) < len(pairs):
            doubled.append(times.most_common(1)[0][0])

    # Numbers are left as text: it is quick, and none is too long.
    json.loads(data, object_pairs_hook=note, parse_int=str, parse_float=str)
    return doubled
