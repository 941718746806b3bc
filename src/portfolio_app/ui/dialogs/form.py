"""A dialog in which something is written: its fields are a draft until they are saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.records import Record
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.speaking import speak_all

Throw = Callable[[], object]


class FormDialog(Dialog):
    """Fields with a foot to save or cancel. Bind them in `build`; `store` saves them.

    What is typed is kept on disk as it is in the editors, and comes back when the dialog closed before it was saved,
    whatever closed it. Only Cancel, which says so, and saving let it go.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent)
        self.desk = desk
        self.form = Form(desk.t, self)
        self.keeper = DraftKeeper(self.form, desk.services.drafts, self)
        self.keeper.failed.connect(self.show_trouble)
        self.finished.connect(self.keeper.close)
        self._source: Record | Mapping[str, Any] = {}
        self._throw_it: Throw | None = None
        self.restored = DraftBanner(desk, self.keeper, self._load_again)
        self.body.addWidget(self.restored)

    def begin(self, source: Record | Mapping[str, Any], draft: str, throw: Throw | None = None) -> None:
        """Build the fields, fill them, and bring the draft with this key back; ``throw`` puts in the trash."""
        t, self._source, self._throw_it = self.t, source, throw
        self.build()
        cancel = Button(t("Cancel"))
        cancel.clicked.connect(self._cancel)
        save = PrimaryButton(t("Save"))
        save.setDefault(True)
        save.clicked.connect(self._save)
        if throw is not None:
            away = QuietButton(t("To the trash"), "trash")
            away.clicked.connect(self._throw)
            self.foot.addWidget(away)
        if throw is not None and isinstance(source, Record):
            history = QuietButton(t("History…"), "clock-counter-clockwise")
            history.clicked.connect(self._show_history)
            self.foot.addWidget(history)
        self.add_buttons(cancel, save)
        speak_all(self, t)
        self.form.load(source)
        saved = source.id if throw is not None and isinstance(source, Record) else ""
        self.restored.offer(self.keeper.open(draft, saved))

    def build(self) -> None:
        """Add and bind the fields."""

    def store(self) -> bool:
        """Save what the fields hold; False when that could not be done and was said elsewhere. Raises `UserError`."""
        return True

    def _show_history(self) -> None:
        from portfolio_app.ui.dialogs.history import HistoryDialog

        source = self._source
        if isinstance(source, Record):
            dialog = HistoryDialog(self.desk, source.KIND, source.id, self)
            dialog.restored.connect(self._put_back)
            dialog.open()

    def _put_back(self) -> None:
        """An earlier version is the present one now: show it, unless something else is being typed."""
        before = self._source
        now = self.desk.services.records.by_id(before.id) if isinstance(before, Record) else None
        if now is not None and not self.form.dirty:
            self._source = now
            self.form.load(now)

    def _save(self) -> None:
        if self.form.validate():
            self._end(self.store)

    def _throw(self) -> None:
        if self._throw_it is not None:
            self._end(self._throw_it)

    def _end(self, work: Callable[[], object]) -> None:
        done: list[object] = []
        if self.attempt(lambda: done.append(work())) and done[0] is not False:
            self.keeper.drop()
            self.accept()

    def _cancel(self) -> None:
        self.keeper.drop()
        self.reject()

    def _load_again(self) -> None:
        self.form.load(self._source)
