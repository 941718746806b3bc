"""Choosing one record to be linked, as you type; Enter chooses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import Record
from portfolio_app.services.jobs import Job
from portfolio_app.store.values import Hit, Query
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import icon
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.words import kind_icon, kind_name, title_words

WAIT_MS = 120
MOST = 40


class PickDialog(Dialog):
    """Choose one record of a few kinds, to be linked: the newest at first, then what fits the words typed.

    A line to type in and what was found beneath it; the arrow keys walk through the list from the line.
    ``open_requested`` carries the chosen one. Only headings and days are shown, no texts.
    """

    open_requested = Signal(str, str)

    def __init__(
        self,
        desk: Desk,
        question: str,
        kinds: Sequence[str],
        leave_out: Collection[str] = (),
        parent: QWidget | None = None,
        *,
        first: Sequence[Record] = (),
    ) -> None:
        """``first`` stand above the newest, as long as nothing is typed."""
        super().__init__(desk.t, parent, width=640)
        self._desk, self._first = desk, tuple(first)
        self._kinds, self._leave_out = tuple(kinds), frozenset(leave_out)
        self.set_heading(question, desk.t("The newest stand here; type a few letters to find what is older."))
        self._line = LineField()
        self._line.set_label(desk.t("Find"))
        self._line.set_placeholder(desk.t("A word from anything you wrote, or from a file"))
        self._list = QListWidget()
        self._list.setMinimumHeight(320)
        self._list.setIconSize(QSize(grown(20), grown(20)))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(desk.t("Found"))
        self._list.setWordWrap(True)
        self._list.itemActivated.connect(self._open)
        self._told = Label(role="muted", wrap=True)
        self.body.addWidget(self._line)
        self.body.addWidget(self._list)
        self.body.addWidget(self._told)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._search)
        self._line.changed.connect(self._timer.start)
        self._line.submitted.connect(self._open_first)
        self._line.edit.installEventFilter(self)
        self._line.setFocus()
        self.attempt(lambda: self._show(self._found(""), ""))

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._line.edit:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        """Ask on another thread; an answer to what was asked before is not looked at."""
        text = self._line.value()

        def done(hits: Sequence[Hit]) -> None:
            if text == self._line.value():
                self._show(hits, text)

        def work(job: Job[Sequence[Hit]]) -> Sequence[Hit]:
            del job
            return self._found(text)

        self._desk.tasks.start(self, work, done, failed=self._trouble)

    def _trouble(self, error: UserError) -> None:
        self.show_trouble(error)

    def _found(self, text: str) -> Sequence[Hit]:
        services, most = self._desk.services, MOST + len(self._leave_out)
        if text:
            hits = services.search.find(text, kinds=self._kinds, limit=most)
        else:
            rows = services.records.rows(Query(kinds=self._kinds, limit=most))
            first = {record.id for record in self._first}
            hits = [
                *(Hit(record.KIND, record.id, record.heading, record.day, "") for record in self._first),
                *(Hit(row.kind, row.id, row.heading, row.day, "") for row in rows if row.id not in first),
            ]
        return [replace(hit, snippet="", marks=()) for hit in hits if hit.id not in self._leave_out][:MOST]

    def _show(self, hits: Sequence[Hit], text: str) -> None:
        self._list.clear()
        for hit in hits:
            self._list.addItem(self._item(hit))
        self._list.setCurrentRow(0 if hits else -1)
        nothing = self.t("Nothing found. A part of a word will do.") if text and not hits else ""
        self._told.setText(nothing or self.t.n("{n} found", "{n} found", len(hits)) if text else "")

    def _item(self, hit: Hit) -> QListWidgetItem:
        about = kind_name(hit.kind, self.t)
        day = f" · {self.t.date(hit.day, 'medium')}" if hit.day else ""
        words = title_words(hit.kind, hit.heading, self.t)
        item = QListWidgetItem(icon(self, kind_icon(hit.kind)), f"{words}\n{about}{day}")
        item.setData(Qt.ItemDataRole.UserRole, (hit.kind, hit.id))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {about}{day}")
        return item

    def _open_first(self) -> None:
        if self._timer.isActive():
            # What stands there answers an older question.
            self._timer.stop()
            text = self._line.value()
            self.attempt(lambda: self._show(self._found(text), text))
        if self._list.currentRow() >= 0:
            self._open(self._list.currentItem())

    def _open(self, item: QListWidgetItem) -> None:
        kind, ident = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        self.open_requested.emit(kind, ident)
