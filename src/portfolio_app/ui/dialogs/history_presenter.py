"""What the history of a record says, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portfolio_app.domain import differences
from portfolio_app.domain.differences import Difference, Piece, Turn
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.store.values import Version
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.words import both_days, course_name, kind_name, title_words

PAGE = 100
"""Versions that are fetched at once."""


@dataclass(frozen=True)
class VersionLine:
    """A version in the list: when, what the step was called, and what else there is to know."""

    number: int
    when: str
    step: str
    notes: tuple[str, ...]
    can_return: bool


@dataclass(frozen=True)
class Change:
    """A field that differs: its name and the pieces of its text."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def removed(self) -> str:
        """What went, all together."""
        return " … ".join(piece.text.strip() for piece in self.pieces if piece.turn is Turn.REMOVED)

    @property
    def added(self) -> str:
        """What came, all together."""
        return " … ".join(piece.text.strip() for piece in self.pieces if piece.turn is Turn.ADDED)


class HistoryPresenter:
    """The versions of one record. Those that were fetched are kept; the others wait until they are asked for."""

    def __init__(self, services: Services, kind: str, ident: str) -> None:
        self._services, self._history = services, services.history
        self.kind, self.ident = kind, ident
        self._versions: list[Version] = []
        self.total = 0
        self.reload()

    def reload(self) -> None:
        """Look again what there is."""
        self.total = self._history.count(self.ident)
        self._versions = []
        self.fetch()

    def fetch(self) -> None:
        """Fetch the next older versions."""
        known = len(self._versions)
        self._versions += self._history.versions(self.kind, self.ident, PAGE, known)

    @property
    def more(self) -> bool:
        """Whether there are older ones still."""
        return len(self._versions) < self.total

    def heading(self, t: Translator) -> str:
        """What the record is called now, or was called last; empty where it has no name."""
        heading = next((item.record.heading for item in self._versions if item.record is not None), "")
        return title_words(self.kind, heading, t) if heading else ""

    def happened(self, t: Translator) -> str:
        """When it happened and when it was first written down."""
        record = next((item.record for item in self._versions if item.record is not None), None)
        if record is None:
            return ""
        return both_days(record.day, record.written_at, self._history.zone, t, record.KIND)

    def lines(self, t: Translator, first: int = 0) -> tuple[VersionLine, ...]:
        """The versions that were fetched, from a place in the list on."""
        return tuple(self._line(at, t) for at in range(first, len(self._versions)))

    def _line(self, at: int, t: Translator) -> VersionLine:
        version = self._versions[at]
        notes = [] if self._history.here(version.operation.device) else [t("on another computer or in another copy")]
        if version.record is None:
            notes.append(t("not there"))
        elif version.trashed:
            notes.append(t("in the trash"))
        if at == 0:
            notes.append(t("as it is now"))
        back = version.record is not None and (at > 0 or version.trashed)
        step = course_name(version.operation, t, heading=False)
        return VersionLine(version.number, self._when(version.at, t), step, tuple(notes), back)

    def _when(self, moment: datetime, t: Translator) -> str:
        return t.instant(moment, self._history.zone)

    @property
    def _closed(self) -> bool:
        """Whether it is a letter whose day has not come: its words are read where it is opened, and not here."""
        latest = next((item.record for item in self._versions if item.record is not None), None)
        return isinstance(latest, Letter) and latest.closed(self._services.records.today())

    # -- differences ------------------------------------------------------------------------------------------

    def since_before(self, at: int, t: Translator) -> tuple[Change, ...]:
        """What the step to this version changed."""
        if at + 1 >= len(self._versions) and self.more:
            self.fetch()
        before = self._versions[at + 1].record if at + 1 < len(self._versions) else None
        return self._changes(before, self._versions[at].record, t)

    def until_now(self, at: int, t: Translator) -> tuple[Change, ...]:
        """What became of this version since."""
        return self._changes(self._versions[at].record, self._versions[0].record, t)

    def whole(self, at: int, t: Translator) -> tuple[Change, ...]:
        """Everything that stood in this version."""
        told = self._changes(None, self._versions[at].record, t)
        return tuple(Change(item.name, (Piece(Turn.SAME, item.added),)) for item in told)

    def _changes(self, before: Record | None, now: Record | None, t: Translator) -> tuple[Change, ...]:
        record = now or before
        if record is None:
            return ()
        say = FieldWords(self._services.records, self._services.content, t)
        found = [self._change(item, record, say, t) for item in differences.between(before, now)]
        return tuple(item for item in found if item is not None)

    def _change(self, item: Difference, record: Record, say: FieldWords, t: Translator) -> Change | None:
        name = say.name(record, item.field, item.key)
        if not name:
            return None
        if item.field == "text" and self._closed:
            return Change(name, (Piece(Turn.SAME, t("This letter is still closed.")),))
        old, new = say.value(record, item.field, item.before), say.value(record, item.field, item.now)
        if old == new or (item.before is None and (item.now in (False, 0) or item.field == "lang")):
            return None  # nothing that somebody filled in
        texts = (str, tuple, frozenset)
        if isinstance(item.before, texts) and isinstance(item.now, texts):
            pieces = differences.words(old, new)
        else:
            pieces = tuple(one for one in (Piece(Turn.REMOVED, old), Piece(Turn.ADDED, new)) if one.text)
        if all(piece.turn is Turn.SAME for piece in pieces):
            pieces = (Piece(Turn.SAME, t("Only spaces or new lines differ.")),)
        return Change(name, pieces)

    # -- and back ---------------------------------------------------------------------------------------------

    def restore(self, number: int) -> None:
        """Make a version the present one. Raises `UserError`."""
        self._history.restore(self.kind, self.ident, number)
        self.reload()

    def title(self, t: Translator) -> str:
        """What the dialog is about."""
        return t("History of {kind}", kind=kind_name(self.kind, t))


def spoken(changes: Sequence[Change], t: Translator) -> str:
    """The differences as a text for who hears them instead of seeing them."""
    said: list[str] = []
    for item in changes:
        parts = [t("gone: {words}", words=item.removed)] if item.removed else []
        parts += [t("new: {words}", words=item.added)] if item.added else []
        said.append(f"{item.name}: " + ("; ".join(parts) or "".join(piece.text for piece in item.pieces)))
    return "\n".join(said)
