"""A year to look at: weeks and what stands in them, kinds of learning, through whose eyes; each as text, too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.year import YearKind, YearSeen
from portfolio_app.services.jobs import Job
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.year_presenter import Amount, YearPresenter, YearWords, span_title, week_words
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import ChipButton, IconButton, QuietButton, RowButton
from portfolio_app.ui.widgets.charts import Bar, BarChart
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label, clear
from portfolio_app.ui.widgets.heat_map import Cells, HeatMap


class YearView(QWidget):
    """Shows one year and walks through the others. ``trouble_met`` tells what went wrong in gathering it."""

    open_requested = Signal(str, str)
    trouble_met = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._presenter = YearPresenter(desk.services)
        self._gathering: Job[YearSeen] | None = None
        self._words: YearWords | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._make_kind())
        column.addWidget(self._make_top())
        self._seen = self._make_seen()
        column.addWidget(self._seen)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(grown(420))
        self._text.setAccessibleName(desk.t("The year as text"))
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._text.hide()
        column.addWidget(self._text, 1)
        column.addStretch()
        for part in (self._empty, *self._of_weeks(), self._learning, self._lens_card):
            part.hide()
        self.gather()

    def _of_weeks(self) -> tuple[QWidget, ...]:
        """What shows only where a year holds something."""
        return self.map, self._legend, self._week, self._open

    def _make_kind(self) -> ScaleField[YearKind]:
        t = self._desk.t
        self._kind = ScaleField[YearKind]()
        self._kind.name_silently(t("Which year"))
        self._kind.set_choices([(YearKind.SCHOOL, t("School year")), (YearKind.CALENDAR, t("Calendar year"))])
        self._kind.set_value(self._presenter.span.kind)
        self._kind.changed.connect(self._choose_kind)
        return self._kind

    def _make_top(self) -> QWidget:
        t = self._desk.t
        top, walk = QWidget(), QWidget()
        row, inner = FlowLayout(top, 8), QHBoxLayout(walk)
        inner.setContentsMargins(0, 0, 0, 0)
        self.earlier, self.later = IconButton("caret-left"), IconButton("caret-right")
        self.earlier.name(t("The year before"))
        self.later.name(t("The year after"))
        self.earlier.clicked.connect(lambda: self.walk(-1))
        self.later.clicked.connect(lambda: self.walk(1))
        self._title = Label(role="section")
        for widget in (self.earlier, self._title, self.later):
            inner.addWidget(widget)
        self.as_text = ChipButton(t("Read as text"))
        self.as_text.toggled.connect(self._show_text)
        row.addWidget(walk)
        row.addWidget(self.as_text)
        return top

    def _make_seen(self) -> QWidget:
        seen = QWidget()
        column = QVBoxLayout(seen)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for card in (self._make_weeks(), self._make_learning(), self._make_lenses()):
            column.addWidget(card)
        return seen

    def _make_weeks(self) -> Card:
        t = self._desk.t
        card = Card(t("Weeks"))
        self._busy = Label(t("Busy…"), "muted")
        self._empty = Label(t("Nothing stands in this year."), "muted", wrap=True)
        self.map = HeatMap()
        self.map.setAccessibleName(t("The weeks of this year"))
        self.map.week_chosen.connect(self._tell_week)
        self.map.week_opened.connect(self._open_week)
        self._legend = Label(
            t("The higher a block, the more stands in that week. A grey week is holiday or leave."), "small", wrap=True
        )
        self._week = Label(wrap=True)
        self._open = QuietButton(t("What stands in this week"), "caret-down")
        self._open.clicked.connect(self._open_chosen)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(2)
        for widget in (self._busy, self._empty, self.map, self._legend, self._week):
            card.body.addWidget(widget)
        card.body.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addLayout(self._entries)
        return card

    def _make_learning(self) -> Card:
        self._learning = Card(self._desk.t("Kinds of learning"))
        self._hours, self._times = BarChart(), BarChart()
        self._learning.body.addWidget(self._hours)
        self._learning.body.addWidget(self._times)
        return self._learning

    def _make_lenses(self) -> Card:
        t = self._desk.t
        asked = t("Whom or what you asked about a habit, a belief or a moment.")
        self._lens_card = Card(t("Through whose eyes"), asked)
        self._lenses = BarChart()
        self._lens_card.body.addWidget(self._lenses)
        return self._lens_card

    def gather(self) -> None:
        """Gather the year in sight, beside the window; what was being gathered is let go."""
        if self._gathering is not None:
            self._gathering.cancel()
        presenter, span = self._presenter, self._presenter.span
        self._title.setText(span_title(span, self._desk.t))
        self.earlier.setEnabled(presenter.has_earlier)
        self.later.setEnabled(presenter.has_later)
        self._busy.setVisible(self._words is None)

        def done(seen: YearSeen) -> None:
            if seen.span == self._presenter.span:
                self._show(seen)

        self._gathering = self._desk.tasks.start(
            self, lambda _: presenter.look(span), done, failed=self.trouble_met.emit
        )

    def walk(self, years: int) -> None:
        """Look at the year so many years on or back."""
        if self._presenter.walk(years):
            self.gather()

    def _choose_kind(self) -> None:
        kind = self._kind.value()
        if kind is None:
            self._kind.set_value(self._presenter.span.kind)  # one of the two it is
        elif kind is not self._presenter.span.kind:
            self._presenter.choose(kind)
            self.gather()

    def _show(self, seen: YearSeen) -> None:
        t = self._desk.t
        is_first = self._words is None
        words = self._words = self._presenter.words(seen, t)
        clear(self._entries)
        self._busy.hide()
        self._empty.setVisible(seen.is_empty)
        shown = words.map
        first = min((column for _, column in shown.numbers), default=0)
        self.map.show_cells(
            Cells(shown.rows, shown.columns, shown.months, shown.numbers, shown.told, shown.off, shown.present),
            first if shown.present is None else shown.present,
        )
        for widget in self._of_weeks():
            widget.setVisible(not seen.is_empty)
        self._lens_card.show()
        self._learning.setVisible(bool(words.in_times))
        self._hours.setVisible(bool(words.in_hours))
        self._hours.set_bars(t("Kinds of learning, in hours"), _bars(words.in_hours, 0))
        self._times.set_bars(t("Kinds of learning, in activities and moments"), _bars(words.in_times, 2))
        self._lenses.set_bars(t("Through whose eyes"), _bars(words.lenses, 3))
        self._text.setPlainText(words.text)
        if is_first:
            self.map.setFocus()

    def _show_text(self, on: bool) -> None:
        self._text.setVisible(on)
        self._seen.setVisible(not on)
        if on:
            self._text.setFocus()

    def _tell_week(self, column: int) -> None:
        if self._words is None:
            return
        clear(self._entries)
        shown = self._words.map
        found = [shown.told[row, column] for row in range(len(shown.rows)) if (row, column) in shown.numbers]
        head = shown.columns[column]
        parts = [told.removeprefix(f"{head}: ") for told in found]
        self._week.setText(f"{head}: {', '.join(parts)}." if parts else f"{head}.")
        self._open.setEnabled(bool(parts))

    def _open_chosen(self) -> None:
        column = self.map.column()
        if column is not None:
            self._open_week(column)

    def _open_week(self, column: int) -> None:
        """List what stands in a week; the keyboard goes on in the list."""
        if self._words is None:
            return
        week = self._words.weeks[column]
        try:
            lines = self._presenter.entries(week, self._desk.t)
        except UserError as error:
            self.trouble_met.emit(error)
            return
        clear(self._entries)
        first: RowButton | None = None
        for line in lines:
            button = RowButton(line.words)
            button.clicked.connect(lambda _=False, shown=line: self.open_requested.emit(shown.kind, shown.id))
            self._entries.addWidget(button)
            first = first or button
        if first is not None:
            first.setAccessibleDescription(week_words(week, self._desk.t))
            first.setFocus()


def _bars(amounts: Sequence[Amount], series: int) -> list[Bar]:
    full = max((item.amount for item in amounts), default=0)
    return [Bar(item.name, ((float(item.amount), series),), float(max(full, 1)), item.words) for item in amounts]
