"""Activity cards (``*.activiteitkaart``): a small text file that says what a study day was, to fill in an activity.

It is JSON of at most 64 kB, made by one person and mailed to many. Whoever opens one does not know who made it, so it
is read strictly: what does not belong in it is refused as a whole, and texts come out as plain words and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NoReturn, cast

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Formality

SUFFIX: Final = ".activiteitkaart"
MOST_OCTETS: Final = 64_000
VERSION: Final = 1
MARK: Final = "activiteitkaart"
"""The key that says what the file is; its value is the version of the form."""

MOST_MINUTES: Final = 200_000
"""More than a whole master's course takes."""
FIRST_YEAR, LAST_YEAR = 1950, 2100
LONGEST_DAYS: Final = 3_700
_MOST_PARTS: Final = 60
_DEEPEST: Final = 6
_MOST_DIGITS: Final = 9
_LINE, _TEXT = 200, 2_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)
"""A text between quotation marks; one that never ends goes on to the end of the file, so that it is read once."""
_CODES = re.compile(r"[\w.@+-]{1,80}")
_JOINERS: Final = "\u200c\u200d"
_BLANKS: Final = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, kw_only=True)
class ActivityCard:
    """What a card tells. ``made_by`` is who made it, in her own words: nothing proves it."""

    title: str
    happened_on: date
    ended_on: date | None = None
    contact_minutes: int = 0
    self_study_minutes: int = 0
    activity_type: ActivityType | None = None
    formality: Formality | None = None
    provider: str = ""
    place: str = ""
    purpose: str = ""
    made_by: str = ""
    lang: str = "nl"
    allocations: tuple[Allocation, ...] = ()
    competences: tuple[CompetenceRef, ...] = ()

    @property
    def minutes(self) -> int:
        """Minutes in all."""
        return self.contact_minutes + self.self_study_minutes

    @property
    def digest(self) -> str:
        """The same for every copy of a card, whatever the file is called and however it is spaced."""
        return hashlib.sha256(write(self)).hexdigest()


def write(card: ActivityCard) -> bytes:
    """A card as the octets of a file: one that `read` gives back as it was."""
    held: dict[str, Any] = {
        MARK: VERSION,
        "title": card.title,
        "date": card.happened_on.isoformat(),
        "until": card.ended_on.isoformat() if card.ended_on else None,
        "contact_minutes": card.contact_minutes,
        "self_study_minutes": card.self_study_minutes,
        "type": card.activity_type.value if card.activity_type else None,
        "formality": card.formality.value if card.formality else None,
        "provider": card.provider,
        "place": card.place,
        "purpose": card.purpose,
        "made_by": card.made_by,
        "lang": card.lang,
        "categories": [
            {"scheme": part.scheme, "category": part.category, "version": part.version, "minutes": part.minutes}
            for part in card.allocations
        ],
        "competences": [
            {"framework": ref.framework, "code": ref.code, "version": ref.version} for ref in card.competences
        ],
    }
    filled = {key: value for key, value in held.items() if value or key == MARK}
    return (json.dumps(filled, ensure_ascii=False, indent=2) + "\n").encode()


def tidied(card: ActivityCard) -> ActivityCard:
    """A card somebody is making, as whoever opens it will read it. Raises what `read` raises."""
    try:
        return read(write(card))
    except UnicodeEncodeError as error:
        raise UserError("card-broken", problem="card-text") from error


def read(data: bytes) -> ActivityCard:
    """Read a card.

    Raises `UserError` ``card-too-large``, ``card-foreign`` (no card at all), ``card-newer`` and ``card-broken``
    (``problem``: the first thing in it that is not as it should be, by a code of ours and never by its own words).
    """
    if len(data) > MOST_OCTETS:
        raise UserError("card-too-large")
    table = _plain(data)
    if MARK not in table:
        raise UserError("card-foreign")
    version = table.pop(MARK)
    if type(version) is not int or version < 1:
        raise UserError("card-foreign")
    if version > VERSION:
        raise UserError("card-newer")
    card = _card(_Parts(table))
    if card.ended_on is not None and not 0 <= (card.ended_on - card.happened_on).days <= LONGEST_DAYS:
        _broken("until")
    for scheme in {part.scheme for part in card.allocations}:
        if sum(part.minutes for part in card.allocations if part.scheme == scheme) > card.minutes:
            _broken("categories")
    return card


def plain_words(text: str) -> str:
    """Words without what is no word: control characters, signs that turn the direction of writing, half characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(sign for sign in lines if sign == "\n" or _is_plain(sign))
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def _is_plain(sign: str) -> bool:
    # Joiners hold together letters of some scripts, and the parts of an emoji.
    return sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


# -- the file ---------------------------------------------------------------------------------------------------------


def _plain(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
        if _depth(text) > _DEEPEST:
            raise ValueError("too deep")
        plain = json.loads(
            text, object_pairs_hook=_once, parse_int=_short, parse_float=_no_number, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        raise UserError("card-foreign") from error
    if not isinstance(plain, dict):
        raise UserError("card-foreign")
    return cast("dict[str, Any]", plain)


def _depth(text: str) -> int:
    """How deep lists and tables stand within each other, at most; looked at before anything is built of them."""
    deepest = now = 0
    for sign in _QUOTED.sub("", text):
        now += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, now)
    return deepest


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A table in which every key stands once: of two, one could be shown and the other taken over."""
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key twice")
    return table


def _short(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("a number without end")
    return int(digits)


def _no_number(words: str) -> NoReturn:
    raise ValueError(f"no whole number: {words[:20]}")


_PROBLEMS: Final[Mapping[str, str]] = {
    "title": "card-title", "date": "card-day", "until": "card-day", "contact_minutes": "card-hours",
    "self_study_minutes": "card-hours", "categories": "card-hours", "competences": "card-competences",
    "type": "card-kind", "formality": "card-kind", "lang": "card-kind", "more": "card-more",
}  # fmt: skip
"""What is said of a part that is not as it should be; of the other texts it is ``card-text``."""


def _broken(part: str) -> NoReturn:
    raise UserError("card-broken", problem=_PROBLEMS.get(part, "card-text"))


# -- what is in it ----------------------------------------------------------------------------------------------------


class _Parts:
    """The parts of a card by key: each is taken out as what it should be, and nothing may be left in the end."""

    def __init__(self, table: Mapping[str, Any], part: str = "") -> None:
        self._table = dict(table)
        self._part = part

    def _name(self, key: str) -> str:
        return self._part or key

    def text(self, key: str, most: int) -> str:
        value = self._table.pop(key, "")
        if not isinstance(value, str) or len(value) > 2 * most:
            _broken(self._name(key))
        words = plain_words(value)
        if len(words) > most:
            _broken(self._name(key))
        return words

    def line(self, key: str, most: int = _LINE) -> str:
        return " ".join(self.text(key, most).split())

    def code(self, key: str, *, empty: bool = False) -> str:
        value = self._table.pop(key, "")
        if not isinstance(value, str) or not (_CODES.fullmatch(value) or (empty and not value)):
            _broken(self._name(key))
        return value

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        value = self._table.pop(key, default)
        if type(value) is not int or not least <= value <= most:
            _broken(self._name(key))
        return value

    def day(self, key: str) -> date | None:
        value = self._table.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, str) or not _DAY.fullmatch(value) or not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
            _broken(self._name(key))
        try:
            return date.fromisoformat(value)
        except ValueError:
            _broken(self._name(key))

    def chosen(self, key: str, choices: Mapping[str, Any]) -> Any:
        value = self._table.pop(key, None)
        if value is not None and (not isinstance(value, str) or value not in choices):
            _broken(self._name(key))
        return None if value is None else choices[value]

    def each(self, key: str, make: Callable[[_Parts], Any]) -> tuple[Any, ...]:
        value = self._table.pop(key, [])
        if not isinstance(value, list):
            _broken(key)
        items = cast("list[Any]", value)
        if len(items) > _MOST_PARTS or not all(isinstance(item, dict) for item in items):
            _broken(key)
        made: list[Any] = []
        for item in items:
            inside = _Parts(item, key)
            made.append(make(inside))
            inside.end()
        return tuple(dict.fromkeys(made))

    def end(self) -> None:
        if self._table:
            _broken(self._part or "more")


def _card(parts: _Parts) -> ActivityCard:
    title, first = parts.line("title"), parts.day("date")
    if not title:
        _broken("title")
    if first is None:
        _broken("date")
    card = ActivityCard(
        title=title,
        happened_on=first,
        ended_on=parts.day("until"),
        contact_minutes=parts.whole("contact_minutes", 0, 0, MOST_MINUTES),
        self_study_minutes=parts.whole("self_study_minutes", 0, 0, MOST_MINUTES),
        activity_type=parts.chosen("type", {item.value: item for item in ActivityType}),
        formality=parts.chosen("formality", {item.value: item for item in Formality}),
        provider=parts.line("provider"),
        place=parts.line("place"),
        purpose=parts.text("purpose", _TEXT),
        made_by=parts.line("made_by"),
        lang=parts.chosen("lang", {"nl": "nl", "en": "en"}) or "nl",
        allocations=parts.each("categories", _allocation),
        competences=parts.each("competences", _competence),
    )
    parts.end()
    return card


def _allocation(parts: _Parts) -> Allocation:
    return Allocation(
        scheme=parts.code("scheme"),
        category=parts.code("category", empty=True),
        minutes=parts.whole("minutes", 0, 1, MOST_MINUTES),
        version=parts.whole("version", 1, 1, 10_000),
    )


def _competence(parts: _Parts) -> CompetenceRef:
    return CompetenceRef(parts.code("framework"), parts.code("code"), parts.whole("version", 1, 1, 10_000))
