"""A file shown in the window: pages that turn, a picture, or words; drawn elsewhere, shown here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services.jobs import Job
from portfolio_app.services.looking import Drawing, Look, Shown
from portfolio_app.services.sentences import explain
from portfolio_app.ui.file_words import ONLY_WORDS, file_icon, file_name_of_kind
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import IconButton, QuietButton
from portfolio_app.ui.widgets.containers import IconLabel, Label
from portfolio_app.ui.widgets.sheet import SheetView

ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
LONGEST_LINE = 2000
"""In characters. Qt lays a line out as a whole, so a book without a line end would stop the window."""
WIDEST_FIT = 1.6
SENTENCE = 480
AROUND = QSize(44, 28)
"""What stays free around a sheet, a scroll bar among it."""
REDRAW_MS = 150


class FileView(QWidget):
    """Shows one file of the vault. Close it, or the process that draws lives on until the portfolio closes."""

    shown = Signal()
    """What was asked for is in sight, or the sentence that says why it isn't."""

    def __init__(self, desk: Desk, item: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._item, self.t = desk, item, desk.t
        self._looking = desk.services.looking
        self._look: Look | None = None
        self._job: Job[Any] | None = None
        self._told = Shown("text")
        self._page = self._drawn = -1
        self._zoom: float | None = None
        self._scale = 1.0
        self._from_end = self._again = self._closed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._make_bar())
        self._stack = QStackedWidget()
        self.sheet, self.text = self._make_sheet(), self._make_text()
        self._stack.addWidget(self._make_plain())
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.text)
        column.addWidget(self._stack, 1)
        self.note = Label(role="small", wrap=True)
        column.addWidget(self.note)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REDRAW_MS)
        self._later.timeout.connect(self._draw)
        self._bar.hide()
        self.note.hide()

    # -- parts ------------------------------------------------------------------------------------------------

    def _make_bar(self) -> QWidget:
        t = self.t
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        self._back, self._on = IconButton("caret-left"), IconButton("caret-right")
        self._smaller, self._larger = IconButton("minus"), IconButton("plus")
        self._back.name(t("Previous page (Page Up)"))
        self._on.name(t("Next page (Page Down)"))
        self._smaller.name(t("Smaller (-)"))
        self._larger.name(t("Larger (+)"))
        self._where = Label(role="label")
        self._fit = QuietButton(t("Fit"))
        self._fit.setToolTip(t("Fit into the window (0)"))
        self._percent = Label(role="small")
        self._back.clicked.connect(lambda: self.turn(-1))
        self._on.clicked.connect(lambda: self.turn(1))
        self._smaller.clicked.connect(lambda: self.zoom("out"))
        self._larger.clicked.connect(lambda: self.zoom("in"))
        self._fit.clicked.connect(lambda: self.zoom("fit"))
        for widget in (self._back, self._where, self._on):
            row.addWidget(widget)
        row.addStretch()
        for widget in (self._percent, self._smaller, self._larger, self._fit):
            row.addWidget(widget)
        return self._bar

    def _make_sheet(self) -> SheetView:
        sheet = SheetView()
        sheet.turn_requested.connect(self.turn)
        sheet.jump_requested.connect(self._jump)
        sheet.zoom_requested.connect(self.zoom)
        sheet.resized.connect(self._resized)
        return sheet

    def _make_text(self) -> QPlainTextEdit:
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return text

    def _make_plain(self) -> QWidget:
        """What stands there when nothing of the file is shown: what it is, and why it isn't shown."""
        plain = QWidget()
        column = QVBoxLayout(plain)
        column.addStretch()
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(file_icon(self._item.media_type), "accent", 48), 0, middle)
        what = Label(f"{file_name_of_kind(self._item, self.t)} · {self.t.size(self._item.octets)}", role="section")
        column.addWidget(what, 0, middle)
        self.said = Label(role="muted", wrap=True)
        self.said.setAlignment(middle)
        # A fixed width: a wrapping label that is only limited reports the height of one line.
        self.said.setFixedWidth(grown(SENTENCE))
        column.addWidget(self.said, 0, middle)
        column.addStretch()
        return plain

    # -- opening ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the file, off the window's thread; does nothing once it was closed."""
        if self._closed:
            return
        if not self._looking.can_show(self._item):
            self._say(self.t("Files of this kind open in another program."))
            self.shown.emit()
            return
        self._say(self.t("Busy…"))
        self._look = look = self._looking.look(self._item)
        self._job = self._desk.tasks.start(
            self, lambda job: look.open(job.cancelled), self._opened, failed=self._failed, finished=self._idle
        )

    def close_file(self) -> None:
        """Stop looking."""
        self._closed = True
        look, self._look = self._look, None
        self._later.stop()
        if look is not None:
            self._looking.end(look)

    def _idle(self) -> None:
        self._job = None

    def _opened(self, told: Shown) -> None:
        self._told = told
        if told.kind == "text":
            self._show_words(told.words)
            return
        self._bar.show()
        several = told.kind == "pages"
        for widget in (self._back, self._where, self._on):
            widget.setVisible(several)
        self._page = 0
        self._draw()

    def _show_words(self, words: str) -> None:
        t = self.t
        if not words:
            self._say(t("There are no words in this file that can be shown here."))
            self.shown.emit()
            return
        self.text.setPlainText("\n".join(_folded(words)))
        self.text.setAccessibleName(t("Text of {name}", name=self._item.heading))
        self._stack.setCurrentWidget(self.text)
        self.text.setFocus()
        only = self._item.media_type in ONLY_WORDS
        self.note.setText(t("These are the words alone. What it looks like, you see in another program."))
        self.note.setVisible(only)
        self.shown.emit()

    def _failed(self, error: UserError) -> None:
        self._say(explain(error, self.t))
        self.shown.emit()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)
        self._stack.setCurrentIndex(0)

    # -- turning and zooming ----------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page in sight, from 0; -1 before there is one."""
        return self._drawn

    def turn(self, by: int) -> None:
        """Go so many pages on or back."""
        self._go(self._page + by, from_end=by < 0)

    def _jump(self, to_last: bool) -> None:
        self._go(self._told.pages - 1 if to_last else 0)

    def _go(self, number: int, *, from_end: bool = False) -> None:
        if self._look is not None and 0 <= number < self._told.pages and number != self._page:
            self._page, self._from_end = number, from_end
            self._draw()

    def zoom(self, way: str) -> None:
        """Draw it larger (``in``), smaller (``out``), or so that it fits (``fit``)."""
        if self._told.kind == "text" or self._look is None:
            return
        steps = [step for step in ZOOMS if (step > self._scale * 1.01 if way == "in" else step < self._scale * 0.99)]
        if way == "fit":
            self._zoom = None
        elif steps:
            self._zoom = steps[0] if way == "in" else steps[-1]
        self._draw()

    def _resized(self) -> None:
        if self._zoom is None and self._page >= 0:
            self._later.start()

    def _draw(self) -> None:
        """Ask for the page in sight; while one is being drawn, the newest wish waits."""
        look, number = self._look, self._page
        if look is None or number < 0:
            return
        self._show_where()
        if self._job is not None:
            self._again = True
            return
        zoom, room, ratio = self._zoom, self._stack.size() - AROUND, self.sheet.devicePixelRatioF()
        whole = self._told.kind == "picture"

        def work(job: Job[Any]) -> tuple[int, float, Drawing]:
            wide, high = look.size(number)
            scale = zoom or _fitting((wide, high), (room.width(), room.height()), whole=whole)
            return number, scale, look.draw(number, scale * ratio, job.cancelled)

        self._again = False
        self._job = self._desk.tasks.start(self, work, self._drawn_now, failed=self._failed_page, finished=self._idle)

    def _drawn_now(self, made: tuple[int, float, Drawing]) -> None:
        number, scale, drawing = made
        if self._again:
            self._draw()
            return
        self._drawn, self._scale = number, scale
        image = QImage(
            drawing.rgb, drawing.width, drawing.height, drawing.width * 3, QImage.Format.Format_RGB888
        ).copy()
        image.setDevicePixelRatio(self.sheet.devicePixelRatioF())
        first = self._stack.currentWidget() is not self.sheet
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_sheet(image, self._name(), from_end=self._from_end)
        if first:
            self.sheet.setFocus()
        self._from_end = False
        self._percent.setText(f"{round(scale * 100)}%")
        self.shown.emit()

    def _failed_page(self, error: UserError) -> None:
        if self._again:
            self._draw()
            return
        self._drawn = self._page
        self._failed(error)

    def _show_where(self) -> None:
        t, pages = self.t, self._told.pages
        self._where.setText(t("Page {n} of {pages}", n=self._page + 1, pages=pages))
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page < pages - 1)

    def _name(self) -> str:
        """What a screen reader says of the sheet."""
        item, t = self._item, self.t
        if self._told.kind == "picture":
            return item.alternative_text or t("Picture: {title}", title=item.heading)
        return t("Page {n} of {pages} of {title}", n=self._page + 1, pages=self._told.pages, title=item.heading)


def _fitting(size: tuple[float, float], room: tuple[int, int], *, whole: bool) -> float:
    """The scale at which a picture is seen as a whole, never blown up; a page as wide as there is room for."""
    wide, high = size
    by_width = max(room[0], 1) / max(wide, 1)
    if not whole:
        return min(by_width, WIDEST_FIT)
    return min(by_width, max(room[1], 1) / max(high, 1), 1.0)


def _folded(words: str) -> list[str]:
    """The lines of a text, those without end cut in pieces."""
    lines: list[str] = []
    for line in words.split("\n"):
        lines += [line[at : at + LONGEST_LINE] for at in range(0, len(line), LONGEST_LINE)] or [""]
    return lines
