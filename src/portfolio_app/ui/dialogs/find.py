"""Find: everything, as you type; Enter opens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from portfolio_app.store.values import Hit
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import icon
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.words import kind_icon, kind_name

WAIT_MS = 120
MOST = 40


class FindDialog(Dialog):
    """A line to type in and what was found beneath it; the arrow keys walk through the list from the line."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=640)
        self._desk = desk
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

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._line.edit:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        text = self._line.value()
        hits: list[Hit] = []
        self.attempt(lambda: hits.extend(self._desk.services.search.find(text, limit=MOST)))
        self._list.clear()
        for hit in hits:
            self._list.addItem(self._item(hit))
        self._list.setCurrentRow(0 if hits else -1)
        nothing = self.t("Nothing found. A part of a word will do.") if text and not hits else ""
        self._told.setText(nothing or self.t.n("{n} found", "{n} found", len(hits)) if text else "")

    def _item(self, hit: Hit) -> QListWidgetItem:
        about = kind_name(hit.kind, self.t)
        day = f" · {self.t.date(hit.day, 'medium')}" if hit.day else ""
        words = hit.heading or hit.snippet or about
        snippet = f"\n{hit.snippet}" if hit.snippet and hit.snippet not in hit.heading else ""
        item = QListWidgetItem(icon(self, kind_icon(hit.kind)), f"{words}\n{about}{day}{snippet}")
        item.setData(Qt.ItemDataRole.UserRole, (hit.kind, hit.id))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {about}{day}")
        return item

    def _open_first(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        if self._list.currentRow() >= 0:
            self._open(self._list.currentItem())

    def _open(self, item: QListWidgetItem) -> None:
        kind, ident = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        self.open_requested.emit(kind, ident)
