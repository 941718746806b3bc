"""A search that was kept, to be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portfolio_app.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class SavedSearch(Record):
    """Words and filters under a name.

    ``period`` is the code of a period that moves along with the calendar (``this_year``) or ``own``, for which the two
    days hold. ``competence`` is empty or a code of ``framework``; ``evidence`` asks for what has some (True) or none.
    """

    KIND: ClassVar[str] = "saved_search"

    name: str
    text: str = ""
    kind: str = ""
    period: str = "always"
    from_on: date | None = None
    until_on: date | None = None
    framework: str = ""
    competence: str = ""
    scheme: str = ""
    tag: str = ""
    evidence: bool | None = None
    place: str = "live"

    @property
    def heading(self) -> str:
        return self.name

    @property
    def words(self) -> tuple[str, ...]:
        return (self.text,)
