"""The line above the pages: that this is an example, what asks for attention, advice until it was read."""

from __future__ import annotations

from PySide6.QtCore import Signal

from portfolio_app.domain.errors import UserError
from portfolio_app.services.checks import Report
from portfolio_app.services.repair import REPAIRABLE
from portfolio_app.services.sentences import explain
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.containers import Banner


class Notice(Banner):
    """Says one thing that stays in sight. In an example that is always the same: that it is one."""

    example_left = Signal()
    advice_read = Signal()
    check_requested = Signal()
    week_requested = Signal()

    def __init__(self, desk: Desk, *, example: bool, visiting: bool) -> None:
        """With ``visiting`` she looks around in an example before she opens her own, and can leave it here."""
        super().__init__("info" if example else "warn")
        self._desk, self._example, self._visiting = desk, example, visiting
        self._advising = self._reminding = False
        self.action_requested.connect(self._answer)
        self.other_requested.connect(self._not_now)

    def retranslate(self) -> None:
        """Say that it is an example in another language; the rest keeps the words it came with."""
        t = self._desk.t
        if self._example:
            leave = t("To my own portfolio") if self._visiting else ""
            self.set_texts(t("This is an example. Nothing in it is yours."), leave)

    def warn(self, text: str, action: str = "") -> None:
        """Say something that stays in sight (empty: no longer). What ``action`` names opens the check."""
        self._advising = self._reminding = False
        if not self._example:
            self.set_tone("warn")
            self.set_texts(text, action)

    def advise(self, text: str) -> None:
        """Say something that stays in sight until she has read it."""
        self.warn(text, self._desk.t("I have read it"))
        self._advising = True

    def remind(self) -> None:
        """Say once that there is a week to write, where nothing else is said and no tray says it."""
        if self._example or self.text:
            return
        self._reminding = True
        self.set_tone("info")
        self.set_texts(self._desk.t("Your week"), self._desk.t("To my week"), self._desk.t("Not now"))

    def _not_now(self) -> None:
        if self._reminding:
            self.warn("")

    def look_after(self) -> None:
        """Look in the background whether everything is whole, and speak up only where it is not."""
        checks = self._desk.services.checks
        self._desk.tasks.start(
            self, lambda job: checks.look(job.progress, job.cancelled), self._looked, failed=self._stumbled
        )

    def _looked(self, report: Report) -> None:
        if not report.sound:
            self.warn(report.words(self._desk.t), self._desk.t("Look what can be done…"))

    def _stumbled(self, error: UserError) -> None:
        if error.code in REPAIRABLE:
            self.warn(explain(error, self._desk.t), self._desk.t("Look what can be done…"))
        else:
            self._desk.tasks.failed.emit(error)

    def _answer(self) -> None:
        if self._example:
            self.example_left.emit()
        elif self._advising:
            self.warn("")
            self.advice_read.emit()
        elif self._reminding:
            self.warn("")
            self.week_requested.emit()
        else:
            self.check_requested.emit()
