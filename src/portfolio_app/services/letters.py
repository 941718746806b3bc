"""Letters to herself: offered once at the end of a school year, closed until their day, and never urged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.journal import Week
from portfolio_app.domain.letters import Letter
from portfolio_app.services.core import Core
from portfolio_app.services.settings import LETTER_OFFERED
from portfolio_app.store.values import Query

OFFERED_IN = (6, 7)
"""Months in which a school year ends."""


class Letters:
    """Writing, opening and finding them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def all(self) -> list[Letter]:
        """All letters, the newest first."""
        return self._core.store.load(Letter, Query(kinds=(Letter.KIND,)))

    def fresh(self) -> Letter:
        """A letter of today that is not saved yet; it opens a year later, when the next school year ends."""
        today = self._core.today()
        return Letter(**self._core.head(), written_on=today, opens_on=_a_year_later(today))

    def save(self, letter: Letter) -> Letter:
        """Close a letter. Raises `UserError` ``empty-text``, and ``letter-opens-early`` for a day that has come."""
        if not letter.text.strip():
            raise UserError("empty-text")
        if letter.opens_on <= letter.written_on:
            raise UserError("letter-opens-early")
        verb = "edit" if self._core.store.get(Letter, letter.id) else "create"
        self._core.save([letter], label=Label(verb, Letter.KIND))
        return letter

    def open(self, letter: Letter) -> Letter:
        """Open a letter, on its day or before; from then on it is a text like any other."""
        if letter.read_on is not None:
            return letter
        opened = replace(letter, read_on=self._core.today())
        self._core.save([opened], label=Label("open_letter", Letter.KIND))
        return opened

    def due(self, day: date | None = None) -> list[Letter]:
        """Letters whose day has come and that were not opened yet, the oldest first."""
        today = day or self._core.today()
        waiting = [letter for letter in self.all() if letter.read_on is None and letter.opens_on <= today]
        return sorted(waiting, key=lambda letter: (letter.opens_on, letter.id))

    def offered(self) -> bool:
        """Whether to offer one now: at the end of a school year, until she wrote one or said not now."""
        today = self._core.today()
        if today.month not in OFFERED_IN:
            return False
        year = Week.of(today).school_year
        stored = self._core.store.setting(LETTER_OFFERED.key)
        answered = LETTER_OFFERED.accept(json.loads(stored)) if stored is not None else 0
        return answered != year and not any(Week.of(item.written_on).school_year == year for item in self.all())

    def not_now(self) -> None:
        """Do not offer one again this school year."""
        year = Week.of(self._core.today()).school_year
        self._core.store.set_setting(LETTER_OFFERED.key, json.dumps(year))


def _a_year_later(day: date) -> date:
    """The same day a year later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
