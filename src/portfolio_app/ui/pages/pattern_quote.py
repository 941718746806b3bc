"""The exact words in which a case can be seen, chosen out of the texts of the record that tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, cast

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from portfolio_app.domain import canonical
from portfolio_app.domain.links import Quote
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.links import Ref
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.chosen import ChosenField
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.speaking import speak_all
from portfolio_app.ui.widgets.text_area import TextArea, characters

SHOWN = 160


@dataclass(frozen=True)
class Told:
    """A text of a record: its place (``answers.<key>`` for an answer), what it is called, and its words."""

    field: str
    name: str
    body: str


def texts(record: Record, say: FieldWords) -> list[Told]:
    """The texts of a record that somebody wrote, in the order of the record."""
    found: list[Told] = []
    written = {record.heading, *record.words}
    for field in fields(record):
        value: object = getattr(record, field.name)
        if isinstance(value, str) and value.strip() and value in written:
            found.append(Told(field.name, say.name(record, field.name), value))
        elif field.name == "answers" and isinstance(value, dict):
            found += [
                Told(f"answers.{key}", say.name(record, "answers", key), text)
                for key, text in cast("dict[str, str]", value).items()
                if text.strip()
            ]
    return found


def shortened(quote: Quote) -> str:
    """The quoted words on one line, cut where they are many."""
    words = " ".join(quote.text.split())
    return f"“{words}”" if len(words) <= SHOWN else f"“{words[:SHOWN].rsplit(' ', 1)[0]} …”"


class QuoteDialog(Dialog):
    """The texts of a record to select words in; ``chosen(quote)`` is called with them."""

    def __init__(self, page: Page, record: Record, chosen: Callable[[Quote], None], over: QWidget) -> None:
        super().__init__(page.t, over, width=640, height=520)
        t, services = self.t, page.desk.services
        self._record, self._chosen = record, chosen
        self.set_heading(t("Which words is it about?"), t("Select them, with the mouse or with Shift and the arrows."))
        self._areas: list[tuple[Told, TextArea]] = []
        for told in texts(record, FieldWords(services.records, services.content, t)):
            area = TextArea(least=1, most=12)
            area.set_label(told.name)
            area.set_value(told.body)
            area.set_read_only(True)
            self._areas.append((told, area))
            self.body.addWidget(area)
        self._problem = Label(role="small", wrap=True)
        self.body.addWidget(self._problem)
        cancel, take = Button(t("Cancel")), PrimaryButton(t("Take these words"))
        cancel.clicked.connect(self.reject)
        take.clicked.connect(self._take)
        self.add_buttons(cancel, take)
        speak_all(self, t)

    @property
    def edits(self) -> list[QPlainTextEdit]:
        """The texts, to select in."""
        return [area.edit for _, area in self._areas]

    def _take(self) -> None:
        for told, area in self._areas:
            start, end = area.edit.selection()
            if end > start:
                begin, stop = (characters(told.body, at) for at in (start, end))
                self.accept()
                self._chosen(Quote.take(told.field, told.body, begin, stop))
                return
        self._problem.setText(self.t("Select some words first."))


class QuoteField(ChosenField[Quote]):
    """The words chosen out of a record, a button to choose them and one to let them go. Hidden without a record."""

    def __init__(self, page: Page, about: Callable[[], Ref | None]) -> None:
        super().__init__("quotes")
        self._page, self._about = page, about
        self.set_value(None)
        self.hide()

    def speak(self, t: Translator) -> None:
        """Name the buttons in the language."""
        self._choose.setText(t("Choose the words …"))
        self._drop.name(t("Take these words off"))

    def look(self) -> None:
        """Another record may have been chosen: words of the one before are not of this one."""
        ref = self._about()
        record = self._page.desk.services.records.any(*ref) if ref is not None else None
        say = FieldWords(self._page.desk.services.records, self._page.desk.services.content, self._page.t)
        told = {item.field: item.body for item in texts(record, say)} if record is not None else {}
        if self._value is not None and self._value.find(told.get(self._value.field, "")) is None:
            self.set_value(None)
        self.setVisible(bool(told))

    def set_value(self, value: Quote | None) -> None:
        self._value = value
        self._tell(shortened(value) if value is not None else "")

    def plain(self) -> Any:
        return canonical.to_plain(self._value) if self._value is not None else None

    def set_plain(self, plain: Any) -> None:
        self.set_value(Quote(**cast("dict[str, Any]", plain)) if isinstance(plain, dict) else None)

    def _ask(self) -> None:
        ref = self._about()
        record = self._page.desk.services.records.any(*ref) if ref is not None else None
        if record is not None:
            QuoteDialog(self._page, record, self._chosen, self.window()).open()

    def _chosen(self, quote: Quote) -> None:
        self.set_value(quote)
        self.changed.emit()
