"""Activities and moments: the list, quick to search, and behind it the page of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.portfolio import Plan
from portfolio_app.domain.records import Record
from portfolio_app.services.drafts import CARD
from portfolio_app.store.values import Row
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.activities_presenter import (
    KINDS,
    PERIODS,
    SHOWN,
    ActivitiesPresenter,
    Filter,
    Show,
    When,
    day_of,
    hours_of,
    kind_of,
)
from portfolio_app.ui.pages.activity_editor import ActivityEditor
from portfolio_app.ui.pages.activity_kinds import PlanEditor
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.editor import Editor, RecordPage
from portfolio_app.ui.pages.lesson_editors import ObservationEditor, SurveyEditor
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import EmptyState
from portfolio_app.ui.widgets.containers import Label as Words
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, LineField
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.words import with_written

TYPING_MS = 180
MOMENT = "moment"


class Activities(RecordPage):
    """What was experienced, formal and informal, with lesson visits, pupil surveys and plans."""

    KEY = "activities"
    SHOWS = frozenset({*KINDS, "link", "evidence", "cycle", "reflection", "learning_question", "feedback"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = ActivitiesPresenter(desk.services)
        self._details = ActivityPresenter(desk.services)
        self._editors: dict[str, Editor[Any]] = {}
        self._make_header()
        self._make_filter()
        self._model: PagedTableModel[Row] = PagedTableModel(self._presenter.count, self._presenter.page, parent=self)
        self._table = RowTable(self._model)
        self._table.setSortingEnabled(False)
        self._table.open_requested.connect(self._open)
        self._table.delete_requested.connect(self._trash)
        self._table.horizontalHeader().sectionClicked.connect(self._sort)
        self._empty = EmptyState("chalkboard-teacher")
        self._empty.action_requested.connect(self._do_empty)
        self.listing.addWidget(self._table, 1)
        self.listing.addWidget(self._empty, 1)
        self._sorted = (0, True)

    def _make_header(self) -> None:
        self._more = QuietButton(icon_name="dots-three")
        self._menu = QMenu(self)
        self._more.setMenu(self._menu)
        self._moment = Button(icon_name="plus")
        self._moment.clicked.connect(lambda: self.start_new(MOMENT))
        self.header.add_beside(self._more)
        self.header.add_beside(self._moment)
        self.header.action_requested.connect(lambda: self.start_new(Experience.KIND))

    def _make_filter(self) -> None:
        self._show = ScaleField[Show]()
        self._when = ChoiceField[When]()
        self._from = DateField(self.desk.today, optional=True)
        self._until = DateField(self.desk.today, optional=True)
        self._text = LineField()
        self._found = Words(role="small")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._filter_now)
        for field in (self._show, self._when, self._from, self._until):
            field.changed.connect(self._filter_now)
        self._text.changed.connect(self._typing.start)
        self._text.submitted.connect(self._filter_now)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._text, 3)
        row.addWidget(self._when, 2)
        row.addWidget(self._from, 2)
        row.addWidget(self._until, 2)
        second = QHBoxLayout()
        second.addWidget(self._show, 1)
        second.addWidget(self._found)
        self.listing.addLayout(row)
        self.listing.addLayout(second)

    # -- words ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        t = self.t
        self.header.set_texts(
            t("Activities"), t("What you did and what you met, big and small."), t("New activity"), "plus"
        )
        self._moment.setText(t("New moment"))
        self._more.setText(t("More kinds"))
        self._menu.clear()
        for kind, words in (
            (Observation.KIND, t("New lesson visit")), (PupilSurvey.KIND, t("New pupil survey")),
            (Plan.KIND, t("New plan")),
        ):  # fmt: skip
            self._menu.addAction(words).triggered.connect(lambda _=False, kind=kind: self.start_new(kind))
        self._menu.addSeparator()
        for command, words in (("open-card", t("Open an activity card…")), ("card", t("Make an activity card…"))):
            self._menu.addAction(words).triggered.connect(
                lambda _=False, command=command: self.command_requested.emit(command)
            )
        self._show.set_choices([(code, t(words)) for code, words in SHOWN])
        self._show.name_silently(t("Show"))
        self._when.set_choices([(code, t(words)) for code, words in PERIODS])
        self._when.name_silently(t("Period"))
        self._from.name_silently(t("From"))
        self._until.name_silently(t("Until"))
        self._text.name_silently(t("Search in activities"))
        self._text.set_placeholder(t("Search in activities"))
        self._model.set_columns([
            Column(t("Day"), lambda row: day_of(row, self.t), "day", width=150),
            Column(t("What"), self._what, "heading"),
            Column(t("Kind"), lambda row: kind_of(row, self.t), width=170),
            Column(t.p("column", "Hours"), lambda row: hours_of(row, self.t), number=True, width=90),
        ])  # fmt: skip
        self._table.arrange((150, 0, 170, 90))
        self._table.setAccessibleName(t("Activities and moments"))
        self._show_filter()
        super().retranslate()
        self.refresh(None)

    def _what(self, row: Row) -> str:
        zone = self.desk.services.history.zone
        return with_written(row.heading, row.day, row.written_at, zone, self.t)

    # -- the list ---------------------------------------------------------------------------------------------

    def refresh(self, changes: ChangeSet | None) -> None:
        self._fill()
        if self.editor is not None:
            self.editor.reload()

    def _fill(self) -> None:
        t = self.t
        self._model.reload()
        found = self._model.rowCount()
        narrow = self._presenter.filter.is_narrow
        self._table.setVisible(found > 0)
        self._empty.setVisible(not found)
        self._found.setText(self._presenter.counted(t) if narrow and found else "")
        if found:
            return
        if narrow:
            self._empty.set_texts(
                t("Nothing found."), t("Other words or a longer period may help."), t("Show everything")
            )
        else:
            self._empty.set_texts(
                t("Nothing here yet."),
                t("A title and a day are enough; the rest can come later."),
                t("Write down a first one"),
            )

    def _show_filter(self) -> None:
        chosen = self._presenter.filter
        self._show.set_value(chosen.show)
        self._when.set_value(chosen.when)
        for field in (self._from, self._until):
            field.setVisible(chosen.when == "own")

    def _filter_now(self) -> None:
        self._typing.stop()
        self._presenter.filter = Filter(
            self._show.value() or "all",
            self._when.value() or "always",
            self._from.value(),
            self._until.value(),
            self._text.value(),
        )
        if self._presenter.filter.when != "own":
            self._presenter.filter = replace(self._presenter.filter, from_on=None, until_on=None)
        self._show_filter()
        self._fill()

    def _do_empty(self) -> None:
        if not self._presenter.filter.is_narrow:
            self.start_new(Experience.KIND)
            return
        self._presenter.filter = Filter()
        self._text.set_value("")
        self._show_filter()
        self._fill()

    def _sort(self, column: int) -> None:
        from PySide6.QtCore import Qt

        if column > 1:
            return
        down = not self._sorted[1] if self._sorted[0] == column else column == 0
        self._sorted = (column, down)
        order = Qt.SortOrder.DescendingOrder if down and column == 0 else Qt.SortOrder.AscendingOrder
        header = self._table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(column, order)
        self._model.sort(column, order)

    # -- opening ----------------------------------------------------------------------------------------------

    def open_record(self, kind: str, ident: str) -> bool:
        self.leave()  # first: it may be this very record that was being typed in
        cls: type[Record] | None = {item.KIND: item for item in (Experience, Observation, PupilSurvey, Plan)}.get(kind)
        record = self.desk.services.records.get(cls, ident) if cls is not None else None
        if record is None:
            return False
        editor = self._editor(kind)
        editor.show_record(record)
        self.show_editor(editor)
        return True

    def left_at(self) -> object:
        moment = self.editor is not None and self.editor.keeper.key == f"new:{MOMENT}"
        return (MOMENT, "") if moment else super().left_at()

    def start_new(self, kind: str) -> bool:
        moment = kind == MOMENT
        kind = Experience.KIND if moment else kind
        if kind not in KINDS:
            return False
        self.leave()
        record = self._presenter.fresh(kind, self.desk.lang())
        editor = self._editor(kind)
        self.show_editor(editor)
        if isinstance(editor, ActivityEditor):
            assert isinstance(record, Experience)
            editor.show_record(record, fresh=True, draft=f"new:{MOMENT if moment else 'activity'}", learning=not moment)
        else:
            editor.show_record(record, fresh=True)
        return True

    def resume(self, draft: str) -> bool:
        kind = draft.removeprefix("new:")
        if draft == CARD:
            self.command_requested.emit("card")
            return True
        return self.start_new(Experience.KIND if kind == "activity" else kind)

    def _editor(self, kind: str) -> Editor[Any]:
        if kind not in self._editors:
            self._editors[kind] = editor = self._make_editor(kind)
            self.add_editor(editor)
        return self._editors[kind]

    def _make_editor(self, kind: str) -> Editor[Any]:
        if kind == Observation.KIND:
            return ObservationEditor(self, self._details)
        if kind == PupilSurvey.KIND:
            return SurveyEditor(self, self._details)
        if kind == Plan.KIND:
            plan = PlanEditor(self, self._details)
            plan.carried_out.connect(self._carry_out)
            return plan
        editor = ActivityEditor(self, self._details)
        editor.look_back_requested.connect(self._look_back)
        return editor

    def _carry_out(self, ident: str) -> None:
        records = self.desk.services.records
        plan = records.get(Plan, ident)
        if plan is None:
            return
        made: list[Experience] = []
        if self.attempt(lambda: made.append(self.desk.services.activities.carry_out(plan))):
            self.open_record(Experience.KIND, made[0].id)
            self.said(self.t("It is an activity now. The plan lies in the trash."), undo=True)

    def _look_back(self, ident: str) -> None:
        # The page of reflections opens a reflection; given an experience it begins one about it.
        self.open_requested.emit("reflection", ident)

    def _open(self, row: object) -> None:
        if isinstance(row, Row):
            self.open_record(row.kind, row.id)

    def _trash(self, row: object) -> None:
        if isinstance(row, Row) and self.attempt(lambda: self.desk.services.records.trash(row.kind, row.id)):
            self.said(self.t("Moved to the trash."), undo=True)
