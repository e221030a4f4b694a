"""Environments of tools that neither running nor testing needs, each filled from its own lock."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dev


def python_of(environment: Path) -> Path:
    """The environment's interpreter; its programs lie beside it."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(environment: Path, lock: str) -> None:
    """Bring an environment up to date with its lock; quick when nothing changed."""
    stamp = environment / "backprop-lab.txt"
    wanted = sys.version + (dev.ROOT / lock).read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    dev.stop_with(dev.missing_message(dev.missing(dev.VENV_NEEDS)))
    dev.say("Making the tools' environment, which may take a minute or two")
    dev.call(sys.executable, "-m", "venv", "--clear", str(environment))
    options = ["-qq", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    pip = [str(python_of(environment)), "-m", "pip", "install", *options]
    dev.call(*pip, "--requirement", lock)
    stamp.write_text(wanted, encoding="utf-8")
