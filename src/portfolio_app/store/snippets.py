"""The few words around what was found, with the found words marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from portfolio_app.store import words

_BEFORE = 40
_LENGTH = 160
_SHORTEST_INSIDE = 3

Ranges = tuple[tuple[int, int], ...]


class Marker:
    """Cuts pieces out of texts in which one or more of the wanted (folded) words stand."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._wanted = wanted
        self._stems = {stem for lang in words.STEMMED for stem in words.stems(list(wanted), lang)}
        # The same words come back in every hit.
        self._known: dict[str, bool] = {}

    def cut(self, texts: Sequence[str]) -> tuple[str, Ranges]:
        """A piece of the first text with a wanted word in it, else the start of the first text; and what to mark."""
        whole = [unicodedata.normalize("NFC", text) for text in texts if text]
        for text in whole:
            ranges = self._ranges(text)
            if ranges:
                return _piece(text, ranges)
        return _piece(whole[0], []) if whole else ("", ())

    def _ranges(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        last = len(text)
        for match in words.WORD.finditer(text):
            if match.start() > last:
                break
            if self._is_wanted(match.group()):
                last = last if found else match.start() + _LENGTH
                found.append(match.span())
        return found

    def _is_wanted(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            folded = words.fold(word)
            known = self._known[word] = any(
                folded.startswith(one) or (len(one) >= _SHORTEST_INSIDE and one in folded) for one in self._wanted
            ) or any(words.stems([folded], lang)[0] in self._stems for lang in words.STEMMED)
        return known


def _piece(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[str, Ranges]:
    start = max(0, ranges[0][0] - _BEFORE) if ranges else 0
    if start:
        start = text.find(" ", start, ranges[0][0]) + 1 or start
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), ranges[0][1] if ranges else start + 1)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    # Line breaks become spaces one for one, so that the marks stay in place.
    piece = before + "".join(" " if char.isspace() else char for char in text[start:end]) + after
    shift = len(before) - start
    return piece, tuple((low + shift, high + shift) for low, high in ranges if high <= end)
