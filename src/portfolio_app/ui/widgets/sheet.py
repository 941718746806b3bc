"""One drawn page or picture that can be scrolled, in an area that hears the keys for turning and zooming."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from portfolio_app.ui.guard import guarded, nothing

_ZOOM_KEYS = {
    Qt.Key.Key_Plus: "in",
    Qt.Key.Key_Equal: "in",
    Qt.Key.Key_Minus: "out",
    Qt.Key.Key_0: "fit",
}
_TURN_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Backspace: -1,
}


class SheetView(QScrollArea):
    """Shows one sheet. Page Down scrolls, and at the end of the sheet asks for the next one."""

    turn_requested = Signal(int)
    """So many pages on (1) or back (-1)."""
    jump_requested = Signal(bool)
    """To the last page (True) or the first."""
    zoom_requested = Signal(str)
    """``in``, ``out`` or ``fit``."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sheet = QLabel()
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._sheet)

    def show_sheet(self, image: QImage, name: str, *, from_end: bool = False) -> None:
        """Show a drawing. ``name`` is what a screen reader says; ``from_end`` shows its foot first."""
        self._sheet.setPixmap(QPixmap.fromImage(image))
        self._sheet.setAccessibleName(name)
        self.setAccessibleName(name)
        ratio = image.devicePixelRatio()
        self._sheet.resize(round(image.width() / ratio), round(image.height() / ratio))
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if from_end else 0)

    def clear(self) -> None:
        """Show nothing."""
        self._sheet.clear()
        self._sheet.resize(0, 0)

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        bar = self.verticalScrollBar()
        sideways = self.horizontalScrollBar().maximum() > 0
        if key in _ZOOM_KEYS:
            self.zoom_requested.emit(_ZOOM_KEYS[key])
        elif key in _TURN_KEYS and not sideways:
            self.turn_requested.emit(_TURN_KEYS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.jump_requested.emit(key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space) and bar.value() >= bar.maximum():
            self.turn_requested.emit(1)
        elif key == Qt.Key.Key_PageUp and bar.value() <= bar.minimum():
            self.turn_requested.emit(-1)
        elif key == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)

    @guarded(nothing)
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_requested.emit("in" if turned > 0 else "out")
            event.accept()
            return
        super().wheelEvent(event)

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()
