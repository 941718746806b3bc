"""The history of a record: every version, what changed in it, and the way back."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.history_presenter import HistoryPresenter, VersionLine, spoken
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.differences import DifferencesView
from portfolio_app.ui.widgets.fields import ChoiceField

Look = Literal["before", "now", "whole"]


class HistoryDialog(Dialog):
    """Versions at the left, the newest first; at the right what changed. ``restored`` says that one was put back."""

    restored = Signal()

    def __init__(self, desk: Desk, kind: str, ident: str, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=860)
        self._presenter = HistoryPresenter(desk.services, kind, ident)
        t = desk.t
        self.set_heading(self._presenter.title(t), self._presenter.heading(t))
        self._days = Label(self._presenter.happened(t), "small", wrap=True)
        self.body.addWidget(self._days)
        self._list = QListWidget()
        self._list.setAccessibleName(t("Versions"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setWordWrap(True)
        self._list.setMinimumSize(grown(230), 300)
        self._list.itemSelectionChanged.connect(self._show)
        self._earlier = QuietButton(t("Show earlier versions"), "caret-down")
        self._earlier.clicked.connect(self._fetch)
        self._look = ChoiceField[Look]()
        self._look.set_label(t("What do you want to see?"))
        self._look.set_choices(
            [
                ("before", t("What changed in this version")),
                ("now", t("What changed between this version and now")),
                ("whole", t("The whole version")),
            ]
        )
        self._look.changed.connect(self._show)
        self._view = DifferencesView()
        self._view.setAccessibleName(t("What changed"))
        self._view.setMinimumSize(grown(300), 240)
        self.body.addLayout(self._columns(), 1)
        self._back = PrimaryButton(t("Put this version back"), "arrow-counter-clockwise")
        self._back.clicked.connect(self._restore)
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, self._back)
        self._fill(0)
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _columns(self) -> QHBoxLayout:
        left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self._list, 1)
        left.addWidget(self._earlier)
        right.addWidget(self._look)
        right.addWidget(self._view, 1)
        both.setSpacing(16)
        both.addLayout(left, 2)
        both.addLayout(right, 3)
        return both

    def _fill(self, first: int) -> None:
        for line in self._presenter.lines(self.t, first):
            self._list.addItem(_item(line))
        self._earlier.setVisible(self._presenter.more)

    def _fetch(self) -> None:
        first = self._list.count()
        if self.attempt(self._presenter.fetch):
            self._fill(first)
            self._list.setCurrentRow(first)
            self._list.setFocus()

    def _line(self) -> VersionLine | None:
        if self._list.currentRow() < 0:
            return None
        line = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        return line if isinstance(line, VersionLine) else None

    def _show(self) -> None:
        line, at, t = self._line(), self._list.currentRow(), self.t
        self._back.setEnabled(line is not None and line.can_return)
        if line is None:
            self._view.show_changes((), t("There is no history yet."))
            return
        looks = {"before": self._presenter.since_before, "now": self._presenter.until_now,
                 "whole": self._presenter.whole}  # fmt: skip
        try:
            changes = looks[self._look.value() or "before"](at, t)
        except UserError as error:
            self.show_trouble(error)
            changes = ()
        if self._list.count() < len(self._presenter.lines(t)):
            self._fill(self._list.count())  # looking at the oldest one fetched those before it
        note = t("Nothing that you wrote differs here.")
        self._view.show_changes([(item.name, item.pieces) for item in changes], note, spoken(changes, t))

    def _restore(self) -> None:
        line = self._line()
        if line is not None and self.attempt(lambda: self._presenter.restore(line.number)):
            self.restored.emit()
            self.accept()


def _item(line: VersionLine) -> QListWidgetItem:
    told = "\n".join((line.when, line.step, *line.notes))
    item = QListWidgetItem(told)
    item.setData(Qt.ItemDataRole.UserRole, line)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join((line.when, line.step, *line.notes)))
    return item
