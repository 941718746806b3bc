"""Texts that were changed on two computers, in words. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio_app.domain import differences
from portfolio_app.domain.differences import Difference, Piece, Turn
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services.conflicts import Sides
from portfolio_app.services.session import Services
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.words import kind_name, title_words

Told = tuple[str, tuple[Piece, ...]]
"""The name of a field and the pieces of its text; what only this side has is marked."""


@dataclass(frozen=True)
class Beside:
    """Both sides of a conflict, field by field in the same order, and what a reader hears of them."""

    now: tuple[Told, ...]
    other: tuple[Told, ...]
    spoken: str


class ConflictsPresenter:
    """The conflicts that wait."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.waiting: list[Sides] = []
        self.reload()

    def reload(self) -> None:
        """Look again which there are."""
        self.waiting = self._services.conflicts.all()

    def name(self, at: int, t: Translator) -> str:
        """How a conflict is listed: its heading, and what kind of record it is."""
        sides = self.waiting[at]
        record = sides.now or sides.other
        kind = kind_name(record.KIND, t)
        return f"{title_words(record.KIND, record.heading, t)}\n{kind}" if record.heading else kind

    def told(self, at: int, t: Translator) -> tuple[str, str]:
        """What stands above each side."""
        sides = self.waiting[at]
        now, when = t("As it is now"), self._when(sides.conflict.written_at, t)
        if sides.conflict.in_trash:
            return now, t("The other text, of {when}; it was in the trash there", when=when)
        if self._services.history.here(sides.conflict.device):
            return now, t("The other text, written here on {when}", when=when)
        return now, t("The other text, written elsewhere on {when}", when=when)

    def beside(self, at: int, t: Translator) -> Beside:
        """Both texts with their differences."""
        sides = self.waiting[at]
        shown = sides.now or sides.other
        say = FieldWords(self._services.records, self._services.content, t)
        left: list[Told] = []
        right: list[Told] = []
        spoken: list[str] = []
        for item in differences.between(sides.now, sides.other):
            found = _both(item, shown, say)
            if found is not None:
                name, mine, theirs = found
                left.append((name, mine))
                right.append((name, theirs))
                here, there = ("".join(piece.text for piece in pieces) for pieces in (mine, theirs))
                spoken.append(t("{field}: now {here}; the other {there}", field=name, here=here, there=there))
        return Beside(tuple(left), tuple(right), "\n".join(spoken))

    def _when(self, moment: datetime, t: Translator) -> str:
        return t.instant(moment, self._services.history.zone)


def _both(item: Difference, record: Record, say: FieldWords) -> tuple[str, tuple[Piece, ...], tuple[Piece, ...]] | None:
    name = say.name(record, item.field, item.key)
    if not name:
        return None
    now, other = say.value(record, item.field, item.before), say.value(record, item.field, item.now)
    if now == other:
        return None
    pieces = differences.words(now, other)
    # Neither is the older one: what only one side has is marked there, and nothing is struck out.
    mine = tuple(_marked(piece) for piece in pieces if piece.turn is not Turn.ADDED)
    theirs = tuple(piece for piece in pieces if piece.turn is not Turn.REMOVED)
    return name, mine, theirs


def _marked(piece: Piece) -> Piece:
    return Piece(Turn.ADDED, piece.text) if piece.turn is Turn.REMOVED else piece
