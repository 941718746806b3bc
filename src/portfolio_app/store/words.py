"""Words as the index knows them: small letters without accents, and their stems."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

FORMAT: Final = 1
"""Raised when the index must be built anew although the stemmer is the same."""

STEMMED: Final = {"nl": "dutch", "en": "english"}
WORD: Final = re.compile(r"[^\W_]+")
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
_REMEMBERED: Final = 20_000
_local = threading.local()


def fold(text: str) -> str:
    """Small letters without accents, as the index's own tokenizer makes them."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower()))


def tokens(text: str) -> list[str]:
    """Folded words of a text, in order."""
    return WORD.findall(fold(text))


class _Stems(dict[str, str]):
    """Stems by word, found when first asked for; the same words come back in nearly every text."""

    def __init__(self, algorithm: str) -> None:
        from Stemmer import Stemmer

        super().__init__()
        self._stemmer = Stemmer(algorithm)

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        stem = self[word] = self._stemmer.stemWord(word)
        return stem


def stems(words: Iterable[str], lang: str) -> list[str]:
    """Stem of each folded word; words in a language without a stemmer are returned as they are."""
    if lang not in STEMMED:
        return list(words)
    # One for each thread, because stemmers must not be shared.
    known: dict[str, _Stems] = _local.__dict__.setdefault("stems", {})
    if lang not in known:
        known[lang] = _Stems(STEMMED[lang])
    return list(map(known[lang].__getitem__, words))


@cache
def version() -> str:
    """What the stems in an index depend on: when it differs, the index is built anew."""
    import Stemmer

    return f"{FORMAT}/{Stemmer.version()}"
