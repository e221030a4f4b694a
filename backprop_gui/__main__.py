"""The way in for `python -m backprop_gui`; all the rest is in cli.py."""

import sys

from backprop_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
