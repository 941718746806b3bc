"""Search: one field over everything, as you type; filters, searches that were kept, and the way to each hit."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import UserError
from portfolio_app.services.jobs import Job
from portfolio_app.store.stopping import Stop
from portfolio_app.store.values import Found, Hit, Question
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.search_filters import SearchFilters
from portfolio_app.ui.pages.search_presenter import Ask, SearchPresenter
from portfolio_app.ui.pages.search_saved import NameDialog, SavedSearches
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import EmptyState, Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.found import FoundList

WAIT_MS = 120
LIST_LEAST = 220
"""Pixels of the list at the ordinary text size; in a lower window the page scrolls."""


class SearchPage(Page):
    """A line to type in, what narrows it, and what was found. The arrow keys walk through the list from the line."""

    KEY = "search"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = SearchPresenter(desk.services)
        self._stop = Stop()
        self._job: Job[Found] | None = None
        self._found = Found()
        self._filling = False
        self._answered = True
        self._line = LineField()
        self._filters = SearchFilters(desk, self._presenter)
        self._kinds = ScaleField[str]()
        self._told = Label(role="small")
        self._keep = QuietButton(icon_name="star")
        self._keep.clicked.connect(self._ask_name)
        self._list = FoundList()
        self._list.setMinimumHeight(grown(LIST_LEAST))
        self._saved = SavedSearches(self, self._presenter)
        self._empty = EmptyState("magnifying-glass")
        self._arrange()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._search)
        self._line.changed.connect(self._timer.start)
        self._line.submitted.connect(self._open_first)
        self._line.edit.installEventFilter(self)
        self._filters.changed.connect(self._search)
        self._kinds.changed.connect(self._search)
        self._list.open_requested.connect(self._open)
        self._list.more_requested.connect(self._more)
        self._saved.chosen.connect(self._ask_saved)
        self.setFocusProxy(self._line)

    def _arrange(self) -> None:
        self.body.setSpacing(10)
        self.body.addWidget(self._line)
        self.body.addWidget(self._filters)
        self.body.addWidget(self._kinds)
        row = QHBoxLayout()
        row.addWidget(self._told, 1)
        row.addWidget(self._keep)
        self.body.addLayout(row)
        results = QVBoxLayout()
        results.addWidget(self._saved)
        results.addWidget(self._empty, 1)
        results.addWidget(self._list, 1)
        self.body.addLayout(results, 1)

    # -- words ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        t = self.t
        self.header.set_texts(t("Search"))
        self._line.name_silently(t("Search everything"))
        self._line.set_placeholder(t('A word from anything you wrote, or from a file; "words in a row", -not this'))
        self._kinds.name_silently(t("Kind"))
        self._list.setAccessibleName(t("Found"))
        self._keep.setText(t("Save this search…"))
        self._filters.retranslate()
        super().retranslate()
        self.refresh(None)

    def refresh(self, changes: ChangeSet | None) -> None:
        self._filters.refresh()
        self._saved.refresh()
        self._search()

    # -- asking -----------------------------------------------------------------------------------------------

    def ask(self) -> Ask:
        """What the fields hold."""
        return replace(self._filters.ask(), text=self._line.value(), kind=self._kinds.value() or "")

    @property
    def settled(self) -> bool:
        """Whether what stands there answers what was typed."""
        return not self._timer.isActive() and (self._job is None or self._answered)

    def _search(self, *, then_open: bool = False) -> None:
        """Ask anew on another thread; whatever was asked before is stopped there."""
        if self._filling:
            return
        self._timer.stop()
        self._give_up()
        ask = self.ask()
        question = self._presenter.question(ask)
        if question.is_empty:
            self._show(Found(), ask, Stop())
            return
        most, stop = self._presenter.most(ask), Stop()
        self._stop, self._answered = stop, False

        def work(job: Job[Found]) -> Found:
            del job
            return self._presenter.find(question, most, stop)

        def done(found: Found) -> None:
            self._show(found, ask, stop)
            if then_open and found.total and not stop.asked:
                self._list.open_chosen()

        self._job = self.desk.tasks.start(self, work, done, failed=self._trouble)

    def _give_up(self) -> None:
        self._stop.now()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _trouble(self, error: UserError) -> None:
        self.trouble_met.emit(error)

    def _show(self, found: Found, ask: Ask, stop: Stop) -> None:
        if stop.asked:
            return
        self._answered = True
        self._found = found
        self._filling = True
        chips = self._presenter.kinds(found, ask.kind, self.t)
        self._kinds.set_choices(chips)
        self._kinds.set_value(ask.kind)
        self._filling = False
        self._kinds.setVisible(bool(chips))
        chosen, place = self._list.currentIndex().row(), self._list.verticalScrollBar().value()
        before = self._list.found.lines
        lines = self._presenter.lines(found, ask.kind, self.t)
        self._list.found.set_lines(lines)
        if len(before) < len(lines) and [line.words for line in before[:chosen]] == [
            line.words for line in lines[:chosen]
        ]:
            # More of the same: stay where one was.
            self._list.setCurrentIndex(self._list.found.index(max(chosen, 0), 0))
            self._list.verticalScrollBar().setValue(place)
        else:
            self._list.choose_first()
        self._tell(found, ask, self._presenter.question(ask))

    def _tell(self, found: Found, ask: Ask, question: Question) -> None:
        t, told = self.t, self._presenter.told(found, ask, self.t)
        self._told.setText(told if found.total else "")
        self._keep.setVisible(not question.is_empty)
        self._list.setVisible(bool(found.total))
        self._saved.setVisible(question.is_empty and self._saved.count > 0)
        self._empty.setVisible(not found.total and not self._saved.isVisibleTo(self))
        if question.is_empty:
            self._empty.set_texts(t("What are you looking for?"), t("Everything you wrote and the text in your files."))
        else:
            self._empty.set_texts(told, t("Other words or a longer period may help."))

    def _more(self, kind: str) -> None:
        self._presenter.show_more(kind, len(self._found.hits.get(kind, ())))
        self._search()

    # -- keys and opening -------------------------------------------------------------------------------------

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._line.edit:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._list.step(step)
                return True
        return super().eventFilter(watched, event)

    def _open_first(self) -> None:
        if self._timer.isActive():
            self._search(then_open=True)
        else:
            self._list.open_chosen()

    def _open(self, hit: object) -> None:
        if not isinstance(hit, Hit):
            return
        if self._filters.ask().place == "trash":
            self.command_requested.emit("trash")
            return
        self.words_requested.emit(hit.kind, hit.id, self._line.value())

    def leave(self) -> None:
        self._give_up()

    # -- searches that were kept ----------------------------------------------------------------------------------

    def open_record(self, kind: str, ident: str) -> bool:
        ask = self._presenter.of(ident)
        if ask is None:
            return False
        self._fill(ask)
        return True

    def _ask_saved(self, ident: str) -> None:
        self.open_record("", ident)

    def _fill(self, ask: Ask) -> None:
        self._filling = True
        self._line.set_value(ask.text)
        self._filters.fill(ask)
        if ask.kind:
            self._kinds.set_choices(self._presenter.kinds(Found(), ask.kind, self.t))
        self._kinds.set_value(ask.kind)
        self._filling = False
        self._search()

    def _ask_name(self) -> None:
        dialog = NameDialog(self.t, self.window(), name=self._line.value().strip())
        dialog.named.connect(self._keep_it)
        dialog.open()

    def _keep_it(self, name: str) -> None:
        if self.attempt(lambda: self._presenter.save(self.ask(), name)):
            self.said(self.t("The search is saved."), undo=True)
