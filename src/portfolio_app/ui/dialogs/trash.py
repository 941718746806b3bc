"""The trash: bring back, or remove for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QWidget

from portfolio_app.store.values import Row
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.settings_trash import TrashTime
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import icon
from portfolio_app.ui.widgets.buttons import Button, DangerButton, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import EmptyState
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.words import heading_words, kind_icon, kind_name


class TrashDialog(Dialog):
    """Everything that was thrown away. It stays until the owner removes it, or for the time that she set."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=640)
        self._desk = desk
        t = desk.t
        self.set_heading(t("Trash"), t("What lies here can come back."))
        self._time = TrashTime(desk)
        self._time.changed.connect(self._fill)
        self._find = LineField()
        self._find.set_label(t("Find in the trash"))
        self._find.changed.connect(self._fill)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._find, 3)
        row.addWidget(self._time, 2)
        self.body.addLayout(row)
        self._list = QListWidget()
        self._list.setMinimumHeight(300)
        self._list.setIconSize(QSize(grown(20), grown(20)))
        self._list.setAccessibleName(t("Trash"))
        self._list.itemSelectionChanged.connect(self._chosen)
        self._empty = EmptyState("trash")
        self._empty.set_texts(t("The trash is empty."))
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("Removing"))
        self._bar.hide()
        self.body.addWidget(self._list)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._bar)
        self._restore = PrimaryButton(t("Bring back"))
        self._restore.clicked.connect(self._bring_back)
        self._purge = DangerButton(t("Remove for good…"))
        self._purge.clicked.connect(self._remove)
        self._all = QuietButton(t("Empty the trash…"))
        self._all.clicked.connect(self._empty_it)
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self._history = QuietButton(t("History…"), "clock-counter-clockwise")
        self._history.clicked.connect(self._show_history)
        self.add_buttons(close, self._history, self._purge, self._restore, left=self._all)
        self._fill()
        self._list.setFocus()

    def _fill(self) -> None:
        services, text = self._desk.services, self._find.value()
        rows: list[Row] = []
        self.attempt(lambda: rows.extend(services.trash.rows(text)))
        self._empty.set_texts(self.t("Nothing found. A part of a word will do.") if text else
                              self.t("The trash is empty."))  # fmt: skip
        self._list.clear()
        for row in rows:
            self._list.addItem(self._item(row))
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._all.setEnabled(bool(rows) and not text)
        if rows:
            self._list.setCurrentRow(0)
        self._chosen()

    def _item(self, row: Row) -> QListWidgetItem:
        about = kind_name(row.kind, self.t)
        day = f" · {self.t.date(row.day, 'medium')}" if row.day else ""
        going = self._going(row)
        heading = heading_words(row.kind, row.heading, self.t) or about
        item = QListWidgetItem(icon(self, kind_icon(row.kind)), f"{heading}\n{about}{day}\n{going}")
        item.setData(Qt.ItemDataRole.UserRole, row)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{heading}, {about}{day}, {going}")
        return item

    def _going(self, row: Row) -> str:
        """When it was thrown away, and when it goes for good."""
        t, zone = self.t, self._desk.services.history.zone
        thrown = t("thrown away on {day}", day=t.date((row.trashed_at or row.changed_at).astimezone(zone).date()))
        goes = self._desk.services.trash.goes_at(row)
        if goes is None:
            return thrown
        if goes.astimezone(zone).date() <= self._desk.today():
            return t("{thrown}; goes for good shortly", thrown=thrown)
        return t("{thrown}; goes for good on {day}", thrown=thrown, day=t.date(goes.astimezone(zone).date()))

    def _show_history(self) -> None:
        from portfolio_app.ui.dialogs.history import HistoryDialog

        row = self._row()
        if row is not None:
            dialog = HistoryDialog(self._desk, row.kind, row.id, self)
            dialog.restored.connect(self._fill)
            dialog.open()

    def _row(self) -> Row | None:
        if self._list.currentRow() < 0:
            return None
        return cast(Row, self._list.currentItem().data(Qt.ItemDataRole.UserRole))

    def _chosen(self) -> None:
        chosen = self._row() is not None
        self._restore.setEnabled(chosen)
        self._purge.setEnabled(chosen)
        self._history.setEnabled(chosen)

    def _bring_back(self) -> None:
        row = self._row()
        if row is not None and self.attempt(lambda: self._desk.services.records.restore(row.kind, row.id)):
            self._fill()

    def _remove(self) -> None:
        row = self._row()
        if row is not None and self._sure(self.t("Remove this for good? Its history goes too.")):
            self._run(lambda: self._desk.services.records.purge(row.kind, row.id))

    def _empty_it(self) -> None:
        if self._sure(self.t("Remove everything in the trash for good? The history goes too.")):
            self._run(self._desk.services.records.empty_trash)

    def _run(self, work: Callable[[], object]) -> None:
        """Remove off the window's thread. It is one step, which can't be stopped half-way."""
        self.trouble.set_texts("")
        self._bar.show()
        for widget in (self._list, self._restore, self._purge, self._all):
            widget.setEnabled(False)
        self._desk.tasks.start(self, lambda _: work(), failed=self.show_trouble, finished=self._finished)

    def _finished(self) -> None:
        self._bar.hide()
        self._list.setEnabled(True)
        self._fill()

    def _sure(self, question: str) -> bool:
        t = self.t
        return agreed(self, question, t("This can't be undone."), yes=t("Remove for good"), no=t("Cancel"))
