"""Ways to damage JSON that know its structure: what comes out is mostly JSON, but not ours."""

import re
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from tests.fuzz.byte_mutations import Mutation


class Span(NamedTuple):
    """A part of the file: data[start:end]."""

    start: int
    end: int


class Structure(NamedTuple):
    """Where the values are, and the members of objects, `"name": value`, and their names."""

    values: tuple[Span, ...]
    members: tuple[Span, ...]
    names: tuple[Span, ...]


_NUMBERS = (
    b"0", b"-0", b"-0.0", b"1", b"-1", b"2", b"1.5", b"-1e-5", b"1e3", b"1E+2", b"5e-324",
    b"1e-400", b"1e308", b"1.7976931348623157e308", b"1.7976931348623159e308", b"1e400", b"-1e400",
    b"9007199254740992", b"9007199254740993", b"9223372036854775807", b"9223372036854775808",
    b"18446744073709551615", b"18446744073709551616", b"0.1000000000000000055511151231257827021181",
    b"2.2250738585072011e-308", b"6929495644600919.5", b"1" * 309, b"9" * 400, b"1" * 5000,
    b"0." + b"3" * 5000, b"0." + b"0" * 400 + b"1", b"1e99999999999999999999",
)  # fmt: skip
_NO_JSON = (
    b"NaN", b"Infinity", b"-Infinity", b"nan", b"01", b"1.", b".5", b"+1", b"0x10", b"1_000", b"1e",
    b"--1", "٣".encode(), "１".encode(), b"'a'", b"undefined", b"True", b"None", b"/* */ 1", b"",
    b'"\xff"', b'"\xed\xa0\x80"', b'"\n"', b'"\x00"', b'"open', b"[1,]", b"[,]", b"[", b"}",
    b'{"a" 1}', b"{a: 1}", b"[1 2]",
)  # fmt: skip
_OTHERS = (
    b"true", b"false", b"null", b'""', b'"1"', b'"0.5"', b'"NaN"', b"[]", b"{}", b"[[]]", b"[[1]]",
    b"[1]", b"[1,2]", b"[1.5,null]", b"[true]", b'["1"]', b'{"a":1}', b'[{"inputs":[1]}]',
    b'"\\ud800"', b'"\\u0000"', b'"\\ud83d\\ude00"', '"😀"'.encode(), b'"' + b"a" * 5000 + b'"',
    b'"' + "é".encode() * 199 + b'"', b"[" * 40 + b"]" * 40, b"[" * 3000 + b"]" * 3000,
    b"[" * 3000, b'{"a":' * 1500 + b"1" + b"}" * 1500, b"[" + b"1," * 3000 + b"1]",
)  # fmt: skip
_WORDS = tuple(str(word) for kind in (Activation, BiasPolicy, SampleOrder) for word in kind)
_ENUMS = tuple(
    f'"{form}"'.encode()
    for word in _WORDS
    for form in (word, word.upper(), word + " ", word.replace(" ", "_"), word[:-1])
)
_NAMES = (
    b'"format"', b'"version"', b'"network"', b'"inputs"', b'"layers"', b'"activation"',
    b'"weights"', b'"biases"', b'"samples"', b'"targets"', b'"training"', b'"learning_rate"',
    b'"order"', b'"seed"', b'"bias"', b'"columns"', b'"changes"', b'"step"', b'"parameters"',
    b'"at"', b'"value"', b'"name"', b'"offset"', b'"scale"', b'"trained"', b'"steps"',
    b'"total_error"', b'""', b'"Format"', b'"w\\u0065ights"', b'"\\u0000"', b'"__proto__"',
    b'"' + b"n" * 5000 + b'"', "\"naïve 😀\"".encode(), b"1", b"null", b"name",
)  # fmt: skip
_POOLS = (_NUMBERS, _NUMBERS, _NO_JSON, _OTHERS, _ENUMS)


def replace_value(random: Random, data: bytes) -> bytes:
    span = _one_of(random, structure(data).values)
    return _with(data, span, random.choice(random.choice(_POOLS)))


def replace_number(random: Random, data: bytes) -> bytes:
    """Several numbers by others: the file often stays right."""
    numbers = [span for span in structure(data).values if data[span.start] in b"-0123456789"]
    for span in sorted(random.sample(numbers, min(len(numbers), random.randint(1, 4))))[::-1]:
        data = _with(data, span, random.choice(_NUMBERS))
    return data


def swap_values(random: Random, data: bytes) -> bytes:
    one, other = sorted(random.choices(structure(data).values, k=2))
    if one.end > other.start:  # one holds the other, and is replaced by it
        return _with(data, one, data[other.start : other.end])
    swapped = _with(data, other, data[one.start : one.end])
    return _with(swapped, one, data[other.start : other.end])


def wrap_value(random: Random, data: bytes) -> bytes:
    span = _one_of(random, structure(data).values)
    before, after = random.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'"', b'"')))
    times = random.choice((1, 1, 2, 1000))
    return _with(data, span, before * times + data[span.start : span.end] + after * times)


def delete_value(random: Random, data: bytes) -> bytes:
    """A value or member with the comma before or after it."""
    found = structure(data)
    span = _one_of(random, random.choice((found.values, found.members)))
    before = data[: span.start].rstrip()
    if before.endswith(b","):
        return before[:-1] + data[span.end :]
    return data[: span.start] + data[span.end :].lstrip().removeprefix(b",")


def repeat_value(random: Random, data: bytes) -> bytes:
    """A value or member once more, or many times: rows, samples, fields given twice."""
    found = structure(data)
    span = _one_of(random, random.choice((found.values, found.members)))
    times = random.choice((1, 1, 1, 2, 100))
    return _with(data, Span(span.end, span.end), (b"," + data[span.start : span.end]) * times)


def rename_member(random: Random, data: bytes) -> bytes:
    return _with(data, _one_of(random, structure(data).names), random.choice(_NAMES))


def add_member(random: Random, data: bytes) -> bytes:
    """A field that may be unknown, or be there already under the same name, perhaps escaped."""
    span = _one_of(random, structure(data).members)
    added = random.choice(_NAMES) + b":" + random.choice(random.choice(_POOLS)) + b","
    return _with(data, Span(span.start, span.start), added)


def repeat_member_escaped(random: Random, data: bytes) -> bytes:
    """The same field again, its name written with an escape."""
    found = structure(data)
    at = random.randrange(len(found.members))
    member, name = found.members[at], found.names[at]
    written = b'"\\u%04x' % data[name.start + 1] + data[name.start + 2 : member.end]
    return _with(data, Span(member.end, member.end), b"," + written)


def reverse_members(random: Random, data: bytes) -> bytes:
    """Two members next to each other in the other order: still right."""
    members = structure(data).members
    pairs = [
        (one, other)
        for one, other in pairwise(members)
        if one.end < other.start and data[one.end : other.start].strip() == b","
    ]
    if not pairs:
        return data
    one, other = random.choice(pairs)
    between = data[one.end : other.start]
    turned = data[other.start : other.end] + between + data[one.start : one.end]
    return _with(data, Span(one.start, other.end), turned)


JSON_MUTATIONS: tuple[Mutation, ...] = (
    replace_value,
    replace_number,
    swap_values,
    wrap_value,
    delete_value,
    repeat_value,
    rename_member,
    add_member,
    repeat_member_escaped,
    reverse_members,
)

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


@cache
def structure(data: bytes) -> Structure:
    """Of a file that is JSON; called with the whole ones only, so that few are kept."""
    values: list[Span] = []
    members: list[Span] = []
    names: list[Span] = []
    open_at: list[tuple[int, Span | None]] = []  # where brackets opened, under which name
    name: Span | None = None
    tokens = list(_TOKEN.finditer(data))
    for at, token in enumerate(tokens):
        text, start, end = token[0], token.start(), token.end()
        if text in (b"[", b"{"):
            open_at.append((start, name))
            name = None
            continue
        if text in (b",", b":"):
            continue
        if text in (b"]", b"}"):
            start, name = open_at.pop()
        elif tokens[at + 1 : at + 2] and tokens[at + 1][0] == b":":
            name = Span(start, end)
            continue
        values.append(Span(start, end))
        if name is not None:
            names.append(name)
            members.append(Span(name.start, end))
            name = None
    return Structure(tuple(values), tuple(members), tuple(names))


def _one_of(random: Random, spans: tuple[Span, ...]) -> Span:
    """Small and large ones alike: most values are numbers, few are whole objects."""
    if random.random() < 0.5:
        return random.choice(spans)
    return max(random.choices(spans, k=8), key=lambda span: span.end - span.start)


def _with(data: bytes, span: Span, replacement: bytes) -> bytes:
    return data[: span.start] + replacement + data[span.end :]
