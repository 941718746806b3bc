"""What keeps coming back in her own texts, at most two quiet lines above the habits and beliefs.

Each is explained by the sentences it comes from, and each of those opens its place. Nothing is said about her.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.assumptions import Recurring, Said
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.links import Quote
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Disclosure, Label, clear
from portfolio_app.ui.words import kind_name

QUOTED = 110
"""So much of a sentence is shown, in characters."""


class Suggestions(Disclosure):
    """One folded line while there is something to suggest: her own sentences do not stand open on a screen that may be
    shared. `look` looks again, on another thread.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._found: tuple[Recurring, ...] = ()
        self._job: Job[tuple[Recurring, ...]] | None = None
        self._again = False
        self._note = Label(role="small", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(14)
        self.body.addWidget(self._note)
        self.body.addLayout(self._lines)
        self.hide()

    @property
    def found(self) -> tuple[Recurring, ...]:
        """What is suggested now."""
        return self._found

    def speak(self, t: Translator) -> None:
        """Say the words again."""
        self.set_title(t("Does this keep coming back?"))
        self._note.setText(t("Sentences of your own that look alike. Whether it is a belief, you know best."))
        self._show()

    def look(self) -> None:
        """Look through her texts; one look at a time, and once more when asked meanwhile."""
        if self._job is not None:
            self._again = True
            return
        desk = self._page.desk
        try:
            self._job = desk.tasks.start(
                self, desk.services.assumptions.recurring, self._done, finished=self._finished, background=True
            )
        except UserError as error:
            if error.code != "closing":  # there is nobody left to suggest anything to
                raise

    def _done(self, found: tuple[Recurring, ...]) -> None:
        if found != self._found:
            self._found = found
            self._show()

    def _finished(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self.look()

    def _show(self) -> None:
        clear(self._lines)
        for found in self._found:
            self._lines.addWidget(self._line(found))
        self.setVisible(bool(self._found))

    def _line(self, found: Recurring) -> QWidget:
        t = self._page.t
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for said in found.said:
            column.addWidget(self._quote(said))
        row = QHBoxLayout()
        make, never = Button(t("Make it a belief")), QuietButton(t("Don't suggest this"))
        first = _short(said_text(found.said[0]))
        make.setAccessibleDescription(first)
        never.setAccessibleDescription(first)
        make.clicked.connect(partial(self._adopt, found))
        never.clicked.connect(partial(self._never, found))
        row.addWidget(make)
        row.addWidget(never)
        row.addStretch()
        column.addLayout(row)
        return box

    def _quote(self, said: Said) -> QWidget:
        t, where = self._page.t, said.where
        button = RowButton(f"“{_short(said_text(said))}” · {kind_name(where.kind, t)} · {t.date(where.on)}", "quotes")
        quote = Quote.take(where.field, where.text, said.start, said.end)
        button.clicked.connect(lambda: self._page.words_requested.emit(where.kind, where.id, quote))
        return button

    def _adopt(self, found: Recurring) -> None:
        page, made = self._page, list[str]()
        if page.attempt(lambda: made.append(page.desk.services.assumptions.adopt(found).id)):
            self._take_out(found)
            page.said(page.t("It lives on from here. The sentences stay linked to where they stand."), undo=True)
            page.open_requested.emit("pattern", made[0])

    def _never(self, found: Recurring) -> None:
        page = self._page
        if page.attempt(lambda: page.desk.services.signals.dismiss_topic(found.topic)):
            self._take_out(found)
            page.said(page.t("This is not suggested again. In Settings you can take that back."))

    def _take_out(self, found: Recurring) -> None:
        self._found = tuple(other for other in self._found if other is not found)
        self._show()


def said_text(said: Said) -> str:
    """The words of a sentence on one line."""
    return " ".join(said.text.split())


def _short(words: str) -> str:
    return words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + " …"
