"""What stands beside a week: the book of weeks, the rhythm of the year, holidays and letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.journal import Week
from portfolio_app.domain.letters import Letter
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.week_holidays import HolidaysPart
from portfolio_app.ui.pages.week_presenter import BookLine, LetterLine, WeekPresenter
from portfolio_app.ui.pages.week_rhythm import RhythmPart
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Disclosure, SectionTitle
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.widgets.rows import Rows

BOOK_WIDTH = 290
STATE_WIDTH = 92
HIGH, LOW = 400, 230
"""Height of the list beside a week, and below one."""


class WeekBeside(QWidget):
    """Asks for a week with ``week_chosen``, to throw one away with ``throw_requested``."""

    week_chosen = Signal(object)
    throw_requested = Signal(object)
    letter_requested = Signal()
    pdf_requested = Signal()

    def __init__(self, page: Page, presenter: WeekPresenter) -> None:
        super().__init__()
        self._page, self._presenter = page, presenter
        self._week = presenter.this_week()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._title = SectionTitle()
        self._lines = PagedTableModel[BookLine](self._size, self._rows, (), self)
        self.book = RowTable(self._lines)
        self.book.horizontalHeader().hide()
        self.book.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.book.clicked.connect(self._open_row)
        self.book.open_requested.connect(self._open_line)
        self.book.delete_requested.connect(self._throw_line)
        self._pdf = QuietButton("", "file-pdf")
        self._pdf.clicked.connect(self.pdf_requested)
        self.rhythm = RhythmPart()
        self.holidays = HolidaysPart(page, presenter, pauses=True)
        self._days_off = Disclosure()
        self._days_off.body.addWidget(self.holidays)
        self._letters = Disclosure()
        self._letter_lines = Rows(2)
        self._write = QuietButton("", "pencil-simple")
        self._write.clicked.connect(self.letter_requested)
        self._letters.body.addWidget(self._letter_lines)
        self._letters.body.addWidget(self._write, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._title)
        column.addWidget(self.book)
        column.addWidget(self._pdf, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.rhythm, self._days_off, self._letters):
            column.addWidget(widget)
        column.addStretch()

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self._title.setText(t("Book of weeks"))
        self.book.setAccessibleName(t("Book of weeks"))
        self._lines.set_columns([Column(t("Week"), lambda line: line.days), Column("", lambda line: line.state)])
        self.book.arrange((0, STATE_WIDTH))
        self._pdf.setText(t("Book of weeks as PDF…"))
        self._days_off.set_title(t("Holidays and leave"))
        self._letters.set_title(t("Letters to myself"))
        self._write.setText(t("Write a letter to myself…"))
        self.holidays.retranslate()

    def fit(self, width: int, *, below: bool) -> None:
        """Take a width beside the week, or what there is below it."""
        self.setMinimumWidth(0 if below else min(grown(BOOK_WIDTH), width * 2 // 5))
        self.book.setFixedHeight(grown(LOW) if below else grown(HIGH))

    def show_week(self, week: Week) -> None:
        """Show where a week stands in the book and in the year."""
        t, self._week = self._page.t, week
        scrolled = self.book.verticalScrollBar().value()
        self._lines.reload()
        self.book.verticalScrollBar().setValue(scrolled)
        self.book.setCurrentIndex(self._lines.index(self._presenter.place_in_book(week), 0))
        self.rhythm.show_rhythm(self._presenter.rhythm(week, t))
        self.holidays.refresh()
        self._letter_lines.fill([self._letter(line) for line in self._presenter.letters(t)])

    def _letter(self, line: LetterLine) -> RowButton:
        button = RowButton(line.words, "envelope-simple" if line.closed else "file-text")
        button.setProperty("letter", line.id)
        button.clicked.connect(self._open_letter)
        return button

    def _size(self) -> int:
        return self._presenter.book_size(self._week)

    def _rows(self, offset: int, limit: int, order: str) -> Sequence[BookLine]:
        del order
        return self._presenter.book(offset, limit, self._page.t)

    def _open_row(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if line is not None:
            self._open_line(line)

    def _open_line(self, line: BookLine) -> None:
        self.week_chosen.emit(line.week)

    def _throw_line(self, line: BookLine) -> None:
        self.throw_requested.emit(line.week)

    def _open_letter(self) -> None:
        self._page.open_record(Letter.KIND, str(self.sender().property("letter")))
