"""Hours: where I stand in each scheme, in words and bars; what is still open; the activities it is counted from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.hours_presenter import BrokenView, HoursPresenter, SchemeView
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.charts import Bar, BarChart
from portfolio_app.ui.widgets.containers import Banner, Card, Disclosure, EmptyState, Label, clear
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, MinutesField
from portfolio_app.ui.widgets.speaking import speak_all


class Hours(Page):
    """The schemes taken part in, one card each."""

    KEY = "hours"
    SHOWS = frozenset({"experience", "cycle", "appointment", "pause", "phase", "evidence", "link", "profile"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = HoursPresenter(desk.services)
        self._numbers: dict[str, int] = {}
        self.header.action_requested.connect(self._log)
        self._empty = EmptyState("clock")
        self._empty.action_requested.connect(self._unfold_join)
        self.body.addWidget(self._empty)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(16)
        self.body.addLayout(self._cards)
        self._join = Disclosure()
        self._scheme, self._from, self._do_join = ChoiceField[str](), DateField(desk.today), Button(icon_name="plus")
        for widget in (self._scheme, self._from, self._do_join):
            self._join.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self._scheme.setMinimumWidth(460)
        self._do_join.clicked.connect(self._join_scheme)
        self.body.addWidget(self._join)
        self.body.addStretch()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self.header.set_texts(t("Hours"), t("Worked out afresh from your activities."), t("Log an activity"), "plus")
        self._empty.set_texts(
            t("You don't take part in any scheme."),
            t("Choose one when somebody asks you for hours. Your activities are kept either way."),
            t("Choose a scheme"),
        )
        self._join.set_title(t("Take part in another scheme"))
        self._scheme.set_label(t("Scheme"))
        self._from.set_label(t("From"))
        self._do_join.setText(t("Take part"))

    def refresh(self, changes: ChangeSet | None) -> None:
        views = self._presenter.views(self._numbers, self.t)
        clear(self._cards)
        for view in views:
            self._cards.addWidget(self._card(view))
        broken = self._presenter.broken(self.t)
        for view in broken:
            self._cards.addWidget(self._broken_card(view))
        self._empty.setVisible(not views and not broken)
        offered = self._presenter.joinable(self.t)
        self._join.setVisible(bool(offered))
        self._scheme.set_choices(list(offered))
        if self._from.value() is None:
            today = self.desk.today()
            self._from.set_value(today.replace(year=today.year if today.month >= 8 else today.year - 1, month=8, day=1))

    def open_record(self, kind: str, ident: str) -> bool:
        return kind == "cycle"

    def _card(self, view: SchemeView) -> Card:
        t = self.t
        card = Card(view.title)
        card.body.addLayout(self._period_row(view))
        for note in view.notes:
            banner = Banner("info")
            banner.set_texts(note)
            card.body.addWidget(banner)
        card.body.addWidget(Label(view.told, wrap=True))
        if view.bars:
            chart = BarChart()
            full = max(max(bar.have, bar.need or 0) for bar in view.bars) or 1
            chart.set_bars(
                t("Hours in {scheme}", scheme=view.title),
                [Bar(bar.name, ((bar.have, 0),), bar.need or full, bar.words, bar.need) for bar in view.bars],
            )
            card.body.addWidget(chart)
        for demand in view.demands:
            card.body.addWidget(Label(f"· {demand}", wrap=True))
        self._add_open(view, card)
        self._add_ledger(view, card)
        card.body.addWidget(self._own_rules(view))
        return card

    def _broken_card(self, view: BrokenView) -> Card:
        card = Card(view.title)
        banner = Banner("warn")
        banner.set_texts(view.told)
        card.body.addWidget(banner)
        card.body.addWidget(self._leave_button(view.cycle_id), 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _period_row(self, view: SchemeView) -> QHBoxLayout:
        t, row = self.t, QHBoxLayout()
        known = self._presenter.periods(view.cycle_id, t)
        if len(known) < 2:
            row.addWidget(Label(view.period, "muted"))
            row.addStretch()
            return row
        choice = ChoiceField[int]()
        choice.set_choices(list(known))
        choice.set_value(view.number)
        choice.name_silently(t("Period"))
        choice.setMinimumWidth(320)
        choice.changed.connect(lambda: self._pick(view.cycle_id, choice.value()))
        row.addWidget(choice)
        row.addStretch()
        return row

    def _pick(self, cycle_id: str, number: int | None) -> None:
        if number is not None:
            self._numbers[cycle_id] = number
        self.refresh(None)

    def _add_open(self, view: SchemeView, card: Card) -> None:
        if not view.lacking:
            return
        t = self.t
        fold = Disclosure(t.n("{n} activity to look at", "{n} activities to look at", view.lacking_in_all))
        for line in view.lacking:
            button = RowButton(f"{line.title} — {line.why}", "pencil-simple")
            button.clicked.connect(lambda _=False, ident=line.id: self.open_requested.emit("experience", ident))
            fold.body.addWidget(button)
        if view.lacking_in_all > len(view.lacking):
            fold.body.addWidget(Label(t("and {n} more", n=view.lacking_in_all - len(view.lacking)), "muted"))
        card.body.addWidget(fold)

    def _add_ledger(self, view: SchemeView, card: Card) -> None:
        if not view.rows:
            return
        fold = Disclosure(self.t("Activities that count"))

        def unfolded(opened: bool) -> None:
            # A table of thousands of lines is made only for whoever looks into it.
            if opened and not fold.body.count():
                fold.body.addWidget(self._ledger(view))

        fold.toggled.connect(unfolded)
        card.body.addWidget(fold)

    def _ledger(self, view: SchemeView) -> QTableWidget:
        t = self.t
        heads = (t("Day"), t("Activity"), t("Category"), t("Evidence"), t("Hours"))
        table = QTableWidget(len(view.rows), len(heads))
        table.setAccessibleName(t("Activities that count"))
        table.setHorizontalHeaderLabels(list(heads))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.verticalHeader().setVisible(False)
        table.setTabKeyNavigation(False)
        for at, row in enumerate(view.rows):
            category = view.categories.get(row.category, "")
            texts = (t.date(row.on, "medium"), row.title, category, t.number(row.evidence), t.hours(row.counted))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, row.experience_id)
                if column > 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(at, column, item)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 120), (2, 260), (3, 90), (4, 90)):
            table.setColumnWidth(column, width)
        table.setMinimumHeight(min(420, 60 + 34 * len(view.rows)))
        table.itemActivated.connect(self._open_row)
        return table

    def _open_row(self, item: QTableWidgetItem) -> None:
        self.open_requested.emit("experience", item.data(Qt.ItemDataRole.UserRole))

    def _own_rules(self, view: SchemeView) -> Disclosure:
        t = self.t
        fold = Disclosure(t("Change or leave this scheme"))
        if view.counts_hours:
            own = MinutesField(lang=t.lang)
            speak_all(own, t)
            own.set_label(t("Own target in hours"), t("Empty: the target of the scheme, for the size of your job."))
            own.set_value(view.target_minutes or 0)
            keep = Button(t("Keep this target"))
            keep.clicked.connect(lambda: self._set_target(view.cycle_id, own))
            fold.body.addWidget(own)
            fold.body.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        history = QuietButton(t("History…"), "clock-counter-clockwise")
        history.clicked.connect(lambda: self.history_requested.emit("cycle", view.cycle_id))
        row = QHBoxLayout()
        row.addWidget(self._leave_button(view.cycle_id))
        row.addWidget(history)
        row.addStretch()
        fold.body.addLayout(row)
        return fold

    def _leave_button(self, cycle_id: str) -> QuietButton:
        leave = QuietButton(self.t("Stop taking part"), "sign-out")
        leave.clicked.connect(lambda: self._leave_scheme(cycle_id))
        return leave

    def _set_target(self, cycle_id: str, field: MinutesField) -> None:
        wrong = field.problem(self.t)
        if wrong:
            field.set_error(wrong)
            return
        minutes = field.value() or None
        if self.attempt(lambda: self.desk.services.hours.set_target(cycle_id, minutes)):
            self.said(self.t("Saved."), undo=True)

    def _leave_scheme(self, cycle_id: str) -> None:
        if self.attempt(lambda: self.desk.services.hours.leave(cycle_id)):
            self.said(self.t("You no longer take part. What you recorded stays."), undo=True)

    def _join_scheme(self) -> None:
        scheme, day = self._scheme.value(), self._from.value()
        if scheme is None or day is None:
            self._from.set_error(self.t("Choose a scheme and a day."))
            return
        if self.attempt(lambda: self.desk.services.hours.join(scheme, day)):
            self._join.unfold(False)
            self.said(self.t("You take part now."), undo=True)

    def _unfold_join(self) -> None:
        self._join.unfold()

    def _log(self) -> None:
        self.new_requested.emit("experience")
