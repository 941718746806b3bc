"""My week: three questions, ten minutes, and the book of weeks beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.sets import Question
from portfolio_app.services.drafts import of_week
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.look_along import LookAlong, Text
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.editor import lift_out
from portfolio_app.ui.pages.history_button import HistoryButton
from portfolio_app.ui.pages.week_presenter import BookLine, WeekPresenter, WeekView
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, IconButton, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Banner, Card, FlowLayout, Label, SectionTitle, clear
from portfolio_app.ui.widgets.fields import CheckField
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.widgets.text_area import TextArea

BOOK_WIDTH = 290
STATE_WIDTH = 92


class MyWeek(Page):
    """One week of the journal."""

    KEY = "week"
    SHOWS = frozenset({"journal_week", "pause", "phase"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = WeekPresenter(desk.services)
        self._week = self._presenter.this_week()
        self._view: WeekView | None = None
        self._areas: dict[str, TextArea] = {}
        self._make_header()
        self._welcome = Banner("info")
        self.body.addWidget(self._welcome)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        self._left = QVBoxLayout()
        self._left.setSpacing(16)
        columns.addLayout(self._left, 3)
        columns.addWidget(self._make_book(), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(columns)
        self._make_card()
        self.body.addStretch()

    def _make_header(self) -> None:
        self._earlier, self._later = IconButton("caret-left"), IconButton("caret-right")
        self._now = QuietButton()
        self._earlier.clicked.connect(self._go_earlier)
        self._later.clicked.connect(self._go_later)
        self._now.clicked.connect(self._go_now)
        for button in (self._earlier, self._now, self._later):
            self.header.add_beside(button)

    def _make_card(self) -> None:
        self._card = Card()
        self._fixed = QVBoxLayout()
        self._fixed.setSpacing(14)
        self._card.body.addLayout(self._fixed)
        self._extra = Card()
        self._turning = QVBoxLayout()
        self._turning.setSpacing(14)
        self._extra.body.addLayout(self._turning)
        self._energy = ScaleField[int]()
        self._venting, self._talk = CheckField(), CheckField()
        self._done, self._skip, self._reopen = PrimaryButton(icon_name="check"), QuietButton(), Button()
        self._history = HistoryButton(self)
        self._trash = QuietButton(icon_name="trash")
        self._done.clicked.connect(self._finish)
        self._skip.clicked.connect(self._skip_week)
        self._reopen.clicked.connect(self._open_again)
        self._trash.clicked.connect(self._throw_away)
        self._state = Label(role="muted", wrap=True)
        buttons = FlowLayout(spacing=10)
        for widget in (self._done, self._skip, self._reopen, self._history, self._trash):
            buttons.addWidget(widget)
        self._before = Card()
        self._before_texts = QVBoxLayout()
        self._before.body.addLayout(self._before_texts)
        self._new_form()
        self._restored = DraftBanner(self.desk, self._keeper, self._load_again)
        self._left.addWidget(self._restored)
        self._left.addWidget(self._card)
        self._left.addWidget(self._extra)
        for widget in (self._energy, self._talk, self._venting, self._state):
            self._left.addWidget(widget)
        self._left.addLayout(buttons)
        self._left.addWidget(self._before)
        self._left.addStretch()

    def _make_book(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self._book_title = SectionTitle()
        self._lines = PagedTableModel[BookLine](self._book_size, self._book_page, (), self)
        self._book = RowTable(self._lines)
        self._book.horizontalHeader().hide()
        self._book.setMinimumHeight(460)
        self._book.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._book.clicked.connect(self._open_row)
        self._book.open_requested.connect(self._open_line)
        self._book.delete_requested.connect(self._throw_line)
        column.addWidget(self._book_title)
        column.addWidget(self._book)
        return box

    def _new_form(self) -> None:
        self._form = Form(self.t, self)
        self._form.bind("energy", self._energy)
        self._form.bind("venting", self._venting)
        self._form.bind("for_talk", self._talk)
        self._keeper = DraftKeeper(self._form, self.desk.services.drafts, self._form)
        self._keeper.failed.connect(self.trouble_met)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self._earlier.name(t("The week before"))
        self._later.name(t("The week after"))
        self._now.setText(t("This week"))
        self._book_title.setText(t("Book of weeks"))
        self._book.setAccessibleName(t("Book of weeks"))
        self._lines.set_columns([Column(t("Week"), lambda line: line.days), Column("", lambda line: line.state)])
        self._book.arrange((0, STATE_WIDTH))
        self._done.setText(t("Done"))
        self._skip.setText(t("Not this week"))
        self._reopen.setText(t("Go on writing"))
        self._trash.setText(t("To the trash"))
        self._talk.set_label(t("Discuss with my coach"))
        self._venting.set_label(
            t("Letting off steam"), t("Stays here: no questions about it, no looking back, never in a document.")
        )
        self._extra.set_title(t("If you like"))
        self._before.set_title(t("This week last year"))
        if self._view is not None:
            self._flush()
            self.refresh(None)

    def refresh(self, changes: ChangeSet | None) -> None:
        if changes is not None and self._form.dirty:
            return
        self._show(self._week)

    def open_record(self, kind: str, ident: str) -> bool:
        record = self.desk.services.records.get(JournalWeek, ident)
        if record is not None:
            self._go(record.week)
        return record is not None

    def resume(self, draft: str) -> bool:
        year, _, number = draft.removeprefix("week:").partition("-W")
        if not (year.isdigit() and number.isdigit()):
            return False
        self._go(Week(int(year), int(number)))
        return True

    def in_sight(self) -> tuple[str, str] | None:
        view = self._view
        return (JournalWeek.KIND, view.record.id) if view is not None and view.saved else None

    def left_at(self) -> object:
        return self._week

    def bring_back(self, place: object) -> None:
        if isinstance(place, type(self._week)):
            self._go(place)

    def start_new(self, kind: str) -> bool:
        self._go(self._presenter.this_week())
        return True

    def leave(self) -> None:
        self._flush()

    def _show(self, week: Week) -> None:
        t = self.t
        view = self._view = self._presenter.view(week, t)
        self._week = week
        self.header.set_texts(t("My week"), view.title)
        self._now.setVisible(week != self._presenter.this_week())
        self._later.setEnabled(week < self._presenter.this_week())
        self._card.set_note(t("Test week? Short is fine."))
        self._welcome.set_texts(t("Welcome back. One sentence is enough.") if view.welcome_back else "")
        self._build_fields(view)
        self._show_state(view)
        self._fill_book()

    def _build_fields(self, view: WeekView) -> None:
        self._keeper.close()
        self._form.deleteLater()
        clear(self._fixed)
        clear(self._turning)
        self._areas = {}
        self._new_form()
        for question in view.questions:
            self._fixed.addWidget(self._area(question, least=3))
        for question in view.prompts:
            self._turning.addWidget(self._area(question, least=2))
        self._extra.setVisible(bool(view.prompts))
        self._energy.setVisible(view.energy is not None)
        if view.energy is not None:
            words = [self.t.pick(dict(step)) for step in view.energy.scale]
            self._energy.set_choices(list(enumerate(words, 1)))
            self._energy.set_label(self.t.pick(dict(view.energy.ask)))
        record = view.record
        self._form.load({f"answers.{key}": record.answers.get(key, "") for key in self._areas})
        self._form.load({"energy": record.energy, "venting": record.venting, "for_talk": record.for_talk})
        self._restored.watch(self._keeper)
        self._restored.offer(self._keeper.open(of_week(record.heading), record.id if view.saved else ""))

    def _area(self, question: Question, least: int) -> TextArea:
        area = TextArea(least=least)
        area.set_label(self.t.pick(dict(question.ask)), self.t.pick(dict(question.help)) if question.help else "")
        area.allow_lifting(self.t("Lift these words out …"))

        def lift(start: int, end: int) -> None:
            self._lift(question.key, start, end)

        area.lift_requested.connect(lift)
        self._areas[question.key] = area
        self._form.bind(f"answers.{question.key}", area)
        record = self._view.record if self._view is not None else None
        place, lang = (
            f"{record.id if record else ''}:answers.{question.key}",
            record.lang if record else self.desk.lang(),
        )
        look = LookAlong(self, area, Text(lambda: place, lambda: lang, self._venting.value))
        self._venting.changed.connect(look.refresh)
        return area

    def _show_state(self, view: WeekView) -> None:
        t, state = self.t, view.record.state
        open_week = state is WeekState.OPEN
        self._done.setVisible(open_week)
        self._skip.setVisible(open_week)
        self._reopen.setVisible(not open_week)
        self._trash.setVisible(view.saved)
        self._history.setVisible(view.saved)
        for area in self._areas.values():
            area.set_read_only(not open_week)
        for field in (self._energy, self._venting, self._talk):
            field.setEnabled(open_week)
        texts = {WeekState.OPEN: t("A week off. Nothing is expected.") if view.off else "",
                 WeekState.DONE: t("This week is done."), WeekState.OFF: t("Not this week. That is fine.")}  # fmt: skip
        self._state.setText(texts[state])
        self._state.setVisible(bool(texts[state]))
        clear(self._before_texts)
        for asked, answer in view.last_year:
            self._before_texts.addWidget(Label(asked, "label", wrap=True))
            self._before_texts.addWidget(Label(answer, wrap=True))
        self._before.setVisible(bool(view.last_year))

    def _fill_book(self) -> None:
        self._fit_book()  # here, because the size of texts can change meanwhile
        scrolled = self._book.verticalScrollBar().value()
        self._lines.reload()
        self._book.verticalScrollBar().setValue(scrolled)
        self._book.setCurrentIndex(self._lines.index(self._presenter.place_in_book(self._week), 0))

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_book()

    def _fit_book(self) -> None:
        """Give the book its width, but never so much that writing has to be scrolled sideways."""
        self._book.setMinimumWidth(min(grown(BOOK_WIDTH), self.width() * 2 // 5))

    def _book_size(self) -> int:
        return self._presenter.book_size(self._week)

    def _book_page(self, offset: int, limit: int, order: str) -> Sequence[BookLine]:
        del order
        return self._presenter.book(offset, limit, self.t)

    def _collected(self) -> JournalWeek | None:
        if self._view is None:
            return None
        answers = {key: area.value() for key, area in self._areas.items()}
        return self._presenter.with_answers(
            self._view.record,
            answers,
            self._energy.value(),
            venting=self._venting.value(),
            for_talk=self._talk.value(),
        )

    def _save(self) -> bool:
        record = self._collected()
        if record is None or not self._form.dirty:
            return record is not None
        view = self._view
        empty = not record.answers and record.energy is None
        if view is None or (empty and not view.saved):
            return False
        if not self.attempt(lambda: self.desk.services.journal.save(record)):
            return False
        emptied = empty and bool(view.record.answers or view.record.energy is not None)
        self._view = replace(view, record=record, saved=True)
        self._keeper.drop()
        self._restored.offer(None)
        if emptied:
            self.said(self.t("This week is empty now."), undo=True)
        return True

    def _load_again(self) -> None:
        """What was typed was thrown away: show what is saved, beneath the offer to bring it back."""
        if self._view is not None:
            record = self._view.record
            self._form.load({f"answers.{key}": record.answers.get(key, "") for key in self._areas})
            self._form.load({"energy": record.energy, "venting": record.venting, "for_talk": record.for_talk})

    def _flush(self) -> None:
        self._keeper.flush()
        if self._form.dirty:
            self._save()

    def _finish(self) -> None:
        record = self._collected()
        if record is None:
            return
        self._form.settle()
        if self.attempt(lambda: self.desk.services.journal.finish(record)):
            self._keeper.drop()
            self.said(self.t("Your week is kept."), undo=True)
            self._show(self._week)
        else:
            self._form.dirty = True

    def _skip_week(self) -> None:
        self._flush()
        if self.attempt(lambda: self.desk.services.journal.skip(self._week)):
            self.said(self.t("Not this week. That is fine."), undo=True)
            self._show(self._week)

    def _open_again(self) -> None:
        if self.attempt(lambda: self.desk.services.journal.reopen(self._week)):
            self._show(self._week)

    def _throw_away(self) -> None:
        self._throw(self._week)

    def _throw_line(self, line: BookLine) -> None:
        self._throw(line.week)

    def _throw(self, week: Week) -> None:
        self._flush()
        thrown: list[bool] = []
        if self.attempt(lambda: thrown.append(self.desk.services.journal.throw_away(week))) and any(thrown):
            self.said(self.t("Moved to the trash."), undo=True)
            self._show(self._week)

    def _lift(self, key: str, start: int, end: int) -> None:
        if not self._save() or self._view is None:
            return
        record = self.desk.services.records.get(JournalWeek, self._view.record.id)
        if record is not None:
            lift_out(self, record, f"answers.{key}", start, end, self._areas[key])

    def _open_row(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if line is not None:
            self._open_line(line)

    def _open_line(self, line: BookLine) -> None:
        self._go(line.week)

    def _go_earlier(self) -> None:
        self._go(self._week.plus(-1))

    def _go_later(self) -> None:
        self._go(self._week.plus(1))

    def _go_now(self) -> None:
        self._go(self._presenter.this_week())

    def _go(self, week: Week) -> None:
        self._flush()
        if week <= self._presenter.this_week():
            self._show(week)
