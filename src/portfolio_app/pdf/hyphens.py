"""Where a word may be broken at the end of a line."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

_LANGUAGES: Final = {"nl": "nl_NL", "en": "en_GB"}
_SHORTEST: Final = 7
_LONGEST: Final = 200
"""Letters of the words that a dictionary is asked about; what is longer is no word."""
_UNSPACED: Final = r"\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_BETWEEN: Final = re.compile(rf"(?<=[{_UNSPACED}\u3001\u3002\uff0c])(?=[{_UNSPACED}])|(?<=\u0e30)(?=[\u0e00-\u0e2e])")
"""Between signs of languages that are written without spaces."""
_AFTER: Final = "-–—/"
_AFTER_IN_ADDRESS: Final = "/\\.?&=_-:@#+,;~%"


class Place(NamedTuple):
    """A place before the character at ``at``; ``mark`` says whether a hyphen is printed there."""

    at: int
    mark: bool


@cache
def _dictionary(lang: str) -> Any:
    import pyphen

    code = _LANGUAGES.get(lang[:2])
    return pyphen.Pyphen(lang=code, left=2, right=3) if code else None


def is_address(word: str) -> bool:
    """Whether a word is a web or mail address, a path or a digest, which gets no hyphens of ours."""
    path = word.count("/") > 1 or word.count("\\") > 1
    return path or "://" in word or word.startswith("www.") or ("@" in word and "." in word)


@lru_cache(maxsize=50_000)
def places(word: str, lang: str) -> tuple[Place, ...]:
    """Every place where the word may break, in order."""
    if is_address(word):
        return tuple(Place(i + 1, False) for i, c in enumerate(word[:-1]) if c in _AFTER_IN_ADDRESS and i > 1)
    found = {i + 1: False for i, c in enumerate(word[:-1]) if c in _AFTER and i > 0}
    found |= {i + 1: True for i, c in enumerate(word[:-1]) if c == "\u00ad" and i > 1}
    if not word.isascii():
        found |= {match.start(): False for match in _BETWEEN.finditer(word)}
    dictionary = _dictionary(lang)
    if dictionary is not None and _SHORTEST <= len(word) <= _LONGEST and any(map(str.isalpha, word)):
        start, end = _letters(word)
        for at in dictionary.positions(word[start:end]):
            found.setdefault(start + at, True)
    return tuple(Place(at, mark) for at, mark in sorted(found.items()))


def _letters(word: str) -> tuple[int, int]:
    """The stretch of a word without the punctuation around it."""
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return start, end


def anywhere(word: str) -> tuple[Place, ...]:
    """Places for a word that is longer than a line and has none of its own."""
    mark = word.isalpha()
    return tuple(Place(at, mark) for at in range(2, len(word) - 1))
