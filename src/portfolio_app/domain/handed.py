"""What changed since a document was handed over: told to the owner alone, and nothing of it stands in a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from portfolio_app.domain import canonical
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Export, Part, Selection

_TEXT = "text:"
"""Before the part at which she wrote a text of her own, in the place of an id."""


class Since(Enum):
    """What happened to something since a document was handed over."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Changes:
    """Keys of what was not in it, of what is another than it was, and of what is not in it any more."""

    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def of(self, key: str) -> Since | None:
        """What happened to one of them; None where nothing did."""
        if key in self.new:
            return Since.NEW
        if key in self.changed:
            return Since.CHANGED
        return Since.GONE if key in self.gone else None


def digest(record: Record) -> str:
    """What tells one state of a record from another; a field that later versions add leaves it as it is."""
    return _digest(canonical.dump(record))


def contents(records: Iterable[Record], selection: Selection) -> dict[str, str]:
    """What goes into a document: by the id of each record, and by part for her own texts, what it is now."""
    found = {record.id: digest(record) for record in records}
    texts = {Part.ACCOUNT.value: selection.account, **selection.part_texts}
    parts = {part.value for part in selection.parts}
    found |= {_TEXT + part: _digest(text.strip()) for part, text in texts.items() if text.strip() and part in parts}
    return found


def text_part(key: str) -> Part | None:
    """The part of which a key names her own text; None where it names a record."""
    return Part(key.removeprefix(_TEXT)) if key.startswith(_TEXT) else None


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    """What is new, another, or gone."""
    both = before.keys() & now.keys()
    return Changes(
        frozenset(now.keys() - before.keys()),
        frozenset(key for key in both if before[key] != now[key]),
        frozenset(before.keys() - now.keys()),
    )


def last_to(exports: Iterable[Export], selection: Selection) -> Export | None:
    """The last document of which is known what went into it, made from this choice for this very reader."""
    found = [one for one in exports if one.contents and is_for(one, selection)]
    return max(found, key=lambda one: (one.exported_on, one.written_at, one.id), default=None)


def is_for(export: Export, selection: Selection) -> bool:
    """Whether a document was made from this choice for this very reader."""
    return _same_choice(export, selection) and _same_reader(export, selection)


def _same_choice(export: Export, selection: Selection) -> bool:
    if export.choice_id == selection.id:
        return True
    return not export.choice_name and not selection.name and export.audience is selection.audience


def _same_reader(export: Export, selection: Selection) -> bool:
    return _folded(export.to_whom) == _folded(selection.to_whom)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
