"""A person's name in a text: found in every spelling, and replaced without touching the words around it.

Capitals and accents don't matter, a line may end within a name, and a genitive s belongs to it: Sanne, SANNÉ,
Sannes, Sanne's. A name inside another word is another word: Jan is not in januari.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

_BEFORE: Final = r"(?<![^\W_])"
_AFTER: Final = r"(?P<genitive>['\u2019]?s)?(?![^\W_])"
_BETWEEN: Final = r"[\s\-\u00ad.]+"
_SHORTEST: Final = 2
_PARTICLES: Final = frozenset(
    ("van", "von", "de", "den", "der", "het", "ter", "ten", "te", "in", "op", "la", "le", "el", "al", "di", "da", "du")
)
_NO_TEXT: Final = frozenset(
    ("id", "kind", "lang", "sha256", "media_type", "fingerprint", "template", "scheme", "framework", "instrument")
)
_FRAGMENT: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2019'][^\W\d_]+)*")
_OPENS: Final = " \u00a0\"'(\u2018\u201c\u201e\u00ab-\u2022*"
_SENTENCE_ENDS: Final = ".!?\u2026:\n"
_NO_NAMES: Final = frozenset(
    """
    Leerlijn Nederland Nederlands Engels Frans Duits Spaans Latijn Grieks Dutch English French German Spanish I
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """.split()  # noqa: SIM905 - read by people
)
"""Words that always have a capital and are nobody's name."""


@dataclass(frozen=True)
class Spellings:
    """The ways in which one person is written, the fullest first."""

    terms: tuple[str, ...]

    @classmethod
    def of(cls, terms: Iterable[str]) -> Spellings:
        """Tidy what somebody typed: no doubles, nothing shorter than two letters, the longest first."""
        tidy = {" ".join(term.split()): None for term in terms}
        kept = [term for term in tidy if len(folded(term)[0].strip()) >= _SHORTEST]
        return cls(tuple(sorted(kept, key=lambda term: (-len(term), term))))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = [re.split(r"[\s\-.]+", folded(term)[0].strip(" -.")) for term in self.terms]
        terms = [_BETWEEN.join(map(re.escape, parts)) for parts in words]
        return re.compile(f"{_BEFORE}(?:{'|'.join(terms)}){_AFTER}") if terms else None

    def find(self, text: str) -> list[tuple[int, int]]:
        """Half-open ranges of characters where the person is named, the genitive s apart."""
        return [(start, end) for start, end, _ in self._found(text)]

    def names(self, text: str) -> bool:
        """Whether the person is named in a text."""
        return bool(self._pattern and self._pattern.search(folded(text)[0]))

    def replace(self, text: str, stand_in: str) -> str:
        """The text with something else in the place of the name."""
        pieces: list[str] = []
        at = 0
        for start, end, genitive in self._found(text):
            pieces += [text[at:start], stand_in]
            at = end
            if genitive > end:
                pieces.append("s" if stand_in[-1:].isalpha() else "\u2019s" if stand_in else "")
                at = genitive
        return "".join([*pieces, text[at:]])

    def _found(self, text: str) -> list[tuple[int, int, int]]:
        """Start, end, and end of the genitive s."""
        if self._pattern is None:
            return []
        plain, places = folded(text)
        found: list[tuple[int, int, int]] = []
        for match in self._pattern.finditer(plain):
            cut = match.start("genitive") if match.group("genitive") else match.end()
            found.append((places[match.start()], _end(text, places, cut), _end(text, places, match.end())))
        return found

    def rewritten(self, key: str, text: str, stand_in: str) -> str:
        """The text under a key without the name; what a quote keeps around it may begin or end within one."""
        changed = self.replace(text, stand_in)
        return self.without_fragment(changed, at_start=key == "prefix") if key in ("prefix", "suffix") else changed

    def without_fragment(self, text: str, *, at_start: bool) -> str:
        """A piece of context without the part of a name that it was cut in, at its start or its end."""
        words = folded(text)[0].split()
        if not words:
            return text
        word = words[0 if at_start else -1]
        parts = [part for term in self.terms for part in folded(term)[0].split()]
        cut = [part for part in parts if part != word and (part.endswith(word) if at_start else part.startswith(word))]
        if not cut or len(word) < _FRAGMENT:
            return text
        return text.lstrip()[len(word) :] if at_start else text.rstrip()[: -len(word)]


def _end(text: str, places: list[int], at: int) -> int:
    """Where the character before folded place ``at`` ends, its accents included."""
    end = places[at - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def folded(text: str) -> tuple[str, list[int]]:
    """Small letters without accents, and for each of them the place in the text it comes from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKD", sign.lower()):
            if not unicodedata.combining(letter):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


def suggestions(name: str) -> tuple[str, ...]:
    """Spellings to begin with: the whole name, the first name, and the family name without its particles."""
    words = name.split()
    real = [
        word for word in words if folded(word)[0].strip(".") not in _PARTICLES and len(word.strip(".")) >= _SHORTEST
    ]
    ends = [real[0], real[-1]] if len(words) > 1 and real else []
    return tuple(dict.fromkeys([" ".join(words), *ends])) if words else ()


def maybe_names(text: str, but: Collection[str] = ()) -> tuple[str, ...]:
    """Words with a capital in the middle of a sentence, which may be names; those in ``but`` are not.

    At the start of a sentence every word has one, so nothing can be told there.
    """
    known = {part for words in but for part in words.split()} | _NO_NAMES
    found: dict[str, None] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if word.istitle() and word not in known and _sign_before(text, match.start()) not in _SENTENCE_ENDS:
            found[word] = None
    return tuple(found)


def _sign_before(text: str, at: int) -> str:
    """The sign before a place, past what opens a word; a new line at the start of a text."""
    while at and text[at - 1] in _OPENS:
        at -= 1
    return text[at - 1] if at else "\n"


def texts(plain: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text somebody wrote in the plain JSON values of a record or a draft, each after its key."""
    if isinstance(plain, str):
        inside = _inside(plain)
        return [] if is_technical(key) else [(key, plain)] if inside is None else texts(inside)
    if isinstance(plain, Mapping):
        return [text for name, value in cast("Mapping[str, Any]", plain).items() for text in texts(value, name)]
    if isinstance(plain, list):
        return [text for value in cast("list[Any]", plain) for text in texts(value, key)]
    return []


def with_texts(plain: Any, change: Callable[[str, str], str], key: str = "") -> Any:
    """The same plain JSON values with every text changed; ``change`` gets the key and the text."""
    if isinstance(plain, str):
        inside = _inside(plain)
        if inside is not None:
            changed = with_texts(inside, change)
            return json.dumps(changed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return plain if is_technical(key) else change(key, plain)
    if isinstance(plain, Mapping):
        return {name: with_texts(value, change, name) for name, value in cast("Mapping[str, Any]", plain).items()}
    if isinstance(plain, list):
        return [with_texts(value, change, key) for value in cast("list[Any]", plain)]
    return plain


def _inside(text: str) -> Any:
    """The JSON object that a text is (a version that is kept within another record), else None."""
    if not text.startswith("{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def is_technical(key: str) -> bool:
    """Whether what stands under a key is no text that somebody wrote: an id, a day, a code."""
    return key in _NO_TEXT or key.endswith(("_id", "_on", "_at"))
