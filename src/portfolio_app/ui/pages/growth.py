"""Where I stand: phase, learning questions, talks and agreements, self-checks over time, competences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import (
    Agreement,
    Feedback,
    LearningQuestion,
    PhaseEntry,
    Quality,
    QualitySide,
    SelfCheck,
    Talk,
)
from portfolio_app.domain.records import KINDS, Record
from portfolio_app.domain.sets import Instrument
from portfolio_app.ui.pages.base import READING_WIDTH, Desk
from portfolio_app.ui.pages.editor import Editor, RecordPage, centred
from portfolio_app.ui.pages.group_editor import GroupEditor
from portfolio_app.ui.pages.growth_check import CheckEditor
from portfolio_app.ui.pages.growth_checks import ChecksPart
from portfolio_app.ui.pages.growth_coverage import CoverageCard
from portfolio_app.ui.pages.growth_editors import LinkedEditor, QuestionEditor, SimpleEditor
from portfolio_app.ui.pages.growth_presenter import SHOWN, GrowthPresenter, Line
from portfolio_app.ui.pages.growth_qualities import QualitiesCard, QualityEditor
from portfolio_app.ui.pages.links_presenter import SAID_ABOUT
from portfolio_app.ui.pages.talk_editors import AgreementEditor, TalkEditor
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label, clear

LISTS = ("learning_question", "talk", "agreement", "feedback", "phase")


class Growth(RecordPage):
    """Growth in words and examples, private unless chosen."""

    KEY = "growth"
    SHOWS = frozenset(
        {*LISTS, "self_check", "quality", "experience", "pattern", "reflection", "journal_week", "profile", "link"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = GrowthPresenter(desk.services)
        self.header.action_requested.connect(lambda: self.command_requested.emit("year"))
        self._editors: dict[str, Editor[Any]] = {}
        self._whole: set[str] = set()
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setMaximumWidth(READING_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 20)
        column.setSpacing(16)
        grid = QGridLayout()
        grid.setSpacing(16)
        self._cards: dict[str, tuple[Card, QVBoxLayout, Button]] = {}
        for at, kind in enumerate(LISTS):
            grid.addWidget(self._list_card(kind), *((0, 0, 1, 2) if at == 0 else ((at + 1) // 2, (at + 1) % 2)))
        column.addLayout(grid)
        self._qualities = QualitiesCard(self._presenter, self._fill)
        self._qualities.begin_requested.connect(self._note_quality)
        column.addWidget(self._qualities)
        self._checks = ChecksPart(self._presenter, self._fill)
        self._checks.begin_requested.connect(self._take)
        column.addWidget(self._checks)
        self._coverage = CoverageCard(self, self._presenter)
        column.addWidget(self._coverage)
        column.addStretch()
        scroller = QScrollArea()
        scroller.setProperty("role", "page")
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(centred(inside))
        self.listing.addWidget(scroller, 1)

    def _list_card(self, kind: str) -> Card:
        card, lines, add = Card(), QVBoxLayout(), Button(icon_name="plus")
        lines.setSpacing(2)
        add.clicked.connect(lambda: self.start_new(kind))
        card.head.addWidget(add)
        card.body.addLayout(lines)
        if kind == LearningQuestion.KIND:
            self._closed, self._closed_lines = Disclosure(), QVBoxLayout()
            self._closed_lines.setSpacing(2)
            self._closed.body.addLayout(self._closed_lines)
            card.body.addWidget(self._closed)
        card.body.addStretch()
        if kind == Talk.KIND:
            self._group = QuietButton(icon_name="users")
            self._group.clicked.connect(lambda: self.command_requested.emit("group-card"))
            card.body.addWidget(self._group, 0, Qt.AlignmentFlag.AlignLeft)
        self._cards[kind] = (card, lines, add)
        return card

    def retranslate(self) -> None:
        t = self.t
        told = t("For yourself, in words and examples. Nothing is measured here.")
        self.header.set_texts(t("Where I stand"), told, t("A year to look at"), "calendar-blank")
        self._titles = {"learning_question": t("Learning questions"), "talk": t("Talks"), "agreement": t("Agreements"),
                        "feedback": t("What others said"), "phase": t("My career so far")}  # fmt: skip
        adds = {"learning_question": t("Ask"), "talk": t("Plan a talk"), "agreement": t("Note an agreement"),
                "feedback": t("My coach said …"), "phase": t("A new phase")}  # fmt: skip
        for kind, (card, _, add) in self._cards.items():
            card.set_title(self._titles[kind])
            add.setText(adds[kind])
        self._closed.set_title(t("Closed questions and what came of them"))
        self._qualities.retranslate(t)
        self._group.setText(t("Peer consultation card"))
        self._coverage.retranslate()
        super().retranslate()

    def refresh(self, changes: ChangeSet | None) -> None:
        t, presenter = self.t, self._presenter
        filled = {
            "learning_question": presenter.questions(t), "talk": presenter.talks(t),
            "agreement": presenter.agreements(t), "feedback": presenter.feedback(t), "phase": presenter.phases(t),
        }  # fmt: skip
        for kind, lines in filled.items():
            self._fill(self._cards[kind][1], lines, kind, self._titles[kind])
        closed = presenter.closed_questions(t)
        self._closed.setVisible(bool(closed))
        self._fill(self._closed_lines, closed, "closed", t("Closed questions and what came of them"))
        self._qualities.show_all(t)
        self._checks.show_all(t)
        self._coverage.show_all()
        if self.editor is not None:
            self.editor.reload()

    def _fill(self, layout: QVBoxLayout, lines: Sequence[Line], key: str, title: str) -> None:
        """Show the first lines of a list, or all of them once that was asked; ``title`` names it for who can't see."""
        clear(layout)
        whole = key in self._whole
        for line in lines if whole else lines[:SHOWN]:
            button = RowButton(f"{line.words}  ·  {line.small}" if line.small else line.words)
            button.clicked.connect(lambda _=False, shown=line: self.open_record(shown.kind, shown.id))
            layout.addWidget(button)
        if len(lines) > SHOWN:
            layout.addWidget(self._more(layout, lines, key, title), 0, Qt.AlignmentFlag.AlignLeft)
        if not lines:
            layout.addWidget(Label(self.t("Nothing yet."), "muted"))

    def _more(self, layout: QVBoxLayout, lines: Sequence[Line], key: str, title: str) -> Button:
        t, whole = self.t, key in self._whole
        button = QuietButton(t("Show fewer") if whole else t("Show all ({n})", n=len(lines)))
        button.setAccessibleName(f"{title}: {button.text()}")
        button.clicked.connect(lambda: self._show_whole(layout, lines, key, title, not whole))
        return button

    def _show_whole(self, layout: QVBoxLayout, lines: Sequence[Line], key: str, title: str, whole: bool) -> None:
        """Open the rest of a list or fold it again; the keyboard goes on where the list grew."""
        (self._whole.add if whole else self._whole.discard)(key)
        self._fill(layout, lines, key, title)
        item = layout.itemAt(SHOWN)
        following = item.widget() if item is not None else None
        if following is not None:
            following.setFocus()

    def open_record(self, kind: str, ident: str) -> bool:
        record = self.desk.services.records.get(KINDS[kind], ident)
        if record is None:
            return kind == SelfCheck.KIND and self._begin_about(ident)
        self._edit(record, fresh=False)
        return True

    def left_at(self) -> object:
        sight = super().left_at()
        return None if sight == (SelfCheck.KIND, "") else sight  # which one it is, its kind does not tell

    def start_new(self, kind: str) -> bool:
        if kind == SelfCheck.KIND:
            instruments = self._presenter.instruments()
            if instruments:
                self._begin_check(instruments[0])
            return bool(instruments)
        self._edit(self._presenter.fresh(kind, self.desk.lang()), fresh=True)
        return True

    def resume(self, draft: str) -> bool:
        new, _, rest = draft.partition(":")
        kind, _, instrument = rest.partition(":")
        if draft == "agreeing:new":
            kind = Talk.KIND
        elif new != "new":
            return False
        if kind != SelfCheck.KIND:
            return self.start_new(kind)
        found = next((item for item in self._presenter.instruments() if item.id == instrument), None)
        if found is not None:
            self._begin_check(found)
        return found is not None

    def _begin_about(self, ident: str) -> bool:
        """Take the self-check that is meant for activities on one of them."""
        about = self.desk.services.records.get(Experience, ident)
        instrument = self.desk.services.growth.instrument_about_activities()
        if about is None or instrument is None:
            return False
        self._begin_check(instrument)
        editor = self.editor
        if isinstance(editor, CheckEditor):
            editor.begin_about(about)
        return True

    def _note_quality(self, side: QualitySide) -> None:
        self._edit(self._presenter.fresh_quality(side, self.desk.lang()), fresh=True)

    def _take(self, ident: str) -> None:
        self._begin_check(self.desk.services.content.instrument(ident))

    def _begin_check(self, instrument: Instrument) -> None:
        self._edit(self._presenter.fresh_check(instrument), fresh=True)

    def _edit(self, record: Record, *, fresh: bool) -> None:
        key = f"{record.KIND}:{record.instrument}" if isinstance(record, SelfCheck) else record.KIND
        if isinstance(record, Talk) and record.for_group:
            key = f"{record.KIND}:group"
        editor = self._editors.get(key)
        if editor is None:
            editor = self._editors[key] = self._make_editor(record)
            self.add_editor(editor)
        editor.show_record(record, fresh=fresh, draft=f"new:{key}" if fresh else "")
        self.show_editor(editor)

    def _make_editor(self, record: Record) -> Editor[Any]:
        if isinstance(record, SelfCheck):
            content = self.desk.services.content
            return CheckEditor(self, content.instrument(record.instrument, record.instrument_version))
        if isinstance(record, Talk):
            return GroupEditor(self) if record.for_group else TalkEditor(self)
        if isinstance(record, LearningQuestion):
            return QuestionEditor(self)
        if isinstance(record, Quality):
            return QualityEditor(self)
        if isinstance(record, Agreement):
            return AgreementEditor(self)
        if isinstance(record, Feedback):
            return LinkedEditor(self, Feedback, SAID_ABOUT)
        return SimpleEditor(self, PhaseEntry)
