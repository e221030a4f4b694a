"""The versions and licences of everything that this program is made of, and what it runs on.

Told from the packages' metadata: nothing is imported for it.
"""

import platform
import sys

from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from backprop_gui import __version__
from backprop_gui.views.about_dialog import Part

_LGPL = "LGPL-3.0-only"
_PACKAGES = {
    "PySide6-Essentials": ("PySide6", _LGPL),
    "pyqtgraph": ("pyqtgraph", "MIT"),
    "numpy": ("NumPy", "BSD-3-Clause"),
    "numba": ("Numba", "BSD-2-Clause"),
    "llvmlite": ("llvmlite", "BSD-2-Clause"),
    "msgspec": ("msgspec", "BSD-3-Clause"),
    "platformdirs": ("platformdirs", "MIT"),
    "tqdm": ("tqdm", "MPL-2.0 AND MIT"),
}


def parts() -> list[Part]:
    """This program first, what it runs on last."""
    app = [Part("Backprop Lab", __version__, "MIT")]
    ground = [
        Part("Python", platform.python_version(), "PSF-2.0"),
        Part("Qt", qVersion(), _LGPL),
    ]
    packages = [Part(name, _version(of), own) for of, (name, own) in _PACKAGES.items()]
    return [*app, *ground, *packages, _llvm(), Part("Platform", _platform())]


def _version(package: str) -> str:
    from importlib import metadata  # here and not above: it is needed seldom, and slow to load

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"


def _llvm() -> Part:
    """Known as soon as the engine has been loaded, and not worth loading it."""
    binding = sys.modules.get("llvmlite.binding")
    numbers = getattr(binding, "llvm_version_info", None)
    version = ".".join(map(str, numbers)) if numbers else "not loaded yet"
    return Part("LLVM", version, "Apache-2.0 WITH LLVM-exception")


def _platform() -> str:
    screen = QGuiApplication.platformName() if QGuiApplication.instance() else ""
    kind = "frozen" if getattr(sys, "frozen", False) else ""
    words = (QSysInfo.prettyProductName(), platform.machine(), platform.release(), screen, kind)
    return ", ".join(word for word in words if word)
