"""Right-to-left words in visual order, Arabic letters joined: enough for names and short quotes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_FORMS: Final = ("isolated", "final", "initial", "medial")
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_PAIRS: Final = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’", '"': '"', "'": "'"}
_TOKENS: Final = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\s\d]+|\s+")


@cache
def _arabic() -> dict[str, dict[str, str]]:
    """Letter to its presentation forms, as Unicode's compatibility decompositions tell them."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDC0), *range(0xFE70, 0xFEFD)):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and parts[0].strip("<>") in _FORMS:
            forms.setdefault(chr(int(parts[1], 16)), {})[parts[0].strip("<>")] = chr(code)
    return forms


def _is_rtl(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def is_right_to_left(text: str) -> bool:
    """Whether the text begins with a right-to-left letter."""
    return bool(text) and _is_rtl(text[0])


def is_latin(text: str) -> bool:
    """Whether the text has a letter that is written from left to right."""
    return any(unicodedata.bidirectional(c) == "L" for c in text)


def is_number(text: str) -> bool:
    """Whether the text has digits and no letters."""
    return any(c.isdigit() for c in text) and not any(c.isalpha() for c in text)


def closes(first: str, word: str) -> bool:
    """Whether ``word`` closes a bracket or quotation that ``first`` opens before its letters."""
    opened = first[: _core(first)[0]]
    start, end = _core(word)
    behind = word[end:] if start < end else word
    return any(_PAIRS[sign] in behind for sign in opened if sign in _PAIRS)


def apart(text: str) -> tuple[str, str, str]:
    """A phrase without the punctuation around it, which belongs to the sentence it stands in.

    A sign that closes what the phrase opens stays with it.
    """
    start, end = _core(text)
    while end < len(text) and any(_PAIRS[sign] == text[end] for sign in text[start:end] if sign in _PAIRS):
        end += 1
    return text[:start], text[start:end], text[end:]


def phrase(text: str) -> str:
    """A whole phrase as it is drawn: words, spaces and signs from right to left, numbers from left to right."""
    shown = [token if token[0].isdigit() else _reversed(_join(token)) for token in _TOKENS.findall(text)]
    return "".join(reversed(shown))


def visual(word: str) -> str:
    """The word as it is drawn from left to right; words without right-to-left letters come back as they are."""
    if word.isascii() or not any(map(_is_rtl, word)):
        return word
    start, end = _core(word)
    joined = _join(word[start:end])
    if any(unicodedata.bidirectional(c) in ("L", "EN", "AN") for c in joined):
        return word[:start] + joined + word[end:]
    return word[:start] + _reversed(joined) + word[end:]


def _reversed(text: str) -> str:
    """The signs in reverse order, brackets mirrored, vowel signs with their letters."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character.translate(_MIRRORED))
    return "".join(reversed(clusters))


def core(word: str) -> str:
    """The word without the punctuation around it, as it was typed."""
    start, end = _core(word)
    return word[start:end]


def _core(word: str) -> tuple[int, int]:
    start, end = 0, len(word)
    while start < end and not _is_strong(word[start]):
        start += 1
    while start < end and not _is_strong(word[end - 1]):
        end -= 1
    return start, end


def _is_strong(character: str) -> bool:
    return character.isalnum() or bool(unicodedata.combining(character))


def _join(word: str) -> str:
    forms = _arabic()
    shaped: list[str] = []
    for index, character in enumerate(word):
        own = forms.get(character)
        if own is None:
            shaped.append(character)
            continue
        before = "initial" in forms.get(_neighbour(word, index, -1), {})
        after = "final" in forms.get(_neighbour(word, index, 1), {}) and "initial" in own
        form = "medial" if before and after else "final" if before else "initial" if after else "isolated"
        shaped.append(own.get(form, character))
    return "".join(shaped)


def _neighbour(word: str, index: int, step: int) -> str:
    """The next letter in a direction, vowel signs passed over."""
    index += step
    while 0 <= index < len(word) and unicodedata.combining(word[index]):
        index += step
    return word[index] if 0 <= index < len(word) else ""
