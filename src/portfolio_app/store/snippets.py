"""The few words around what was found, with the found words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from portfolio_app.store import words
from portfolio_app.store.asking import Asked, Part

_BEFORE = 40
_LENGTH = 160
_SHORTEST_INSIDE = 3
_ROOT = 2
"""Letters that a stem shares with its word for certain."""
_SPACE = re.compile(r"[^\S ]")
"""Any space but the plain one."""

Ranges = tuple[tuple[int, int], ...]


class Marker:
    """Finds what was asked for in texts: single words in every form in which the search finds them, and phrases."""

    def __init__(self, asked: Asked) -> None:
        self._wanted = asked.words
        self._phrases = asked.phrases
        self._stems = {stem for lang in words.STEMMED for stem in words.stems(self._wanted, lang)}
        self._promising = _promising(self._wanted, self._stems)
        # The same words come back in every hit.
        self._known: dict[str, bool] = {}

    def ranges(self, text: str) -> Ranges:
        """Half-open ranges of characters of everything that was asked for."""
        return tuple(self._ranges(text, len(text)))

    def cut(self, texts: Sequence[str]) -> tuple[str, Ranges]:
        """A piece of the first text with something wanted in it, else the start of the first text; and what to mark."""
        whole = [unicodedata.normalize("NFC", text) for text in texts if text]
        for text in whole:
            ranges = self._ranges(text, _LENGTH)
            if ranges:
                return _piece(text, ranges)
        return _piece(whole[0], []) if whole else ("", ())

    def _ranges(self, text: str, length: int) -> list[tuple[int, int]]:
        """What to mark, from the first place on for so many characters."""
        found: list[tuple[int, int]] = []
        last = len(text)
        for start, end in self._places(text, length):
            if start > last:
                break
            last = last if found else start + length
            found.append((start, end))
        return found

    def _places(self, text: str, length: int) -> Iterator[tuple[int, int]]:
        if self._phrases:
            return iter(sorted(self._with_phrases(list(words.WORD.finditer(text)))))
        folded = words.fold(text)
        if len(folded) != len(text):
            return (match.span() for match in words.WORD.finditer(text) if self._is_wanted(words.fold(match.group())))
        return self._promising_places(folded, length)

    def _promising_places(self, folded: str, length: int) -> Iterator[tuple[int, int]]:
        """Looks only at words in which something wanted could stand: most of a long text is passed at once."""
        # Looking for the word as it stands is far quicker than for everything it might be a form of.
        at = max(0, min((found for word in self._wanted if (found := folded.find(word)) >= 0), default=0) - _BEFORE)
        end = len(folded)
        while match := self._promising.search(folded, at, end):
            start, at = match.start(), match.end()
            while start and words.WORD.match(folded, start - 1):
                start -= 1
            word = words.WORD.match(folded, start)
            if word is None:
                continue
            at = max(at, word.end())
            if self._is_wanted(word.group()):
                end = min(end, word.start() + length)
                yield word.span()

    def _with_phrases(self, matches: Sequence[re.Match[str]]) -> set[tuple[int, int]]:
        folded = [words.fold(match.group()) for match in matches]
        found = {match.span() for match, word in zip(matches, folded, strict=True) if self._is_wanted(word)}
        for phrase in self._phrases:
            for at in range(len(folded) - len(phrase.words) + 1):
                if _begins(folded, at, phrase):
                    found.update(match.span() for match in matches[at : at + len(phrase.words)])
        return found

    def _is_wanted(self, folded: str) -> bool:
        known = self._known.get(folded)
        if known is None:
            known = self._known[folded] = any(
                folded.startswith(one) or (len(one) >= _SHORTEST_INSIDE and one in folded) for one in self._wanted
            ) or any(words.stems([folded], lang)[0] in self._stems for lang in words.STEMMED)
        return known


def _promising(wanted: Sequence[str], stems: Iterable[str]) -> re.Pattern[str]:
    """What a wanted word has in it, or what a word with one of the stems begins with."""
    begins = {stem[:_ROOT] for stem in stems} | {word for word in wanted if len(word) < _SHORTEST_INSIDE}
    inside = [re.escape(word) for word in wanted if len(word) >= _SHORTEST_INSIDE]
    # Every choice begins with a letter, so that most of a text is passed without trying any of them.
    starting = [f"{letters}(?<![^\\W_]{letters})" for letters in sorted(begins)]
    return re.compile("|".join((*inside, *starting)) or r"(?!)")


def _begins(folded: Sequence[str], at: int, phrase: Part) -> bool:
    """Whether a phrase stands at a place."""
    last = at + len(phrase.words) - 1
    ends = folded[last].startswith(phrase.words[-1]) if phrase.unfinished else folded[last] == phrase.words[-1]
    return ends and tuple(folded[at:last]) == phrase.words[:-1]


def _piece(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[str, Ranges]:
    start = max(0, ranges[0][0] - _BEFORE) if ranges else 0
    if start:
        start = text.find(" ", start, ranges[0][0]) + 1 or start
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), ranges[0][1] if ranges else start + 1)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    # Line breaks become spaces one for one, so that the marks stay in place.
    piece = before + _SPACE.sub(" ", text[start:end]) + after
    shift = len(before) - start
    return piece, tuple((low + shift, high + shift) for low, high in ranges if high <= end)
