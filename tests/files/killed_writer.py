"""Writes a file over and over, saying so each time, until it is killed."""

import sys
from itertools import cycle
from pathlib import Path

from backprop_gui.files.atomic import write_atomically

SIZE = 3_000_000
CONTENTS = [bytes([letter]) * SIZE for letter in b"ab"]


def main() -> None:
    for content in cycle(CONTENTS):
        write_atomically(Path(sys.argv[1]), content)
        print("written", flush=True)


if __name__ == "__main__":
    main()
