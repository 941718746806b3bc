"""The book of weeks as a PDF: which days, which weeks of them, and where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.services.jobs import Job
from portfolio_app.services.week_books import Span
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import DateField
from portfolio_app.ui.widgets.speaking import speak_all

IDENT = Qt.ItemDataRole.UserRole
LIST_HEIGHT = 260


class WeekBookDialog(Dialog):
    """Every week with words in the period is in it until she takes it out; what was vented is not even offered."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=560)
        self._desk, self._books = desk, desk.services.week_books
        self._job: Job[None] | None = None
        t = desk.t
        self.set_heading(
            t("Book of weeks as PDF"),
            t("Choose the days, and take out what you keep to yourself. What let off steam is never in it."),
        )
        self._make_period()
        self._weeks = QListWidget()
        self._weeks.setAccessibleName(t("Weeks in the book"))
        self._weeks.setMinimumHeight(grown(LIST_HEIGHT))
        self._weeks.itemActivated.connect(self._turn)
        self.body.addWidget(self._weeks)
        self._told = Label(role="small", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far the book is"))
        self._bar.hide()
        self.body.addWidget(self._told)
        self.body.addWidget(self._bar)
        self._close = Button(t("Close"))
        self._close.clicked.connect(self._stop_or_close)
        self._save = PrimaryButton(t("Save as PDF…"), "file-pdf")
        self._save.setDefault(True)
        self._save.clicked.connect(self._ask_where)
        self.add_buttons(self._close, self._save)
        self.finished.connect(self._stop)
        speak_all(self, t)
        self._fill()
        self._save.setFocus()

    def _make_period(self) -> None:
        t, span = self.t, self._books.this_year()
        row = QHBoxLayout()
        row.setSpacing(16)
        self._first, self._last = DateField(self._desk.today), DateField(self._desk.today)
        for field, label, day in (
            (self._first, t("From"), span.first),
            (self._last, t("Until and including"), span.last),
        ):
            field.set_label(label)
            field.set_value(day)
            field.changed.connect(self._fill)
            row.addWidget(field)
        self.body.addLayout(row)

    @property
    def span(self) -> Span | None:
        """The days that were chosen; None while they are none."""
        first, last = self._first.value(), self._last.value()
        return Span(first, last) if first is not None and last is not None and first <= last else None

    def _fill(self) -> None:
        out = self._left_out()
        self._weeks.clear()
        span = self.span
        for week in self._books.weeks(span) if span is not None else ():
            item = QListWidgetItem(self._week_words(week))
            item.setData(IDENT, week.id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if week.id in out else Qt.CheckState.Checked)
            self._weeks.addItem(item)
        empty = not self._weeks.count()
        self._told.setText(self.t("There are no weeks with words between these days.") if empty else "")
        self._save.setEnabled(not empty)

    def _week_words(self, week: JournalWeek) -> str:
        t = self.t
        return t("Week {number} · {first} to {last}", number=week.number, first=t.date(week.week.monday),
                 last=t.date(week.week.friday))  # fmt: skip

    def _items(self) -> list[QListWidgetItem]:
        return [self._weeks.item(at) for at in range(self._weeks.count())]

    def _left_out(self) -> frozenset[str]:
        return frozenset(
            str(item.data(IDENT)) for item in self._items() if item.checkState() is Qt.CheckState.Unchecked
        )

    def _turn(self, item: QListWidgetItem) -> None:
        """Enter and a double click do what the space bar and the box do."""
        on = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _ask_where(self) -> None:
        span = self.span
        if span is None:
            return
        name = f"{self.t('book-of-weeks')}-{span.first.year}-{span.last.year}.pdf"
        target = ask_where(self, self.t("Save as PDF"), name, "PDF (*.pdf)")
        if target is not None:
            self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Lay the book out on another thread and write it."""
        books, t, span, out = self._books, self.t, self.span, self._left_out()
        if span is None:
            return

        def work(job: Job[None]) -> None:
            books.save(target, books.book(span, out, t), t, job.progress, job.cancelled)

        def saved(nothing: None) -> None:
            del nothing
            self._told.setText(t("Saved: {file}", file=target.name))

        self._set_busy(True)
        self._job = self._desk.tasks.start(
            self, work, saved, failed=self._failed, progress=self._progress, finished=self._ready
        )

    def _progress(self, at: int, of: int, what: str) -> None:
        del of, what
        self._told.setText(self.t("Page {n} …", n=at))

    def _failed(self, error: UserError) -> None:
        self._told.setText("")
        self.show_trouble(error)

    def _ready(self) -> None:
        self._job = None
        self._set_busy(False)
        self._told.setText("")

    def _set_busy(self, busy: bool) -> None:
        self.trouble.set_texts("")
        self._bar.setVisible(busy)
        for widget in (self._save, self._weeks, self._first, self._last):
            widget.setEnabled(not busy)
        self._close.setText(self.t("Stop") if busy else self.t("Close"))

    def _stop_or_close(self) -> None:
        if self._job is None:
            self.reject()
        else:
            self._stop()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
