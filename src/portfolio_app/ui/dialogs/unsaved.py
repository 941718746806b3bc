"""Shows what was typed and never saved, where the page that it belongs to cannot show it any more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from portfolio_app.services.drafts import Waiting
from portfolio_app.ui import clipboard, unsaved
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.today_presenter import TodayPresenter
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton


class UnsavedDialog(Dialog):
    """The words of a draft: to be copied, kept as a moment of today, or thrown away. ``open_requested`` asks for the
    record that it belongs to, and ``kept`` says that a moment was made of it."""

    open_requested = Signal(str, str)
    kept = Signal()

    def __init__(self, desk: Desk, waiting: Waiting, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=640)
        t = desk.t
        self._desk, self._waiting = desk, waiting
        self._body = unsaved.text_of(desk.services, waiting, t)
        when = t.instant(waiting.at, desk.services.history.zone)
        words = t("You were writing this on {when}; it was never saved.", when=when)
        if waiting.aside:
            words = t("You were writing this on {when}. What it belongs to was changed since.", when=when)
        elif waiting.gone:
            words = t("You were writing this on {when}. What it belongs to was thrown away since.", when=when)
        self.set_heading(t("Not saved yet"), words)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(t("Not saved yet"))
        self._text.setMinimumHeight(240)
        self._text.setPlainText(self._body)
        self.body.addWidget(self._text)
        away = QuietButton(t("Throw away…"), "trash")
        away.clicked.connect(self._throw)
        self.foot.addWidget(away)
        copy = QuietButton(t("Copy as text"), "copy")
        copy.clicked.connect(self._copy)
        self.foot.addWidget(copy)
        if waiting.record is not None and not waiting.gone:
            there = QuietButton(t("Open what it belongs to"), "caret-right")
            there.clicked.connect(self._open)
            self.foot.addWidget(there)
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        keep = PrimaryButton(t("Keep as a moment of today"))
        keep.setEnabled(bool(self._body))
        keep.clicked.connect(self._keep)
        self.add_buttons(close, keep)

    def _copy(self) -> None:
        clipboard.copy(self._body)

    def _open(self) -> None:
        record = self._waiting.record
        if record is not None:
            self.accept()
            self.open_requested.emit(record.KIND, record.id)

    def _keep(self) -> None:
        def work() -> None:
            TodayPresenter(self._desk.services).keep(self._body)
            self._desk.services.drafts.drop(self._waiting.key)

        if self.attempt(work):
            self.accept()
            self.kept.emit()

    def _throw(self) -> None:
        t = self.t
        question, more = t("Throw away what you were writing here?"), t("This can't be undone.")
        sure = agreed(self, question, more, yes=t("Throw away"), no=t("Cancel"))
        if sure and self.attempt(lambda: self._desk.services.drafts.drop(self._waiting.key)):
            self.accept()
