"""Ways to damage the bytes of a file, whatever they mean. Every choice comes from `random`."""

from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]

_ODD = (
    b"\x00", b"\xff", b"\xc3", b"\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf",
    b"\xff\xfe", b'"', b"\\", b"\\u", b"\\ud800", b"\r", b"\n", b"\t", b" ", b"\x0b", b"\x1a",
    b",", b":", b"[", b"]", b"{", b"}", b";", b"|", b"-", b"+", b".", b"e", b"0", b"1", b"9", b"_",
    "٣".encode(), "１".encode(), "−".encode(), "é".encode(), "\u2028".encode(), "😀".encode(),
)  # fmt: skip
_LONGEST_SPAN = 60


def flip_bits(random: Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.randint(1, 4)):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def insert_odd(random: Random, data: bytes) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(_ODD) * random.choice((1, 1, 1, 2, 50)) + data[at:]


def replace_odd(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    return data[:start] + random.choice(_ODD) + data[end:]


def truncate(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def behead(random: Random, data: bytes) -> bytes:
    return data[random.randrange(len(data)) :]


def delete_span(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    return data[:start] + data[end:]


def repeat_span(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    return data[:end] + data[start:end] * random.choice((1, 2, 20)) + data[end:]


def move_span(random: Random, data: bytes) -> bytes:
    start, end = _span(random, data)
    rest = data[:start] + data[end:]
    at = random.randint(0, len(rest))
    return rest[:at] + data[start:end] + rest[at:]


def repeat_all(_: Random, data: bytes) -> bytes:
    return data + data


def begin_with_a_mark(_: Random, data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data


def encode_otherwise(random: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1")), "replace")


def end_lines_otherwise(random: Random, data: bytes) -> bytes:
    return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"", b"\x00\n")))


BYTE_MUTATIONS: tuple[Mutation, ...] = (
    flip_bits,
    insert_odd,
    replace_odd,
    truncate,
    behead,
    delete_span,
    repeat_span,
    move_span,
    repeat_all,
    begin_with_a_mark,
    encode_otherwise,
    end_lines_otherwise,
)


def _span(random: Random, data: bytes) -> tuple[int, int]:
    start = random.randrange(len(data))
    return start, min(start + random.randint(1, _LONGEST_SPAN), len(data))
