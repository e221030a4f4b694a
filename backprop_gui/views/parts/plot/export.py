"""A part of a widget as a picture or a drawing, as it is seen. No files."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

_SCALE = 2  # so that it is sharp in print and on dense screens


def picture_of(widget: QWidget, part: QRect) -> QImage:
    """Twice as many pixels across and down as on a plain screen."""
    image = QImage(part.size() * _SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_SCALE)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _render(widget, part, painter)
    painter.end()
    return image


def png_of(widget: QWidget, part: QRect) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture_of(widget, part))
    return bytes(data.data())


def svg_of(widget: QWidget, part: QRect) -> bytes:
    """Lines are lines in it, and text is text."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the older one cannot clip
    generator.setOutputDevice(buffer)
    generator.setResolution(widget.logicalDpiX())
    size: QSize = part.size()
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle("Backprop Lab")
    painter = QPainter(generator)
    _render(widget, part, painter)
    painter.end()
    return bytes(data.data())


def _render(widget: QWidget, part: QRect, painter: QPainter) -> None:
    widget.render(painter, QPoint(0, 0), QRegion(part))
