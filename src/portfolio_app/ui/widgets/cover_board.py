"""A picture to lay boxes over: drawn, dragged and made larger by mouse, or all of it by keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from portfolio_app.domain.covers import WHOLE, Cover, CoverLook
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.lists import DELETING

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_HANDLE: Final = 12
_LEAST_DRAG: Final = 6
_EDGE: Final = 3


class CoverBoard(QWidget):
    """Shows a picture with boxes, or the finished picture. It changes nothing itself: it asks."""

    drawn = Signal(object, object)
    """A box was drawn between two corners, as shares of the picture."""
    picked = Signal(int)
    placed = Signal(object)
    """The chosen box was dragged or pulled larger; `let_go` follows."""
    let_go = Signal()
    moved = Signal(int, int, bool)
    """Arrow keys: so many steps to the right and down; fine steps with True."""
    sized = Signal(int, int, bool)
    remove_requested = Signal()
    add_requested = Signal()
    next_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(grown(230), grown(180))
        self.setMouseTracking(True)
        self._picture, self._finished = QPixmap(), QPixmap()
        self._boxes: tuple[Cover, ...] = ()
        self._chosen = -1
        self._from: QPointF | None = None
        self._to = QPointF()
        self._held: tuple[Cover, QPointF, bool] | None = None

    @guarded(lambda: QSize(520, 380))
    def sizeHint(self) -> QSize:
        return QSize(grown(480), grown(340))

    # -- showing ----------------------------------------------------------------------------------------------

    def show_picture(self, data: bytes) -> bool:
        """The picture that boxes lie over; False when it can't be read."""
        done = self._picture.loadFromData(data)
        self.update()
        return done

    def show_boxes(self, boxes: tuple[Cover, ...], chosen: int) -> None:
        """The boxes as they are now."""
        self._boxes, self._chosen = boxes, chosen
        self.update()

    def show_finished(self, data: bytes | None) -> None:
        """The picture as it goes out, in the place of the boxes; None shows the boxes again."""
        self._finished = QPixmap()
        if data is not None:
            self._finished.loadFromData(data)
        self.update()

    @property
    def shows_finished(self) -> bool:
        """Whether the finished picture is in sight."""
        return not self._finished.isNull()

    def room(self) -> QRectF:
        """Where the picture lies."""
        size = self._picture.size()
        if size.isEmpty():
            return QRectF()
        inside = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        fitted = size.scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = inside.x() + (inside.width() - fitted.width()) / 2
        top = inside.y() + (inside.height() - fitted.height()) / 2
        return QRectF(left, top, fitted.width(), fitted.height())

    def on_board(self, box: Cover) -> QRectF:
        """Where a box lies."""
        room = self.room()
        wide, high = room.width() / WHOLE, room.height() / WHOLE
        return QRectF(room.x() + box.left * wide, room.y() + box.top * high, box.width * wide, box.height * high)

    @guarded(nothing)
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(self.rect(), colour("sunken"))
            shown = self._finished if self.shows_finished else self._picture
            if not shown.isNull():
                painter.drawPixmap(self.room(), shown, QRectF(shown.rect()))
            if not self.shows_finished:
                for at, box in enumerate(self._boxes):
                    self._paint_box(painter, self.on_board(box), box.look, at + 1, chosen=at == self._chosen)
                if self._from is not None:
                    self._outline(painter, QRectF(self._from, self._to).normalized(), chosen=True)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colour("accent"), 2))
                painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_box(self, painter: QPainter, place: QRectF, look: CoverLook, number: int, *, chosen: bool) -> None:
        # What lies under it stays to be made out, or nobody could see whether the box lies where it should.
        painter.fillRect(place, QColor(0, 0, 0, 150))
        if look is CoverLook.BLUR:
            painter.fillRect(place, QBrush(QColor(255, 255, 255, 170), Qt.BrushStyle.Dense5Pattern))
        self._outline(painter, place, chosen=chosen)
        painter.setPen(QColor("white"))
        painter.drawText(place.adjusted(6, 3, -4, -2), int(Qt.AlignmentFlag.AlignLeft), str(number))
        if chosen:
            painter.fillRect(self._handle(place), colour("accent"))

    @staticmethod
    def _outline(painter: QPainter, place: QRectF, *, chosen: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("white"), 3 if chosen else 2))
        painter.drawRect(place)
        painter.setPen(QPen(colour("accent") if chosen else QColor("black"), 1 if not chosen else 2))
        painter.drawRect(place)

    @staticmethod
    def _handle(place: QRectF) -> QRectF:
        side = grown(_HANDLE)
        return QRectF(place.right() - side / 2, place.bottom() - side / 2, side, side)

    # -- by mouse ---------------------------------------------------------------------------------------------

    @guarded(nothing)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self.shows_finished or self._picture.isNull():
            return
        chosen = self._boxes[self._chosen] if 0 <= self._chosen < len(self._boxes) else None
        if chosen is not None and self._handle(self.on_board(chosen)).contains(at):
            self._held = (chosen, at, True)
            return
        under = [number for number, box in enumerate(self._boxes) if self.on_board(box).contains(at)]
        if under:
            self.picked.emit(under[-1])
            self._held = (self._boxes[under[-1]], at, False)
        elif self.room().contains(at):
            self._from = self._to = at

    @guarded(nothing)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._held is not None:
            box, start, pulls = self._held
            room = self.room()
            right = round((at.x() - start.x()) / max(room.width(), 1) * WHOLE)
            down = round((at.y() - start.y()) / max(room.height(), 1) * WHOLE)
            self.placed.emit(box.sized(right, down) if pulls else box.moved(right, down))
        elif self._from is not None:
            self._to = at
            self.update()
        else:
            self._show_what_a_press_does(at)

    def _show_what_a_press_does(self, at: QPointF) -> None:
        chosen = self._boxes[self._chosen] if 0 <= self._chosen < len(self._boxes) else None
        if self.shows_finished:
            shape = Qt.CursorShape.ArrowCursor
        elif chosen is not None and self._handle(self.on_board(chosen)).contains(at):
            shape = Qt.CursorShape.SizeFDiagCursor
        elif any(self.on_board(box).contains(at) for box in self._boxes):
            shape = Qt.CursorShape.SizeAllCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        self.setCursor(shape)

    @guarded(nothing)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, start = self._held, self._from
        self._held = self._from = None
        if held is not None:
            self.let_go.emit()
        elif start is not None:
            end = event.position()
            if min(abs(end.x() - start.x()), abs(end.y() - start.y())) >= _LEAST_DRAG:
                self.drawn.emit(self._share(start), self._share(end))
        self.update()

    def _share(self, at: QPointF) -> tuple[float, float]:
        room = self.room()
        return (at.x() - room.x()) / max(room.width(), 1), (at.y() - room.y()) / max(room.height(), 1)

    # -- by keyboard ------------------------------------------------------------------------------------------

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in _ARROWS and not self.shows_finished:
            right, down = _ARROWS[key]
            asked = self.sized if held & Qt.KeyboardModifier.ShiftModifier else self.moved
            asked.emit(right, down, bool(held & Qt.KeyboardModifier.ControlModifier))
        elif key in DELETING and not self.shows_finished:
            self.remove_requested.emit()
        elif key == Qt.Key.Key_Insert and not self.shows_finished:
            self.add_requested.emit()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.next_requested.emit(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    @guarded(nothing)
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @guarded(nothing)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.let_go.emit()
        self.update()
