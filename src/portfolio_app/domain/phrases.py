"""Phrases: what to look for in a text, written in plain words and found in a time that grows with the text alone.

A phrase is words with spaces between them, and a few signs:

* ``hij/zij`` is one of these words, ``[gewoon]`` a word that may be left out;
* ``ongemotiveerd*`` is a word that begins so (three letters at least);
* ``~3`` stands for three words at most, whatever they are, within the sentence.

Words are lower case. A phrase never reaches over the end of a sentence, nor into words in quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import prod
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST_PARTS: Final = 12
MOST_CHOICES: Final = 60
MOST_LOOSE: Final = 3
"""So many parts of a phrase may be left out or stand for any words: each makes finding it dearer."""
WIDEST_GAP: Final = 8
MOST_WAYS: Final = 1_000
"""So many ways to go on from one word, over all phrases of a set: a text has that word many times."""
LEAST_BEGINNING: Final = 3

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ALLOWED: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*\*?")
_LETTER: Final = re.compile(r"(?s).[\u0300-\u036f]*")
"""A letter with the marks that were set on it one by one."""
_APOSTROPHE: Final = re.compile(r"(?<=\w)’(?=\w)")
_CUT_OFF: Final = r"'(?!(?:[stnmk]|ie|em|er|r)\b)"
_QUOTED: Final = re.compile(
    r"“[^“”\n]{0,2000}”|„[^„”“\n]{0,2000}[”“]|«[^«»\n]{0,2000}»|\"[^\"\n]{1,2000}\""
    r"|‘(?:[^‘’\n]|(?<=\w)’(?=\w)){0,2000}’(?!\w)"
    rf"|(?<![\w'’]){_CUT_OFF}(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){{1,400}}'(?![\w'])"
)
"""Somebody's words: between marks of one kind, within a paragraph. An apostrophe that opens *'s morgens* is none."""

PLAIN, COMMA, BREAK = 2, 1, 0
"""What stands before a word: nothing but room, a comma or a dash, or the end of a sentence."""


class PhraseError(ValueError):
    """What is wrong with a phrase; ``code`` is ``phrase-broken`` or ``phrase-too-wide``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Part:
    """One of some words, or beginnings of words, or (where there are none) up to ``gap`` words of any kind."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0

    def fits(self, word: str) -> bool:
        """Whether a word in lower case is one of these."""
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True)
class Phrase:
    """A phrase ready to be looked for."""

    parts: tuple[Part, ...]

    @property
    def ways(self) -> int:
        """In how many ways it can go on, at most, from the word it begins with: how dear looking for it is."""
        return prod(part.gap + 1 if part.gap else 2 if part.optional else 1 for part in self.parts)

    @property
    def starts(self) -> frozenset[str]:
        """The words, and the first letters of beginnings, at which it is looked for."""
        first = self.parts[0]
        return first.words | {beginning[:LEAST_BEGINNING] + "*" for beginning in first.beginnings}

    def end(self, words: Words, at: int) -> int | None:
        """Number of the word after the phrase when it begins with word ``at``, else None."""
        return _end(self.parts, 0, words, at, at)


@dataclass(frozen=True)
class Words:
    """The words of a text in lower case, with where each starts and ends and what stands before it."""

    words: Sequence[str]
    spans: Sequence[tuple[int, int]]
    joints: Sequence[int]

    def sentences(self) -> list[int]:
        """For each word, the number of the sentence that it stands in."""
        return list(accumulate(joint == BREAK for joint in self.joints))


def parse(text: str) -> Phrase:
    """Read a phrase. Raises `PhraseError`."""
    parts = tuple(_part(written) for written in text.split())
    if not parts or parts[0].gap or parts[0].optional or parts[-1].gap:
        raise PhraseError("phrase-broken")
    loose = sum(1 for part in parts if part.optional or part.gap)
    if len(parts) > MOST_PARTS or loose > MOST_LOOSE:
        raise PhraseError("phrase-too-wide")
    return Phrase(parts)


def _part(written: str) -> Part:
    if written.startswith("~"):
        width = written[1:]
        if not (width.isascii() and width.isdigit() and int(width[:4]) > 0):
            raise PhraseError("phrase-broken")
        if int(width[:4]) > WIDEST_GAP:
            raise PhraseError("phrase-too-wide")
        return Part(gap=int(width))
    optional = written.startswith("[")
    if optional != written.endswith("]"):
        raise PhraseError("phrase-broken")
    choices = (written[1:-1] if optional else written).split("/")
    if len(choices) > MOST_CHOICES:
        raise PhraseError("phrase-too-wide")
    if any(choice != choice.lower() or not _ALLOWED.fullmatch(choice) for choice in choices):
        raise PhraseError("phrase-broken")
    beginnings = tuple(choice[:-1] for choice in choices if choice.endswith("*"))
    if any(len(beginning) < LEAST_BEGINNING for beginning in beginnings):
        raise PhraseError("phrase-too-wide")
    return Part(frozenset(choice for choice in choices if not choice.endswith("*")), beginnings, optional)


def _end(parts: tuple[Part, ...], number: int, words: Words, at: int, first: int) -> int | None:
    """Where the rest of a phrase ends when it goes on at a word. Parts that are loose are few, so this stays short."""
    if number == len(parts):
        return at
    part = parts[number]
    if part.gap:
        for beyond in range(at, at + part.gap + 1):
            if beyond >= len(words.words) or words.joints[beyond] == BREAK:
                return None
            end = _end(parts, number + 1, words, beyond, beyond)
            if end is not None:
                return end
        return None
    joined = at == first or (at < len(words.words) and words.joints[at] == PLAIN)
    if at < len(words.words) and joined and part.fits(words.words[at]):
        end = _end(parts, number + 1, words, at + 1, first)
        if end is not None:
            return end
    return _end(parts, number + 1, words, at, first) if part.optional else None


class Finder(Generic[T]):
    """Phrases by what they begin with, each with what is handed back when it is found."""

    def __init__(self, phrases: Iterable[tuple[Phrase, T]]) -> None:
        self._by_word: dict[str, list[tuple[Phrase, T]]] = {}
        self._by_beginning: dict[str, list[tuple[Phrase, T]]] = {}
        for phrase, what in phrases:
            for word in phrase.parts[0].words:
                self._by_word.setdefault(word, []).append((phrase, what))
            for beginning in {beginning[:LEAST_BEGINNING] for beginning in phrase.parts[0].beginnings}:
                self._by_beginning.setdefault(beginning, []).append((phrase, what))

    def find(self, words: Words) -> Iterator[tuple[T, int, int]]:
        """What was found, with the numbers of its first word and of the word after its last."""
        for at, word in enumerate(words.words):
            for phrase, what in (*self._by_word.get(word, ()), *self._by_beginning.get(word[:LEAST_BEGINNING], ())):
                end = phrase.end(words, at)
                if end is not None:
                    yield what, at, end


def split(text: str) -> Words:
    """The words of a text outside quotation marks. Places are those in the text as it was given."""
    plain, places = _composed(text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    joints: list[int] = []
    last = 0
    for start, end in _outside(plain):
        fresh = True
        for found in _WORD.finditer(plain, start, end):
            words.append(found.group().lower())
            spans.append((_place(places, found.start()), _place(places, found.end())))
            joints.append(BREAK if fresh else _joint(plain[last : found.start()]))
            last, fresh = found.end(), False
    return Words(words, spans, joints)


def _composed(text: str) -> tuple[str, Sequence[int] | None]:
    """The text in composed form with straight apostrophes within words, and where each letter stood (None: the same).

    Quotation marks are found first, so a curly one that is no apostrophe stays.
    """
    places: list[int] | None = None
    if not unicodedata.is_normalized("NFC", text):
        pieces: list[str] = []
        places = []
        for found in _LETTER.finditer(text):
            piece = unicodedata.normalize("NFC", found.group())
            pieces.append(piece)
            places += [found.start()] * len(piece)
        places.append(len(text))
        text = "".join(pieces)
    return _APOSTROPHE.sub("'", text), places


def _place(places: Sequence[int] | None, at: int) -> int:
    return at if places is None else places[at]


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are not somebody's words between quotation marks, paragraph by paragraph."""
    first = 0
    while first <= len(text):
        last = text.find("\n", first)
        last = len(text) if last < 0 else last
        at = first
        for quoted in _QUOTED.finditer(text, first, last):
            yield at, quoted.start()
            at = quoted.end()
        yield at, last
        first = last + 1


def _joint(between: str) -> int:
    if not between.strip(" \t\u00a0-'"):
        return PLAIN
    return COMMA if not between.strip(" \t\u00a0-',–—…/") else BREAK
