"""Texts that were changed on two computers, side by side: this one, the other, or both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QListWidget, QWidget

from portfolio_app.services.conflicts import Sides
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.conflicts_presenter import ConflictsPresenter
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import EmptyState, Label
from portfolio_app.ui.widgets.differences import DifferencesView


class ConflictsDialog(Dialog):
    """Lists what waits; ``open_requested`` asks for a record whose two texts are to be made one."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=860)
        t = desk.t
        self._services = desk.services
        self._presenter = ConflictsPresenter(desk.services)
        self.set_heading(
            t("Changed on two computers"),
            t("The newest text stands. What you don't choose stays in the history."),
        )
        self._list = QListWidget()
        self._list.setAccessibleName(t("Texts that were changed on two computers"))
        self._list.setWordWrap(True)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumSize(grown(200), 260)
        self._list.itemSelectionChanged.connect(self._show)
        self._titles = (Label(role="label", wrap=True), Label(role="label", wrap=True))
        self._views = (DifferencesView(), DifferencesView())
        for view in self._views:
            view.setMinimumSize(grown(210), 240)
        self.body.addLayout(self._columns(), 1)
        self._done = EmptyState("check-circle")
        self._done.set_texts(t("No text is waiting for your choice."))
        self.body.addWidget(self._done)
        self._keep = PrimaryButton(t("Keep it as it is now"))
        self._take = Button(t("Take the other text"))
        self._both = Button(t("Keep both and make one of them"))
        conflicts = desk.services.conflicts
        self._keep.clicked.connect(lambda: self._choose(conflicts.keep))
        self._take.clicked.connect(lambda: self._choose(conflicts.take))
        self._both.clicked.connect(self._keep_both)
        close = QuietButton(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(self._both, self._take, self._keep, left=close)
        self._fill(0)
        self._list.setFocus()

    def _columns(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(self._list, 0, 0, 2, 1)
        for column, (title, view) in enumerate(zip(self._titles, self._views, strict=True), start=1):
            grid.addWidget(title, 0, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(view, 1, column)
            grid.setColumnStretch(column, 3)
        grid.setColumnStretch(0, 2)
        grid.setRowStretch(1, 1)
        return grid

    def _fill(self, at: int) -> None:
        self._presenter.reload()
        self._list.clear()
        waiting = len(self._presenter.waiting)
        self._list.addItems([self._presenter.name(number, self.t) for number in range(waiting)])
        for widget in (self._list, *self._titles, *self._views, self._keep, self._take, self._both):
            widget.setVisible(waiting > 0)
        self._done.setVisible(waiting == 0)
        if waiting:
            self._list.setCurrentRow(min(at, waiting - 1))
        self._keep.setDefault(waiting > 0)

    def _sides(self) -> Sides | None:
        at = self._list.currentRow()
        return self._presenter.waiting[at] if 0 <= at < len(self._presenter.waiting) else None

    def _show(self) -> None:
        if self._sides() is None:
            return
        at, t = self._list.currentRow(), self.t
        found = self._presenter.beside(at, t)
        note = t("Nothing that you wrote differs here.")
        told = zip(self._titles, self._views, self._presenter.told(at, t), (found.now, found.other), strict=True)
        for title, view, words, fields in told:
            title.setText(words)
            view.setAccessibleName(words)
            view.show_changes(fields, note, found.spoken)

    def _choose(self, work: Callable[[Sides], object]) -> bool:
        sides, at = self._sides(), self._list.currentRow()
        if sides is None or not self.attempt(lambda: work(sides)):
            return False
        self._fill(at)
        return True

    def _keep_both(self) -> None:
        sides = self._sides()
        if sides is not None and self._choose(self._services.conflicts.keep_both):
            self.open_requested.emit(sides.conflict.of_kind, sides.conflict.of_id)
            self.accept()
