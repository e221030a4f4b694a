"""A widget whose picture can be zoomed and moved: by wheel, pinch, keys and from outside."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from backprop_gui.views.canvas.zooming import Zoom

_STEP = 1.25  # of one notch of the wheel, or one press of a key
_NOTCH = 120  # eighths of a degree


class Viewport(QWidget):
    """Scene units times `scale` are pixels of the picture as it fits the widget."""

    def __init__(self) -> None:
        super().__init__()
        self._zoom = Zoom()
        self.scale = 1.0
        self.installEventFilter(self)

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    def zoom_in(self) -> None:
        self._zoom_about(QPointF(self.rect().center()), _STEP)

    def zoom_out(self) -> None:
        self._zoom_about(QPointF(self.rect().center()), 1 / _STEP)

    def fit(self) -> None:
        """Shows the whole picture."""
        self._set_zoom(Zoom())

    def pan(self, by: QPointF) -> None:
        """Moves the picture by so many pixels."""
        self._set_zoom(self._zoom.moved(by.x(), by.y()).kept_in(self.width(), self.height()))

    def to_scene(self, point: QPointF) -> tuple[float, float]:
        zoom, all_in_all = self._zoom, self._zoom.factor * self.scale
        return (point.x() - zoom.dx) / all_in_all, (point.y() - zoom.dy) / all_in_all

    def to_window(self, x: float, y: float) -> QPointF:
        zoom, all_in_all = self._zoom, self._zoom.factor * self.scale
        return QPointF(x * all_in_all + zoom.dx, y * all_in_all + zoom.dy)

    def show_in(self, x: float, y: float, margin: float) -> None:
        """Moves the picture, if need be, until a point of the scene is in the window."""
        point = self.to_window(x, y)
        area = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        if self._zoom != Zoom() and area.isValid() and not area.contains(point):
            nearest_x = min(max(point.x(), area.left()), area.right())
            nearest_y = min(max(point.y(), area.top()), area.bottom())
            self.pan(QPointF(nearest_x, nearest_y) - point)

    def enter_scene(self, painter: QPainter) -> QRectF:
        """Sets a painter to scene units; returns the part of the scene that is in the window."""
        painter.translate(self._zoom.dx, self._zoom.dy)
        all_in_all = self._zoom.factor * self.scale
        painter.scale(all_in_all, all_in_all)
        x, y = self.to_scene(QPointF(0, 0))
        return QRectF(x, y, self.width() / all_in_all, self.height() / all_in_all)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            self._zoom_about(event.position(), _STEP**notches)
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of its own events; not `event`, for the reason in pointer_tip.py."""
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self._zoom_about(event.position(), 1 + event.value())
            return True
        return False

    def keep_point(self, width: float, height: float) -> None:
        """To be called when the widget was resized from this size: keeps what is in view there."""
        if width > 0 and height > 0:
            across, down = self.width() / width, self.height() / height
            zoom = self._zoom
            self._zoom = Zoom(zoom.factor, zoom.dx * across, zoom.dy * down)

    def _zoom_about(self, point: QPointF, by: float) -> None:
        self._set_zoom(self._zoom.about(point.x(), point.y(), by))

    def _set_zoom(self, zoom: Zoom) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self.update()
