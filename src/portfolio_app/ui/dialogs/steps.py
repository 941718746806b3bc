"""What was done lately, step by step, with the way to each record."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.changes import Operation
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import EmptyState
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.words import course_name


class StepsDialog(Dialog):
    """Every step, the newest first; ``open_requested`` carries the record that one was about.

    Undo takes them back in this order, one by one; going back to an older version of one record is what its history
    is for.
    """

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=720)
        t, history = desk.t, desk.services.history
        self._history = history
        self.set_heading(t("Latest changes"), t("Undo takes them back one by one, the newest first."))
        self._model = PagedTableModel[Operation](
            history.step_count,
            lambda offset, limit, _: history.steps(limit, offset),
            (
                Column(t("When"), lambda step: t.instant(step.at, history.zone)),
                Column(t("What"), lambda step: course_name(step, t)),
                Column(t("Where"), lambda step: t("here") if history.here(step.device) else t("elsewhere")),
            ),
            self,
        )
        self._table = RowTable(self._model)
        self._table.setAccessibleName(t("Latest changes"))
        self._table.setMinimumHeight(320)
        self._table.open_requested.connect(self._open)
        self._table.selectionModel().currentChanged.connect(self._chosen)
        self.body.addWidget(self._table)
        self._empty = EmptyState("clock-counter-clockwise")
        self._empty.set_texts(t("Nothing was changed yet."))
        self.body.addWidget(self._empty)
        self._go = PrimaryButton(t("Open"))
        self._go.clicked.connect(self._open_chosen)
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, self._go)
        self._model.reload()
        self._table.arrange((220, 0, 80))
        self._table.setVisible(self._model.rowCount() > 0)
        self._empty.setVisible(self._model.rowCount() == 0)
        self._go.setEnabled(False)
        self._table.setCurrentIndex(self._model.index(0, 0))

    def _target(self, step: object) -> tuple[str, str] | None:
        """The record a step was about: the one it is named after, where it is still there."""
        if not isinstance(step, Operation):
            return None
        touched = sorted(step.touched, key=lambda pair: (pair[0] != step.label.kind, pair))
        return next((pair for pair in touched if pair[0] != "link" and self._history.live(pair[1])), None)

    def _chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        del now, before
        self._go.setEnabled(self._target(self._table.chosen()) is not None)

    def _open_chosen(self) -> None:
        self._open(self._table.chosen())

    def _open(self, step: object) -> None:
        target = self._target(step)
        if target is not None:
            self.accept()
            self.open_requested.emit(*target)
