"""Which records hang together, from either side, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services.group_cards import BRINGABLE
from portfolio_app.services.session import Services
from portfolio_app.ui.pages.activity_presenter import Linked, line_of


@dataclass(frozen=True)
class Side:
    """One end of links of a role, and the kinds offered at the other; ``incoming``: this end is the target."""

    role: Role
    kinds: tuple[str, ...]
    incoming: bool = False


TOLD = ("experience", "observation", "pupil_survey", "plan", "reflection")
"""Kinds in which something is told."""

QUESTIONS = Side(Role.ANSWERS, ("learning_question",))
ANSWERS = Side(Role.ANSWERS, (*TOLD, "journal_week", "pattern"), incoming=True)
SHOWS = Side(Role.PROVES, (*TOLD, "pattern", "certificate"))
SHOWN_BY = Side(Role.PROVES, ("evidence",), incoming=True)
SAID_ABOUT = Side(Role.ABOUT, (*TOLD, "pattern"))
FEEDBACK = Side(Role.ABOUT, ("feedback",), incoming=True)
NOTICED_IN = Side(Role.RELATED, (*TOLD, "journal_week", "feedback"))
CHECKED = Side(Role.ABOUT, ("experience",))
CHECKS = Side(Role.ABOUT, ("self_check",), incoming=True)
ABOUT_LESSON = Side(Role.RELATED, ("experience", "pattern"))
"""What a lesson visit or a survey is about."""
SEEN_IN = Side(Role.RELATED, ("observation", "pupil_survey"), incoming=True)
AGREED_IN = Side(Role.ABOUT, ("talk",))
BROUGHT = Side(Role.ABOUT, BRINGABLE)
AGREEMENTS = Side(Role.ABOUT, ("agreement",), incoming=True)


class LinksPresenter:
    """Lists, makes and undoes links."""

    def __init__(self, services: Services) -> None:
        self._records = services.records

    def linked(self, record: Record, side: Side, t: Translator) -> tuple[Linked, ...]:
        """What hangs on a saved record by one side, the newest first.

        Of links in, only those of the side's own kinds: others of that role have a place of their own. Links out are
        all shown, so that each can be taken off.
        """
        found = [
            (link, other)
            for link in self._links(record.id, side)
            if (other := self._other(link, side)) is not None and (not side.incoming or other.KIND in side.kinds)
        ]
        found.sort(key=lambda pair: (pair[1].day or date.min, pair[1].id), reverse=True)
        return tuple(Linked(link.id, other.KIND, other.id, line_of(other, t)) for link, other in found)

    def join(self, record: Record, side: Side, kind: str, ident: str) -> None:
        """Link a record with another one. Raises `UserError`."""
        other = self._records.any(kind, ident)
        if other is not None:
            source, target = (other, record) if side.incoming else (record, other)
            self._records.link(side.role, source, target)

    def _links(self, ident: str, side: Side) -> list[Link]:
        asked = self._records.links_to if side.incoming else self._records.links_from
        return asked(ident, side.role)

    def _other(self, link: Link, side: Side) -> Record | None:
        end = (link.source_kind, link.source_id) if side.incoming else (link.target_kind, link.target_id)
        return self._records.any(*end)
