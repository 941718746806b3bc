"""Drafts: what is being typed is on disk within two seconds, apart from the records themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Selection
from portfolio_app.services.core import Core

NOTE = "today"
"""Key of the note on the first page, which always stands there."""

CAPTURE = "new:capture"
"""Key of the quick note."""

CARD = "new:card"
"""Key of an activity card that is being made."""

HEARD = "new:heard"
"""Key of what somebody said, noted from anywhere."""

COVER = "cover"
"""First word of the key of boxes that are being drawn over a picture; its second is the id of the picture."""

_ASIDE = "aside"
_NEW: dict[str, str] = {
    "activity": "experience",
    "capture": "experience",
    "card": "experience",
    "heard": "feedback",
    "moment": "experience",
    **{kind.value: Pattern.KIND for kind in PatternKind},
}
"""Kinds of the new records whose drafts have a name of their own."""

_PARTS: dict[str, str] = {
    "agreeing": "talk",
    "card": "experience",
    "composing": Pattern.KIND,
    COVER: Evidence.KIND,
    "group_said": "talk",
    "mend": Pattern.KIND,
}
"""Kinds of the records that a part of a page is about, by the first word of its draft's key."""


@dataclass(frozen=True)
class Waiting:
    """A draft that waits to be saved.

    ``kind`` is that of its record (empty where it is not known); ``record`` is the record as far as there is one,
    also in the trash. ``gone``: the record it belongs to is in the trash or no longer there. ``aside``: the record was
    changed since, so it was put aside.
    """

    key: str
    at: datetime
    kind: str
    record: Record | None = None
    gone: bool = False
    aside: bool = False

    @property
    def at_its_place(self) -> bool:
        """Whether it comes back by itself where it belongs."""
        return not (self.gone or self.aside)


def of_week(heading: str) -> str:
    """Key of the draft of a week, such as ``week:2026-W12``: it is the same before the week is saved and after."""
    return f"week:{heading}"


class Drafts:
    """Drafts by key, which has the id of the record or stands for a new one; the page knows what its text means."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def save(self, key: str, body: str) -> None:
        """Keep a draft; an empty one is dropped."""
        if body:
            self._core.store.save_draft(key, body)
        else:
            self.drop(key)

    def get(self, key: str) -> str | None:
        """The draft, or None."""
        return self._core.store.draft(key)

    def at(self, key: str) -> datetime | None:
        """When the draft was written last."""
        return self._core.store.draft_at(key)

    def drop(self, key: str) -> None:
        """Forget a draft, after its record was saved or it was thrown away."""
        self._core.store.drop_draft(key)

    def put_aside(self, key: str) -> None:
        """Keep a draft under a key of its own, so that another one can take its place."""
        body, at = self.get(key), self.at(key)
        if body is not None and at is not None:
            self._core.store.move_draft(key, f"{_ASIDE}:{int(at.timestamp() * 1000)}:{key}")

    def version(self, id: str) -> int:
        """Number of the present version of a record, for a draft to remember what it was written on."""
        return self._core.store.version(id)

    def all(self) -> list[tuple[str, str, datetime]]:
        """Every draft: key, text, instant."""
        return self._core.store.drafts()

    def waiting(self) -> list[Waiting]:
        """The drafts that wait to be saved, the newest first; the note of the first page apart."""
        return [self._waiting(key, at) for key, _, at in self.all() if key != NOTE]

    def waits(self, key: str) -> Waiting | None:
        """One of them by its key."""
        return next((item for item in self.waiting() if item.key == key), None)

    def _waiting(self, key: str, at: datetime) -> Waiting:
        first, *rest = key.split(":")
        if first == _ASIDE:
            inner = self._waiting(":".join(rest[1:]), at)
            return Waiting(key, at, inner.kind, inner.record, inner.gone, aside=True)
        if first == "new":
            return Waiting(key, at, _NEW.get(rest[0], rest[0] if rest[0] in KINDS else ""))
        if first == "week":
            return Waiting(key, at, JournalWeek.KIND)
        if first == "portfolio":
            if rest[0] == "own":
                return self._of_record(key, at, rest[1], Selection.KIND)
            return Waiting(key, at, Selection.KIND)
        if first in _PARTS and (not rest or rest[0] == "new" or first == "mend"):
            return Waiting(key, at, _PARTS[first])
        return self._of_record(key, at, rest[0] if first in _PARTS else first, _PARTS.get(first, ""))

    def _of_record(self, key: str, at: datetime, ident: str, kind: str) -> Waiting:
        live = next(iter(self._core.store.load_ids([ident])), None)
        record = live or self._core.store.whatever(ident)
        return Waiting(key, at, record.KIND if record is not None else kind, record, gone=live is None)
