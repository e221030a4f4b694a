"""Where the frozen application starts; all the rest is in backprop_gui/cli.py."""

import sys

from backprop_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
