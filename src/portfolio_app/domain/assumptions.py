"""What keeps coming back in somebody's own texts and may be a belief: sentences that assume the same thing.

Never a diagnosis: what is found is a few sentences of her own beside each other. Two sentences belong together when
both say how things are or must be, and are about the same words. What she wrote on one day counts once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Final

from portfolio_app.domain.phrases import Words, split
from portfolio_app.domain.signals import Rules

MOST: Final = 2
OFTEN: Final = 3
"""In so many texts, of so many days, something has to come back."""
SHOWN: Final = 3
LONGEST: Final = 60
"""A sentence of more words says too much to be one belief."""
MOST_TELLING: Final = 6
"""So many words tell what a sentence is about: the rarest."""
LEAST_LETTERS: Final = 4
EVERYWHERE: Final = 8
"""A word that stands in more than one in so many texts says nothing about one of them (unless the texts are few)."""
FEW: Final = 12

_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {"nl": ("en", "e", "s"), "en": ("ing", "ed", "es", "s")}


@dataclass(frozen=True)
class Written:
    """A text of her own: where it stands and from which day it is."""

    kind: str
    id: str
    field: str
    text: str
    on: date
    lang: str


@dataclass(frozen=True)
class Said:
    """A sentence in a text (half-open range of characters)."""

    where: Written
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.where.text[self.start : self.end]


@dataclass(frozen=True)
class Recurring:
    """Sentences that come back, newest first; ``topic`` is what they have in common, to be dismissed by."""

    topic: str
    said: tuple[Said, ...]


@dataclass
class _Sentence:
    said: Said
    about: tuple[str, ...]
    stem: bool


@dataclass
class _Texts:
    number: int = 0
    spread: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    sentences: list[_Sentence] = field(default_factory=list[_Sentence])


def recurring(
    texts: Iterable[Written],
    rules: Callable[[str], Rules],
    *,
    known: Callable[[Said], bool] = lambda said: False,
    dismissed: Callable[[str], bool] = lambda topic: False,
) -> tuple[Recurring, ...]:
    """At most two things that come back in texts of three days or more, the most spread first.

    ``rules`` gives those of a language. What is ``known`` is a belief already.
    """
    read = _Texts()
    for written in texts:
        _read(written, rules(written.lang), read)
    every = _groups(read, known)
    # Sentences that were not to be suggested don't come back under another of their words.
    silent = {id(one) for topic, said in every.items() if dismissed(topic[1]) for one in said}
    left = {topic: [one for one in said if id(one) not in silent] for topic, said in every.items()}
    groups = {topic: said for topic, said in left.items() if _comes_back(said)}
    order = sorted(groups, key=lambda topic: (not topic[0], -len(_days(groups[topic])), topic[1]))
    chosen: list[Recurring] = []
    used: set[int] = set()
    for topic in order:
        said = groups[topic]
        if used.intersection(map(id, said)):
            continue
        used.update(map(id, said))
        newest = sorted(said, key=lambda one: (one.where.on, one.start), reverse=True)
        chosen.append(Recurring(topic[1], _one_a_text(newest)[:SHOWN]))
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def about(words: Words, text: str, first: int, last: int, rules: Rules) -> tuple[str, ...]:
    """What a stretch of words is about, cut down to their stems.

    Words with a capital are left out, at the beginning of a sentence too: a name is no part of a belief, and what is
    found may be remembered as not to be suggested.
    """
    found: dict[str, None] = {}
    for number in range(first, last):
        word, (start, _) = words.words[number], words.spans[number]
        if len(word) >= LEAST_LETTERS and word not in rules.common and not text[start].isupper():
            found.setdefault(stem(word, rules.lang))
    return tuple(found)


def stem(word: str, lang: str) -> str:
    """A word without its most common endings, so that *leert* aside one word looks like another of its kind."""
    for ending in _ENDINGS.get(lang, ()):
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_LETTERS - 1:
            word = word.removesuffix(ending)
            break
    doubled = len(word) > LEAST_LETTERS - 1 and word[-1] == word[-2] and word[-1] not in "aeiou"
    return word[:-1] if doubled else word


def _read(written: Written, rules: Rules, read: _Texts) -> None:
    words = split(written.text)
    read.number += 1
    read.spread.update({(rules.lang, stem(word, rules.lang)) for word in words.words if len(word) >= LEAST_LETTERS})
    numbers, bounds = words.sentences(), _bounds(words)
    marked: dict[int, bool] = {}
    for is_stem, first in rules.assuming(words):
        marked[numbers[first]] = marked.get(numbers[first], False) or is_stem
    for number, is_stem in marked.items():
        first, last = bounds[number]
        if last - first > LONGEST:
            continue
        said = Said(written, words.spans[first][0], words.spans[last - 1][1])
        read.sentences.append(_Sentence(said, about(words, written.text, first, last, rules), is_stem))


def _bounds(words: Words) -> dict[int, tuple[int, int]]:
    """For each sentence the number of its first word and of the one after its last."""
    bounds: dict[int, tuple[int, int]] = {}
    for at, number in enumerate(words.sentences()):
        bounds[number] = (bounds[number][0] if number in bounds else at, at + 1)
    return bounds


def _groups(read: _Texts, known: Callable[[Said], bool]) -> dict[tuple[bool, str], list[Said]]:
    """Sentences by what they have in common: one word where they begin like a belief, else two."""
    most = max(FEW, read.number // EVERYWHERE)
    fresh = [sentence for sentence in read.sentences if not known(sentence.said)]
    # Counted first, for nearly all topics come only once: so many lists would hold up the window when they are let go.
    often = Counter(topic for sentence in fresh for topic in _topics(sentence, read, most))
    groups: dict[tuple[bool, str], list[Said]] = defaultdict(list)
    for sentence in fresh:
        for topic in _topics(sentence, read, most):
            if often[topic] >= OFTEN:
                groups[topic].append(sentence.said)
    return groups


def _topics(sentence: _Sentence, read: _Texts, most: int) -> Iterator[tuple[bool, str]]:
    """What a sentence may have in common with another: its rarest words, each alone after a stem, else two of them."""
    lang = sentence.said.where.lang
    telling = [word for word in sentence.about if OFTEN <= read.spread[lang, word] <= most]
    telling = sorted(telling, key=lambda word: (read.spread[lang, word], word))[:MOST_TELLING]
    if sentence.stem:
        yield from ((True, f"{lang}:{word}") for word in telling)
    yield from ((False, f"{lang}:{one}+{other}") for one, other in combinations(sorted(telling), 2))


def _days(said: Iterable[Said]) -> set[date]:
    return {one.where.on for one in said}


def _comes_back(said: list[Said]) -> bool:
    return len(said) >= OFTEN and len({one.where.id for one in said}) >= OFTEN and len(_days(said)) >= OFTEN


def _one_a_text(said: Iterable[Said]) -> tuple[Said, ...]:
    """The first sentence of each text."""
    first: dict[str, Said] = {}
    for one in said:
        first.setdefault(one.where.id, one)
    return tuple(first.values())
