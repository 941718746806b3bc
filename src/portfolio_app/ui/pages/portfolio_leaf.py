"""One page of a preview: drawn elsewhere, shown here on paper that is white in every theme."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.services.jobs import Job
from portfolio_app.services.preview import Drawing, Preview
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.sheet import SheetView

ZOOMS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
WIDEST: Final = 2.0
EDGE: Final = QColor(0xC9, 0xD1, 0xD8)
"""Around the paper, which is white on white in a light theme."""
AROUND: Final = QSize(26, 12)
REDRAW_MS: Final = 150
FADED: Final = 0.45
Wish = tuple[str, int, int, str]
"""Section, page, which making of the section, and the name of the page."""


class _Sheet(SheetView):
    """Also hears the keys for the width of the page and for its own size."""

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_W: "width", Qt.Key.Key_1: "actual"}.get(Qt.Key(event.key()))
        if way is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(way)
            return
        super().keyPressEvent(event)


class Leaf(QWidget):
    """Shows a page; the newest wish is drawn next, what became stale is not drawn at all."""

    turn_requested = Signal(int)
    jump_requested = Signal(bool)
    zoomed = Signal(float)
    drawn = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self.preview: Preview | None = None
        self.from_end = False
        self._wish: Wish | None = None
        self._shown: tuple[Wish, object] | None = None
        self._mode: str | float = "fit"
        self._scale = 1.0
        self._job: Job[tuple[float, Drawing, str]] | None = None
        self._again = self._faded = False
        self._image = QImage()
        self.sheet = _Sheet()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sheet)
        self.sheet.turn_requested.connect(self.turn_requested)
        self.sheet.jump_requested.connect(self.jump_requested)
        self.sheet.zoom_requested.connect(self.zoom)
        self.sheet.resized.connect(self._resized)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REDRAW_MS)
        self._later.timeout.connect(self._draw)

    @property
    def has_sheet(self) -> bool:
        """Whether a page is in sight."""
        return self._shown is not None

    def show_page(self, key: str, page: int, made: int, name: str) -> None:
        """Show a page of a section; one that is in sight already only gets its name."""
        self._wish = (key, page, made, name)
        self._draw()

    def fade(self) -> None:
        """What is in sight may be no longer so."""
        if self.has_sheet and not self._faded:
            self._faded = True
            self._put(_faded(self._image))

    def _put(self, image: QImage) -> None:
        at = self.sheet.verticalScrollBar().value(), self.sheet.horizontalScrollBar().value()
        name = self._shown[0][3] if self._shown is not None else ""
        self.sheet.show_sheet(image, name)
        self.sheet.verticalScrollBar().setValue(at[0])
        self.sheet.horizontalScrollBar().setValue(at[1])

    def forget_sheet(self) -> None:
        """Show nothing."""
        self._wish = self._shown = None
        self._later.stop()
        self.sheet.clear()
        self.sheet.setAccessibleDescription("")

    def forget(self) -> None:
        """Stop, and show nothing."""
        self.preview = None
        if self._job is not None:
            self._job.cancel()
        self.forget_sheet()

    def zoom(self, way: str) -> None:
        """Draw larger (``in``), smaller (``out``), the whole page (``fit``), its ``width``, or as on paper
        (``actual``)."""
        steps = [step for step in ZOOMS if (step > self._scale * 1.01 if way == "in" else step < self._scale * 0.99)]
        if way in ("fit", "width"):
            self._mode = way
        elif way == "actual":
            self._mode = 1.0
        elif steps:
            self._mode = steps[0] if way == "in" else steps[-1]
        self._draw()

    def _resized(self) -> None:
        if isinstance(self._mode, str) and self._wish is not None:
            self._later.start()

    def _room(self) -> tuple[int, int]:
        # Beside a scroll bar that is not there yet, too.
        room = self.size() - AROUND
        return max(room.width(), 1), max(room.height(), 1)

    def _asked(self, wish: Wish) -> tuple[Wish, object]:
        mode = self._mode
        return wish, (mode, self._room() if isinstance(mode, str) else None, self.sheet.devicePixelRatioF())

    def _draw(self) -> None:
        wish, preview = self._wish, self.preview
        if wish is None or preview is None:
            return
        if self._job is not None:
            self._again = True
            return
        asked = self._asked(wish)
        if asked == self._shown:
            self._in_sight()
            return
        (key, page, _, _), mode, room = wish, self._mode, self._room()
        ratio = self.sheet.devicePixelRatioF()

        def work(job: Job[tuple[float, Drawing, str]]) -> tuple[float, Drawing, str]:
            scale = _scale(mode, preview.size(key, page), room)
            drawing = preview.draw(key, page, scale * ratio, job.cancelled)
            return scale, drawing, preview.words(key, page, job.cancelled)

        def done(made: tuple[float, Drawing, str]) -> None:
            if self._wish == wish:
                self._show(asked, *made)

        self._again = False
        with suppress(UserError):  # the portfolio is being closed
            self._job = self._tasks.start(self, work, done, failed=self._failed, finished=self._idle, background=True)

    def _idle(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            QTimer.singleShot(0, self, self._draw)

    def _failed(self, error: UserError) -> None:
        """Its process ended: the next wish starts another one, and what is in sight is told to be old."""
        del error
        self.fade()

    def _show(self, asked: tuple[Wish, object], scale: float, drawing: Drawing, words: str) -> None:
        same = self._shown is not None and self._shown[0][:2] == asked[0][:2]
        self._shown, self._scale, self._faded = asked, scale, False
        self._image = _on_paper(drawing, self.sheet.devicePixelRatioF())
        if same:
            self._put(self._image)
        else:
            self.sheet.show_sheet(self._image, asked[0][3], from_end=self.from_end)
        self.from_end = False
        self.sheet.setAccessibleDescription(words)
        self.zoomed.emit(scale)
        self.drawn.emit()

    def _in_sight(self) -> None:
        if self._faded:
            self._faded = False
            self._put(self._image)
        self.drawn.emit()


def _scale(mode: str | float, size: tuple[float, float], room: tuple[int, int]) -> float:
    if not isinstance(mode, str):
        return mode
    wide, high = room[0] / max(size[0], 1), room[1] / max(size[1], 1)
    return min(wide, WIDEST) if mode == "width" else min(wide, high, WIDEST)


def _on_paper(drawing: Drawing, ratio: float) -> QImage:
    """The page with an edge around it."""
    plain = QImage(drawing.rgb, drawing.width, drawing.height, drawing.width * 3, QImage.Format.Format_RGB888)
    image = plain.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setPen(EDGE)
    painter.drawRect(0, 0, image.width() - 1, image.height() - 1)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _faded(image: QImage) -> QImage:
    """The page as if it lay under thin paper."""
    faded = image.copy()
    painter = QPainter(faded)
    painter.setOpacity(FADED)
    painter.fillRect(0, 0, image.width(), image.height(), Qt.GlobalColor.white)
    painter.end()
    return faded
