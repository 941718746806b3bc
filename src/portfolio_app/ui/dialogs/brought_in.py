"""What became of files that were brought in, where there is something to choose or to know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.evidence import Evidence
from portfolio_app.services.evidence import Added
from portfolio_app.services.intake import Batch
from portfolio_app.services.sentences import explain
from portfolio_app.ui import intake_words
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.links_presenter import SHOWS, LinksPresenter
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Banner, Card, FlowLayout, Label, SectionTitle

MOST = 30
"""So many of a kind are listed; of more only the number is told."""


class KnownCard(Card):
    """A file that was there already: where, and what can be done about it."""

    open_requested = Signal(str)

    def __init__(self, desk: Desk, item: Added, over: Dialog) -> None:
        super().__init__()
        self._desk, self._item, self._over = desk, item, over
        t = desk.t
        self._words = Label(intake_words.known(item, t), wrap=True)
        self.body.addWidget(self._words)
        row = FlowLayout()
        if item.trashed:
            self._back = Button(t("Bring back"), "arrow-u-up-left")
            self._back.clicked.connect(self._bring_back)
            row.addWidget(self._back)
        else:
            for piece in [item.evidence, *([item.newer] if item.newer is not None else [])]:
                row.addWidget(self._opening(piece))
            link = QuietButton(t("Link it to something as well …"), "link")
            link.clicked.connect(self._ask)
            row.addWidget(link)
        self.body.addLayout(row)

    def _opening(self, piece: Evidence) -> Button:
        t = self._desk.t
        button = Button(t("Open") if piece is self._item.evidence else t("Open the newer one"), "eye")
        button.setAccessibleName(t("Open {title}", title=piece.heading))
        button.clicked.connect(lambda: self.open_requested.emit(piece.id))
        return button

    def _bring_back(self) -> None:
        t, piece, records = self._desk.t, self._item.evidence, self._desk.services.records
        if self._over.attempt(lambda: records.restore(piece.KIND, piece.id)):
            self._words.setText(t("“{title}” is back among your evidence.", title=piece.heading))
            self._back.setText(t("Open"))
            self._back.set_icon("eye")
            self._back.clicked.disconnect(self._bring_back)
            self._back.clicked.connect(lambda: self.open_requested.emit(piece.id))

    def _ask(self) -> None:
        from portfolio_app.ui.dialogs.find import PickDialog

        question = self._desk.t("What does this piece of evidence belong to?")
        leave_out = [record.id for record in self._desk.services.evidence.proves(self._item.evidence.id)]
        dialog = PickDialog(self._desk, question, SHOWS.kinds, leave_out, self._over)
        dialog.open_requested.connect(self._join)
        dialog.open()

    def _join(self, kind: str, ident: str) -> None:
        links, piece = LinksPresenter(self._desk.services), self._item.evidence
        record = self._desk.services.records.any(kind, ident)
        if record is not None and self._over.attempt(lambda: links.join(piece, SHOWS, kind, ident)):
            where = intake_words.place(record, self._desk.t)
            self._words.setText(
                self._desk.t("“{title}” now belongs to {where} as well.", title=piece.heading, where=where)
            )


class BroughtInDialog(Dialog):
    """What came in, what was there already, what did not come in and why. Nothing here has to be done."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, batch: Batch, parent: QWidget | None = None, *, linked: str = "") -> None:
        """``linked`` says what became of files that were there already, where they were added to a record."""
        super().__init__(desk.t, parent, width=600)
        self._desk = desk
        t = desk.t
        said = intake_words.outcome(batch, t)
        self.set_heading(said or t("Nothing new came in."), linked)
        if batch.trouble is not None:
            trouble = Banner("warn")
            trouble.set_texts(explain(batch.trouble, t))
            self.body.addWidget(trouble)
        if not linked:
            self._list_known(batch)
        self._list_lines(t("Did not come in"), [intake_words.failed(item, t) for item in batch.failed])
        self._list_lines(t("Left out"), intake_words.left_out(batch.left_out, t))
        close = PrimaryButton(t("All right"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        close.setFocus()

    def _list_known(self, batch: Batch) -> None:
        for item in batch.known[:MOST]:
            card = KnownCard(self._desk, item, self)
            card.open_requested.connect(self._open)
            self.body.addWidget(card)
        more = len(batch.known) - MOST
        if more > 0:
            words = self.t.n("You have {n} more file already.", "You have {n} more files already.", more)
            self.body.addWidget(Label(words, wrap=True))
        for item in [one for one in batch.fresh if one.newer is not None][:MOST]:
            self.body.addWidget(Label(intake_words.older(item, self.t), wrap=True))

    def _list_lines(self, title: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        self.body.addWidget(SectionTitle(title))
        more = len(lines) - MOST
        shown = [*lines[:MOST], *([self.t("and {n} more", n=more)] if more > 0 else [])]
        self.body.addWidget(Label("\n".join(shown), wrap=True))

    def _open(self, ident: str) -> None:
        self.accept()
        self.open_requested.emit(Evidence.KIND, ident)


def worth_telling(batch: Batch, *, linked: bool) -> bool:
    """Whether there is more to say than how many came in."""
    known = not linked and (batch.known or any(item.newer is not None for item in batch.fresh))
    return bool(known or batch.failed or batch.left_out or (batch.trouble is not None and batch.added))
