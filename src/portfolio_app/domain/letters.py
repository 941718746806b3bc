"""A letter to herself: written at the end of a school year, and closed until a day that she chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portfolio_app.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class Letter(Record):
    """A letter to herself that the window keeps closed until a day.

    Closed is a courtesy between her and herself and no second lock: it lies in the same encrypted portfolio as all
    else, so whoever opened that can open the letter before its day, as she can.
    """

    KIND: ClassVar[str] = "letter"

    written_on: date
    opens_on: date
    text: str = ""
    read_on: date | None = None

    @property
    def day(self) -> date:
        return self.written_on

    @property
    def words(self) -> tuple[str, ...]:
        # A search must not read aloud what is still closed.
        return (self.text,) if self.read_on is not None else ()

    def closed(self, today: date) -> bool:
        """Whether its day has not come and she has not opened it before."""
        return self.read_on is None and today < self.opens_on
