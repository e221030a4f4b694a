"""What can be told of a text table before it is imported, for a person who chooses the roles."""

import re
from collections.abc import Sequence
from itertools import islice

from backprop_gui.files.delimited import DelimitedText, Dialect, Preview, found
from backprop_gui.files.errors import FileError
from backprop_gui.files.sample_table import IGNORED_NAMES, Role

_COUNTED = 1 << 18  # characters; to look for the classes in more would hold up the window
_LIKE_A_NUMBER = re.compile(r"[+\-−]?[\d.,'’\s]*\d\s*%?")  # 1.000,5 and 1 000, not 2020-01-31


def fitting_roles(
    table: DelimitedText, dialect: Dialect, roles: tuple[Role, ...], inputs: int, outputs: int
) -> tuple[Role, ...]:
    """Those `roles`, or ones that make as many inputs and targets as a network has, if any do.

    The last columns of numbers then are targets too. What is a target by its name stays one.
    """
    numbers = [at for at, role in enumerate(roles) if role in (Role.INPUT, Role.TARGET)]
    targets = set(numbers[inputs:])
    if not targets or any(roles[at] is Role.TARGET for at in numbers[:inputs]):
        return roles
    fitting = tuple(Role.TARGET if at in targets else role for at, role in enumerate(roles))
    return fitting if count_targets(table, dialect, fitting) == outputs else roles


def count_targets(table: DelimitedText, dialect: Dialect, roles: Sequence[Role]) -> int | None:
    """How many targets there will be; None where too many classes would have to be looked at."""
    holders = [at for at, role in enumerate(roles) if role is Role.CLASSES]
    if not holders:
        return roles.count(Role.TARGET)
    if len(table.text) > _COUNTED:
        return None
    classes: set[tuple[int, str]] = set()
    try:
        for _, row, _ in islice(table.rows(dialect.delimiter), dialect.has_header, None):
            classes.update((at, row[at].strip()) for at in holders if at < len(row))
    except FileError:
        return None  # no table further down: the import will say so
    return roles.count(Role.TARGET) + len(classes)


def doubts(preview: Preview, dialect: Dialect, roles: Sequence[Role]) -> dict[int, str]:
    """Why columns that seem to hold numbers were guessed to hold none, by the column's place.

    Each reason names the first bad cell, as "expected a number in row 6, found nothing".
    """
    reasons = {}
    for at, (name, role) in enumerate(zip(preview.names, roles, strict=True)):
        if role in (Role.INPUT, Role.TARGET) or name.lower() in IGNORED_NAMES:
            continue
        rows = zip(preview.numbers, preview.rows, strict=True)
        cells = [(number, row[at]) for number, row in rows if at < len(row)]
        bad = [(number, cell) for number, cell in cells if dialect.number(cell) is None]
        if bad and _seem_numbers([cell for _, cell in cells], dialect):
            number, cell = bad[0]
            reasons[at] = f"expected a number in row {number}, found {found(cell)}"
    return reasons


def _seem_numbers(cells: Sequence[str], dialect: Dialect) -> bool:
    """Whether half of those that are not blank, or more, are numbers in some way of writing."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    like = [_LIKE_A_NUMBER.fullmatch(cell) or dialect.number(cell) is not None for cell in filled]
    return 2 * sum(map(bool, like)) >= len(filled)
