"""How the document looks and how evidence goes along: folded away, for most people never look."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Carry, Paper, Selection
from portfolio_app.i18n import Translator
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Disclosure
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField, NumberField
from portfolio_app.ui.widgets.layouts import Tiles

LEAST_MEGABYTES, MOST_MEGABYTES = 1, 100


class LookFold(Disclosure):
    """``changed`` carries the fields of the choice as they are now."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._by_theme, self._paper = False, Paper.A4
        self.by_theme, self.paper = ScaleField[bool](), ScaleField[Paper]()
        self.ink_page, self.carry = CheckField(), ChoiceField[Carry]()
        self.megabytes = NumberField(LEAST_MEGABYTES, MOST_MEGABYTES, suffix=" MB")
        both = QWidget()
        tiles = Tiles(both, 220, 24, most=2)
        tiles.addWidget(self.by_theme)
        tiles.addWidget(self.paper)
        self.body.addWidget(both)
        self.body.addWidget(self.ink_page)
        self.body.addWidget(self.carry)
        self.body.addWidget(self.megabytes)
        for field in (self.by_theme, self.paper, self.ink_page, self.carry, self.megabytes):
            field.changed.connect(self._tell)

    def speak(self, t: Translator) -> None:
        """Say every word in a language."""
        self.set_title(t("What it looks like, and how evidence goes along"))
        self.by_theme.set_choices([(False, t("By time")), (True, t("By theme"))])
        self.by_theme.set_label(t("Activities and moments"))
        self.paper.set_choices([(paper, word(paper, t)) for paper in Paper])
        self.paper.set_label(t("Paper"))
        self.ink_page.set_label(t("A page for stamp and pen at the end"), t("For whoever still asks for ink."))
        self.carry.set_choices([(carry, word(carry, t)) for carry in Carry])
        self.carry.set_label(t("How evidence goes along"))
        self.megabytes.set_label(t("At most so large"))

    def show_choice(self, selection: Selection) -> None:
        """Show how a choice looks."""
        self._by_theme, self._paper = selection.by_theme, selection.paper
        self.by_theme.set_value(selection.by_theme)
        self.paper.set_value(selection.paper)
        self.ink_page.set_value(selection.ink_page)
        self.carry.set_value(selection.carry)
        self.megabytes.set_value(selection.mail_megabytes)
        self.megabytes.setVisible(selection.carry is Carry.MAIL)

    def _tell(self) -> None:
        # Of two, one is always chosen: a click on it lets nothing go.
        by_theme, paper = self.by_theme.value(), self.paper.value()
        self._by_theme = self._by_theme if by_theme is None else by_theme
        self._paper = self._paper if paper is None else paper
        self.by_theme.set_value(self._by_theme)
        self.paper.set_value(self._paper)
        carry = self.carry.value() or Carry.FITTING
        self.megabytes.setVisible(carry is Carry.MAIL)
        facts: dict[str, Any] = {
            "by_theme": self._by_theme,
            "paper": self._paper,
            "ink_page": self.ink_page.value(),
            "carry": carry,
            "mail_megabytes": self.megabytes.value(),
        }
        self.changed.emit(facts)
