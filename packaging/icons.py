"""Renders the application's icon for every system: `python packaging/icons.py FOLDER`.

Drawings are resources/icons/app/*.svg. An .ico and an .icns file are PNG pictures behind a table
of contents.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

APP_ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons" / "app"
NAME = "backprop-lab"

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)  # pixels
SMALL = 32  # up to here the drawing for small sizes

ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
# The kinds that hold a PNG: the plain sizes, and 512 as 256 at double density.
ICNS_KINDS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}


def render(size: int) -> bytes:
    """The icon as a PNG of `size` pixels."""
    drawing = APP_ICONS / (f"{NAME}-small.svg" if size <= SMALL else f"{NAME}.svg")
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of PNGs by size (up to 256)."""
    table, content = struct.pack("<HHH", 0, 1, len(pictures)), b""
    begin = len(table) + 16 * len(pictures)
    for size, png in pictures.items():
        side = size % 256  # 0 stands for 256
        table += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), begin + len(content))
        content += png
    return table + content


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """A macOS icon of PNGs by kind."""
    content = b"".join(
        kind + struct.pack(">I", 8 + len(png)) + png for kind, png in pictures.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(content)) + content


def write(folder: Path) -> None:
    """Fills `folder`: {size}.png, backprop-lab.ico, backprop-lab.icns."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: render(size) for size in SIZES}
    for size, png in pictures.items():
        (folder / f"{size}.png").write_bytes(png)
    (folder / f"{NAME}.ico").write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))
    kinds = {kind: pictures[size] for kind, size in ICNS_KINDS.items()}
    (folder / f"{NAME}.icns").write_bytes(icns(kinds))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
