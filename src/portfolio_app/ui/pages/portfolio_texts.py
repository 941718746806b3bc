"""Her own words in the document: her account of the period, and what she writes at the head of a part."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Part, Selection
from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.history_button import HistoryButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label
from portfolio_app.ui.widgets.text_area import TextArea

OF_A_PART = tuple(part for part in Part if part is not Part.ACCOUNT)
"""Parts that may have a text at their head; the account is one already."""


class TextsCard(Card):
    """``account_written`` and ``part_written`` carry what she typed, the latter with its `Part` first."""

    account_written = Signal(str)
    part_written = Signal(object, str)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._texts: dict[str, str] = {}
        self._going: frozenset[Part] = frozenset()
        self._offered: tuple[tuple[Part, str], ...] = ()
        self._part = OF_A_PART[0]
        self.head.addWidget(HistoryButton(page))
        self.account = TextArea(least=4)
        self.account.changed.connect(lambda: self.account_written.emit(self.account.value()))
        self.fold = Disclosure()
        self._note = Label(role="small", wrap=True)
        self.part = ScaleField[Part]()
        self.text = TextArea(least=3)
        self.part.changed.connect(self._turned)
        self.text.changed.connect(self._typed)
        for widget in (self._note, self.part, self.text):
            self.fold.body.addWidget(widget)
        self.body.addWidget(self.account)
        self.body.addWidget(self.fold)

    def speak(self, t: Translator) -> None:
        """Say every word in a language."""
        self.set_title(t("Your account of this period"))
        self.account.name_silently(t("Your account of this period"))
        self.account.set_placeholder(t("What did you want, what did you do, what do pupils learn differently now?"))
        self.part.name_silently(t("At which part?"))
        self._offered = ()
        self._say()

    def show_choice(self, selection: Selection) -> None:
        """Show the words of a choice; nothing moves where they stand there already."""
        self._texts, self._going = dict(selection.part_texts), selection.parts
        if self.account.value() != selection.account:
            self.account.set_value(selection.account)
        self._fill()
        self._say()

    def show_parts(self, going: frozenset[Part]) -> None:
        """Parts were ticked on or off."""
        if going != self._going:
            self._going = going
            self._say()

    def write_at(self, part: Part) -> None:
        """Unfold, turn to a part, and begin to write there."""
        self.fold.unfold()
        self._part = part
        self._fill()
        self._say()
        self.text.setFocus()

    def _turned(self) -> None:
        # One is always chosen: a click on it lets nothing go.
        self._part = self.part.value() or self._part
        self.part.set_value(self._part)
        self._fill()
        self._say()

    def _fill(self) -> None:
        words = self._texts.get(self._part.value, "")
        if self.text.value() != words:
            self.text.set_value(words)

    def _typed(self) -> None:
        self._texts[self._part.value] = self.text.value()
        self._say()
        self.part_written.emit(self._part, self.text.value())

    def _say(self) -> None:
        t = self._page.t
        written = _written(self._texts)
        offered = tuple((one, f"{word(one, t)} ✓" if one in written else word(one, t)) for one in OF_A_PART)
        if offered != self._offered:
            self._offered = offered
            self.part.set_choices(offered)
        self.part.set_value(self._part)
        going = self._part in self._going
        self._note.setText(
            t("It stands at the head of the part, before what is in it.")
            if going
            else t("This part does not go along now, and its text neither. Tick it below to take it along.")
        )
        told = (
            t.n("A text at a part ({n})", "A text at a part ({n})", len(written)) if written else t("A text at a part")
        )
        self.fold.set_title(told)
        self.text.name_silently(t("Text at {part}", part=word(self._part, t)))


def _written(texts: Mapping[str, str]) -> frozenset[Part]:
    return frozenset(part for part in OF_A_PART if texts.get(part.value, "").strip())
