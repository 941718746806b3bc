"""Mending what the privacy check found, in her own records: a stand-in for a name, or a number taken out.

Each is one step in the history that undo takes back; the check itself keeps nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from portfolio_app.domain import canonical
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.names import Spellings, folded, with_texts
from portfolio_app.domain.persons import Pseudonym
from portfolio_app.domain.privacy import NAMES
from portfolio_app.domain.privacy_report import Hit, Place
from portfolio_app.domain.records import Record
from portfolio_app.services.core import Core
from portfolio_app.services.persons import Persons

_INSIDE: Final = {True: r"\d", False: r"[^\W\d_]"}
"""What makes a number (True) or a word longer."""


class Mending:
    """Changes records where something was found. What stands in a file of hers is never touched."""

    def __init__(self, core: Core, persons: Persons) -> None:
        self._core, self._store, self._persons = core, core.store, persons

    @staticmethod
    def can_stand_in(hit: Hit) -> bool:
        """Whether it is a name in a text of hers, for which something can stand in."""
        return hit.finding.kind in NAMES and hit.place.in_record

    @staticmethod
    def can_take_out(hit: Hit) -> bool:
        """Whether it stands in a text of hers, so that it can be taken out there."""
        return hit.place.in_record

    def stand_in_of(self, name: str, word: str) -> str:
        """What would stand in for a name: what does already, else the next free one, such as ``leerling 3``.

        A first name, or a family name, of somebody with a stand-in is that same somebody.
        """
        known = self._known(name)
        return known.stand_in if known is not None else self._persons.next_stand_in(word)

    def stand_in(self, name: str, stand_in: str, hits: Sequence[Hit]) -> tuple[Record, ...]:
        """Let something stand in for a name from now on, and put it in the place of the name where it was found.

        One step. Returns the records that were changed. Raises `UserError` ``name-missing``, ``stand-in-taken`` where
        it stands in for somebody else, ``read-only``, and ``record-missing`` where nothing was left to change.
        """
        spellings = Spellings.of((name,))
        if not spellings.terms or not stand_in.strip() or spellings.names(stand_in):
            raise UserError("name-missing")
        person = self._person(name, stand_in.strip())
        changed: list[Record] = []
        for record in self._records(hit.place for hit in hits if self.can_stand_in(hit)):
            plain = with_texts(
                canonical.to_plain(record), lambda key, text: spellings.rewritten(key, text, person.stand_in)
            )
            changed += _if_changed(record, plain)
        if not changed:
            raise UserError("record-missing")
        self._core.save([person, *changed], label=Label("stand_in", Pseudonym.KIND, person.heading))
        return tuple(changed)

    def take_out(self, hits: Sequence[Hit], left: str) -> tuple[Record, ...]:
        """Put ``left`` in the place of what was found, in every field where it was; one step.

        Returns the records that were changed. Raises `UserError` ``record-missing`` and ``read-only``.
        """
        mendable = [hit for hit in hits if self.can_take_out(hit)]
        changed: list[Record] = []
        for record in self._records(hit.place for hit in mendable):
            plain = canonical.to_plain(record)
            for hit in mendable:
                if hit.place.id == record.id:
                    plain = _at(plain, hit.place.field, lambda text, hit=hit: _without(text, hit.finding.value, left))
            changed += _if_changed(record, plain)
        if not changed:
            raise UserError("record-missing")
        one = changed[0]
        label = Label("take_out", one.KIND, one.heading) if len(changed) == 1 else Label("take_out")
        self._core.save(changed, label=label)
        return tuple(changed)

    # -- inside -----------------------------------------------------------------------------------------------

    def _person(self, name: str, stand_in: str) -> Pseudonym:
        """The stand-in as it will be kept, with the name among its spellings."""
        known = self._known(name)
        if any(each.stand_in == stand_in and each != known for each in self._persons.stand_ins()):
            raise UserError("stand-in-taken")
        if known is None:
            return Pseudonym(**self._core.head(), name=name.strip(), stand_in=stand_in)
        spellings = known.spellings if known.every_spelling.names(name) else (*known.spellings, name.strip())
        return replace(known, stand_in=stand_in, spellings=spellings)

    def _known(self, name: str) -> Pseudonym | None:
        people = self._persons.stand_ins()
        exact = next((each for each in people if each.every_spelling.names(name)), None)
        if exact is not None or len(name.split()) > 1:
            return exact
        word = folded(name.strip())[0]
        parts = [each for each in people if word in folded(each.name)[0].split()]
        # Two of one first name: who of them it is, only she knows.
        return parts[0] if len(parts) == 1 else None

    def _records(self, places: Any) -> list[Record]:
        found: dict[str, Record] = {}
        for place in cast("Sequence[Place]", places):
            record = self._store.any(place.kind, place.id) if place.id not in found else None
            if record is not None:
                found[record.id] = record
        return list(found.values())


def _if_changed(record: Record, plain: Any) -> list[Record]:
    made = canonical.load(record.KIND, record.SCHEMA_VERSION, json.dumps(plain, ensure_ascii=False))
    return [made] if made != record else []


def _without(text: str, value: str, left: str) -> str:
    """The text with ``left`` in the place of a value wherever it stands by itself: a longer word or number that only
    begins or ends with the same signs is another one. Where it never stands by itself, all of them."""
    before = _INSIDE[value[:1].isdigit()] if value[:1].isalnum() else ""
    behind = _INSIDE[value[-1:].isdigit()] if value[-1:].isalnum() else ""
    alone = re.compile((f"(?<!{before})" if before else "") + re.escape(value) + (f"(?!{behind})" if behind else ""))
    changed = alone.sub(lambda _: left, text)
    return changed if changed != text else text.replace(value, left)


def _at(plain: Any, path: str, change: Callable[[str], str]) -> Any:
    """Plain values with the text at a path (``answers.stuck``, ``tags.0``) changed."""
    if not path:
        return change(plain) if isinstance(plain, str) else plain
    if isinstance(plain, Mapping):
        items = cast("Mapping[str, Any]", plain).items()
        return {
            name: _at(value, path[len(name) + 1 :], change) if f"{path}.".startswith(f"{name}.") else value
            for name, value in items
        }
    if isinstance(plain, list):
        number, _, rest = path.partition(".")
        values = cast("list[Any]", plain)
        return [_at(value, rest, change) if number == str(at) else value for at, value in enumerate(values)]
    return plain
