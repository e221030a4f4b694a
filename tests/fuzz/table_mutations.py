"""Ways to damage a text table that know of its rows, cells and delimiters."""

from random import Random

from tests.fuzz.byte_mutations import Mutation

_DELIMITERS = (b",", b";", b"\t", b"|", b" ")
_CELLS = (
    b"", b" ", b"0", b"-0.0", b"+1", b"1.", b".5", b"1,5", b"1.5", b'"1,5"', b"1e3", b"1E-400",
    b"1e308", b"1e400", b"-1e999", b"nan", b"NaN", b"inf", b"-Infinity", b"1_000", b"0x1f",
    b"1 000", b"1.234.567,8", "٣".encode(), "１２".encode(), "−1".encode(), "½".encode(), b"--1",
    b"1e", b"e5", b'"', b'""', b'"""', b'a"b', b'"a', b'a"', b'"a\nb"', b'"a\r\nb"', b'"\n', b"'1'",
    b"\x00", b"a\x00b", b"\xff", b"\xc3\xa9", b"caf\xe9", b"\xef\xbb\xbf1", b"=1+1", b"#", b"\\",
    b"\r", b"\x0b", b"\x1c", b"\xc2\x85", b"\xe2\x80\xa8", b"setosa", b"id", b"o1", b"o2", b"true",
    b"9" * 309, b"1" * 400, b"0." + b"1" * 5000, b"x" * 5000, "😀".encode() * 300, b" " * 2000,
    b'"' + b"q" * 3000, b"1" * 140_000,
)  # fmt: skip


def replace_cells(random: Random, data: bytes) -> bytes:
    delimiter, lines = _parts(data)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(lines))
        cells = lines[at].split(delimiter)
        cells[random.randrange(len(cells))] = _cell(random)
        lines[at] = delimiter.join(cells)
    return b"\n".join(lines)


def add_or_take_cells(random: Random, data: bytes) -> bytes:
    """Ragged rows."""
    delimiter, lines = _parts(data)
    at = random.randrange(len(lines))
    cells = lines[at].split(delimiter)
    if random.random() < 0.5:
        cells.insert(random.randint(0, len(cells)), _cell(random))
    else:
        del cells[random.randrange(len(cells))]
    lines[at] = delimiter.join(cells)
    return b"\n".join(lines)


def change_a_column(random: Random, data: bytes) -> bytes:
    """The same cell in every row, below the header or in it too: the table stays rectangular."""
    delimiter, lines = _parts(data)
    cell, first = _cell(random), random.randint(0, 1)
    column = random.randrange(lines[0].count(delimiter) + 1)
    for at in range(first, len(lines)):
        cells = lines[at].split(delimiter)
        if column < len(cells):
            cells[column] = cell
            lines[at] = delimiter.join(cells)
    return b"\n".join(lines)


def change_delimiters(random: Random, data: bytes) -> bytes:
    delimiter, lines = _parts(data)
    new = random.choice((*_DELIMITERS, b"", b"\x00", b", ", b"  ", b",,"))
    if random.random() < 0.5:
        return data.replace(delimiter, new)
    at = random.randrange(len(lines))
    lines[at] = lines[at].replace(delimiter, new)
    return b"\n".join(lines)


def end_with_delimiters(random: Random, data: bytes) -> bytes:
    """As spreadsheets write empty columns."""
    delimiter, lines = _parts(data)
    ending = delimiter * random.choice((1, 2, 30, 12_000))
    return b"\n".join(line + ending for line in lines[:20])


def move_lines(random: Random, data: bytes) -> bytes:
    _, lines = _parts(data)
    random.shuffle(lines)
    return b"\n".join(lines)


def repeat_lines(random: Random, data: bytes) -> bytes:
    _, lines = _parts(data)
    at = random.randrange(len(lines))
    lines[at:at] = [lines[at]] * random.choice((1, 5, 100))
    return b"\n".join(lines)


def delete_lines(random: Random, data: bytes) -> bytes:
    _, lines = _parts(data)
    return b"\n".join(line for line in lines if random.random() < 0.7)


def add_lines(random: Random, data: bytes) -> bytes:
    delimiter, lines = _parts(data)
    line = random.choice((b"", b" ", b"# remark", b"a title", delimiter * 3, b'""', b"\x00", b'"'))
    at = random.choice((0, 0, random.randint(0, len(lines))))
    lines[at:at] = [line] * random.choice((1, 1, 60))
    return b"\n".join(lines)


def quote_cells(random: Random, data: bytes) -> bytes:
    """All cells in quotes, now and then one that is not closed."""
    delimiter, lines = _parts(data)
    rows = [delimiter.join(b'"%s"' % cell for cell in line.split(delimiter)) for line in lines]
    quoted = b"\n".join(rows)
    return quoted[:-1] if random.random() < 0.3 else quoted


def use_decimal_commas(_: Random, data: bytes) -> bytes:
    return data.replace(b",", b";").replace(b".", b",")


TABLE_MUTATIONS: tuple[Mutation, ...] = (
    replace_cells,
    add_or_take_cells,
    change_a_column,
    change_delimiters,
    end_with_delimiters,
    move_lines,
    repeat_lines,
    delete_lines,
    add_lines,
    quote_cells,
    use_decimal_commas,
)


def _parts(data: bytes) -> tuple[bytes, list[bytes]]:
    """The delimiter that is there most often, and the lines."""
    return max(_DELIMITERS, key=data.count), data.split(b"\n")


def _cell(random: Random) -> bytes:
    # The last few are large: rarely, or all the time would go there.
    return random.choice(_CELLS if random.random() < 0.05 else _CELLS[:-8])
