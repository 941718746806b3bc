"""Competences on "Where I stand": chosen frameworks, what shows each competence, and the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.services.jobs import Job
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.growth_presenter import SHOWN, Covered, GrowthPresenter
from portfolio_app.ui.widgets.buttons import QuietButton, RowButton
from portfolio_app.ui.widgets.chips import ChipsField
from portfolio_app.ui.widgets.containers import Card, Label, clear
from portfolio_app.ui.words import kind_icon

Gathered = tuple[tuple[str, str, tuple[Covered, ...]], ...]
"""Of each chosen framework: its name, what to check about it (or nothing), and its competences."""


class CompetenceRow(RowButton):
    """The line of a competence; Enter opens and folds it too, as Space does."""

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
        else:
            super().keyPressEvent(event)


class CoverageCard(Card):
    """What is linked to the competences of the chosen frameworks; a competence opens to what shows it."""

    def __init__(self, page: Page, presenter: GrowthPresenter) -> None:
        super().__init__()
        self._page, self._presenter = page, presenter
        self._job: Job[Gathered] | None = None
        self._opened: set[str] = set()
        self.frameworks = ChipsField()
        self.frameworks.changed.connect(self._choose)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addWidget(self.frameworks)
        self.body.addLayout(self._list)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self.set_title(t("Competences"))
        self.set_note(t("What you linked to them. A gap is nothing but a place where nothing is linked."))
        offered = self._presenter.frameworks()
        self.frameworks.set_options([(item.id, t.pick(item.name)) for item in offered])
        self.frameworks.set_label(t("Frameworks I want to see"))
        self.frameworks.set_value(self._presenter.chosen_frameworks())

    def show_all(self) -> None:
        """Gather what shows each competence; beside the window where there is much to go through."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        clear(self._list)
        t, presenter = self._page.t, self._presenter
        chosen = presenter.chosen_frameworks()
        if not chosen:
            self._list.addWidget(Label(t("Choose a framework, if you want to look with one."), "muted", wrap=True))
            return
        if not self._page.desk.services.records.are_many:
            self._show(presenter.covered(chosen, t))
            return
        self._list.addWidget(Label(t("Busy…"), "muted"))

        def done(gathered: Gathered) -> None:
            if job is self._job:
                clear(self._list)
                self._show(gathered)

        job = self._page.desk.tasks.start(self, lambda _: presenter.covered(chosen, t), done)
        self._job = job

    def _choose(self) -> None:
        self._presenter.choose_frameworks(self.frameworks.value())
        self.show_all()

    def _show(self, gathered: Gathered) -> None:
        for name, check, covered in gathered:
            self._list.addWidget(Label(name, "label", wrap=True))
            if check:
                self._list.addWidget(Label(check, "small", wrap=True))
            for item in covered:
                if item.gap:
                    self._list.addWidget(Label(f"{item.code}  {item.name} — {item.told}", "muted", wrap=True))
                else:
                    self._list.addWidget(self._competence(item))

    def _competence(self, item: Covered) -> QWidget:
        """A competence that opens to the records that show it; Enter or a click opens and folds it."""
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(26, 0, 0, 6)
        rows.setSpacing(2)
        button = CompetenceRow(f"{item.code}  {item.name} — {item.told}", "caret-right")
        button.setCheckable(True)
        button.toggled.connect(partial(self._unfold, button, inside, rows, item))
        box.addWidget(button)
        box.addWidget(inside)
        inside.hide()
        button.setChecked(item.key in self._opened)
        return holder

    def _unfold(self, button: RowButton, inside: QWidget, rows: QVBoxLayout, item: Covered, opened: bool) -> None:
        (self._opened.add if opened else self._opened.discard)(item.key)
        button.set_icon("caret-down" if opened else "caret-right")
        clear(rows)
        if opened:
            self._fill(rows, item.records[:SHOWN], item.records[SHOWN:])
        inside.setVisible(opened)

    def _fill(self, rows: QVBoxLayout, now: Sequence[tuple[str, str]], rest: Sequence[tuple[str, str]]) -> None:
        t = self._page.t
        for line in self._presenter.lines(now, t):
            row = RowButton(line.words, kind_icon(line.kind))
            row.clicked.connect(lambda _=False, shown=line: self._page.open_requested.emit(shown.kind, shown.id))
            rows.addWidget(row)
        if rest:
            more = QuietButton(t("Show {n} more", n=len(rest)))

            def show_rest() -> None:
                rows.removeWidget(more)
                more.deleteLater()
                self._fill(rows, rest, ())
                item = rows.itemAt(len(now))
                following = item.widget() if item is not None else None
                if following is not None:
                    following.setFocus()

            more.clicked.connect(show_rest)
            rows.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
