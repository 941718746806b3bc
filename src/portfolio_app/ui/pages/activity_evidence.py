"""The evidence of a record: dropped or picked, taken in on another thread, listed with a way to take it off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from portfolio_app.domain.records import Record
from portfolio_app.ui.files import ask_files
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter, Linked
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import WORDS, linked_line, pick
from portfolio_app.ui.pages.links_presenter import SHOWN_BY, LinksPresenter
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label, clear


class EvidencePart(Card):
    """Files that show something about the record of an editor, which is saved first."""

    def __init__(self, editor: Editor[Any], presenter: ActivityPresenter) -> None:
        super().__init__()
        self._editor, self._presenter = editor, presenter
        self._linked: tuple[Linked, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addLayout(self._list)
        self._pick = Button(icon_name="paperclip")
        self._pick.clicked.connect(self._choose)
        self._hint = Label(role="small", wrap=True)
        row = FlowLayout(spacing=12)
        self.link = QuietButton(icon_name="link")
        self.link.clicked.connect(self._ask)
        self._paste = QuietButton(icon_name="copy")
        self._paste.clicked.connect(self._paste_here)
        row.addWidget(self._pick)
        row.addWidget(self._paste)
        row.addWidget(self.link)
        self.body.addLayout(row)
        self.body.addWidget(self._hint)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._editor.page.t
        self.set_title(t("Evidence"))
        self._pick.setText(t("Add a file …"))
        self.link.setText(t(WORDS[SHOWN_BY][1]))
        self._hint.setText(t("Or drop files here: a certificate, a photo of the whiteboard, a lesson plan."))
        self._paste.setText(t("Paste"))

    def show_record(self, record: Record, *, fresh: bool) -> None:
        """List the evidence of a record."""
        t = self._editor.page.t
        self._linked = () if fresh else self._presenter.evidence(record, t)
        clear(self._list)
        for item in self._linked:
            self._list.addWidget(linked_line(self._editor.page, item, partial(self._unlink, item)))

    def add(self, paths: Sequence[Path]) -> None:
        """Take in files; the record is saved first, and nothing happens while it can't be."""
        self._editor.take_in(Offer(tuple(paths)))

    def _unlink(self, item: Linked) -> None:
        page = self._editor.page
        if page.attempt(lambda: page.desk.services.records.unlink(item.link_id)):
            page.said(page.t("Taken off. The file itself stays among your evidence."), undo=True)
            if self._editor.record is not None:
                self.show_record(self._editor.record, fresh=self._editor.fresh)

    def _ask(self) -> None:
        editor = self._editor
        if (editor.fresh or editor.form.dirty) and not editor.save():
            return
        question = editor.page.t(WORDS[SHOWN_BY][2])
        pick(editor.page, question, SHOWN_BY.kinds, [item.id for item in self._linked], self.join)

    def join(self, kind: str, ident: str) -> None:
        """Link a piece of evidence that is here already."""
        page, record = self._editor.page, self._editor.record
        links = LinksPresenter(page.desk.services)
        if record is not None and page.attempt(lambda: links.join(record, SHOWN_BY, kind, ident)):
            page.said(page.t("Linked."), undo=True)
            self.show_record(record, fresh=self._editor.fresh)

    def _choose(self) -> None:
        self.add(ask_files(self, self._editor.page.t("Add files as evidence")))

    def _paste_here(self) -> None:
        self._editor.page.command_requested.emit("paste")
