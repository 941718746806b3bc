"""Language signals: words that often hide an assumption, each with one question. Never a diagnosis, never a count.

They are asked for by the writer, are at most three, and are kept nowhere; only what she does not want to see again is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from portfolio_app.domain.phrases import Finder, Phrase, Words, parse, split
from portfolio_app.domain.sets import ContentSet, Texts

MOST: Final = 3
WHOLE: Final = 20_000
"""So many characters are looked through for the language of a text."""
CLEAR: Final = 4


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TELLING: Final[dict[str, frozenset[str]]] = {
    "nl": _set(
        "de het een en ik niet dat die ze zij hij wij je jij mijn van voor met maar ook naar bij nog dan als er geen"
        " heb waren werd worden wordt omdat toen deze dit hun hem haar uit aan op om wat zijn"
    ),
    "en": _set(
        "the a an and not that this they he she you my for with but also to from still then if there no have"
        " were are because when these their him her out at on by it its be been would could"
    ),
}
"""Small words that tell a language; those that both have (*was*, *we*, *of*) are left out."""


@dataclass(frozen=True, kw_only=True)
class SignalKind:
    """One kind of signal: its phrases and its question, in which ``{word}`` stands for what was found.

    The lowest ``rank`` is shown first; where a signal of the kind ``beside`` stands in the same sentence it counts as
    ``rank_beside``. ``unless`` are phrases in which the words mean something else. ``negated`` says that a denial
    before the words makes them a good sign, so that nothing is asked. A kind that ``assumes`` says how things are or
    must be, so that sentences with it may be beliefs when they keep coming back.
    """

    key: str
    name: Texts
    ask: Texts
    rank: int
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    beside: str = ""
    rank_beside: int = 0
    negated: bool = False
    assumes: bool = False


@dataclass(frozen=True, kw_only=True)
class SignalSet(ContentSet):
    """The signals of one language; ``denials`` are the phrases that deny what follows them.

    ``stems`` are phrases that begin or turn a sentence about what somebody takes to be so, ``common`` the words that
    say nothing about what a sentence is about.
    """

    lang: str
    kinds: tuple[SignalKind, ...]
    denials: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signal:
    """Words of a text (half-open range of characters) with the kind that asks about them.

    ``word`` is how a phrase is dismissed. What stands in its gaps is left out of it, for that may be a name.
    """

    kind: SignalKind
    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Dismissals:
    """What is not to be asked again: words and kinds anywhere, and words in one text (``place``, kind, word)."""

    words: frozenset[tuple[str, str]] = frozenset()
    kinds: frozenset[str] = frozenset()
    here: frozenset[tuple[str, str, str]] = frozenset()

    def silence(self, place: str, kind: str, word: str) -> bool:
        """Whether nothing is asked about a word in a text."""
        return kind in self.kinds or (kind, word) in self.words or (place, kind, word) in self.here


@dataclass(frozen=True)
class _Sought:
    kind: SignalKind
    phrase: Phrase
    exception: bool = False


@dataclass(frozen=True)
class Rules:
    """The signals of a language, ready to be looked for; made once, used often."""

    lang: str
    _finder: Finder[_Sought]
    _denials: tuple[tuple[str, ...], ...] = ()
    _stems: Finder[None] = field(default_factory=lambda: Finder[None](()))
    common: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lang: str, sets: Iterable[SignalSet]) -> Rules:
        """Rules of all sets of a language. Raises `PhraseError` for a phrase that was not checked."""
        chosen = [item for item in sets if item.lang == lang]
        kinds = [kind for item in chosen for kind in item.kinds]
        sought = [_Sought(kind, parse(words)) for kind in kinds for words in kind.phrases]
        sought += [_Sought(kind, parse(words), exception=True) for kind in kinds for words in kind.unless]
        denials = {tuple(words.split()) for item in chosen for words in item.denials}
        stems = Finder((parse(words), None) for item in chosen for words in item.stems)
        common = frozenset(word for item in chosen for word in item.common)
        return cls(lang, Finder((item.phrase, item) for item in sought), tuple(sorted(denials)), stems, common)

    def denied(self, words: Words, at: int) -> bool:
        """Whether the words before a word deny it."""
        return any(
            tuple(words.words[max(0, at - len(denial)) : at]) == denial
            and all(words.joints[at - before] for before in range(len(denial)))
            for denial in self._denials
        )

    def assuming(self, words: Words) -> list[tuple[bool, int]]:
        """Numbers of words in sentences that may be beliefs, and whether a stem stands there."""
        stems = [(True, first) for _, first, _ in self._stems.find(words)]
        return stems + [(False, first) for sought, first, _ in self.found(words) if sought.kind.assumes]

    def found(self, words: Words) -> list[tuple[_Sought, int, int]]:
        """What was found, without what means something else here and what was denied."""
        hits: list[tuple[_Sought, int, int]] = []
        excused: dict[str, set[int]] = {}
        for sought, first, last in self._finder.find(words):
            if sought.exception:
                excused.setdefault(sought.kind.key, set()).update(range(first, last))
            elif not (sought.kind.negated and self.denied(words, first)):
                hits.append((sought, first, last))
        return [hit for hit in hits if not excused.get(hit[0].kind.key, set()).intersection(range(hit[1], hit[2]))]


def signals(text: str, rules: Rules, dismissed: Dismissals | None = None, place: str = "") -> tuple[Signal, ...]:
    """At most three signals, in the order of the text: the weightiest of it, no word twice, none over another.

    What somebody said between quotation marks is not looked at. ``place`` names the text for what was dismissed in it.
    """
    words, silent = split(text), dismissed or Dismissals()
    found = [
        (sought, first, last, label)
        for sought, first, last in rules.found(words)
        if not silent.silence(place, sought.kind.key, label := _label(sought.phrase, words, first, last))
    ]
    sentences = words.sentences()
    kinds = {(sought.kind.key, sentences[first]) for sought, first, _, _ in found}
    order = sorted(found, key=lambda hit: (_rank(hit[0].kind, sentences[hit[1]], kinds), hit[1], -hit[2]))
    chosen: list[Signal] = []
    taken: set[int] = set()
    for sought, first, last, label in order:
        here = range(first, last)
        if taken.intersection(here) or any(one.word == label for one in chosen):
            continue
        taken.update(here)
        chosen.append(Signal(sought.kind, words.spans[first][0], words.spans[last - 1][1], label))
        if len(chosen) == MOST:
            break
    return tuple(sorted(chosen, key=lambda signal: signal.start))


def language(text: str, otherwise: str) -> str:
    """The language a text is clearly written in, else ``otherwise``."""
    words = split(text[:WHOLE]).words
    counts = {lang: sum(word in telling for word in words) for lang, telling in _TELLING.items()}
    most = max(counts, key=lambda lang: (counts[lang], lang == otherwise))
    rest = max((count for lang, count in counts.items() if lang != most), default=0)
    return most if counts[most] >= CLEAR and counts[most] > 2 * rest else otherwise


def _rank(kind: SignalKind, sentence: int, kinds: set[tuple[str, int]]) -> int:
    return kind.rank_beside if kind.beside and (kind.beside, sentence) in kinds else kind.rank


def _label(phrase: Phrase, words: Words, first: int, last: int) -> str:
    """The found words without what stood in gaps: *kan … niet*."""
    said: list[str] = []
    at = first
    for number, part in enumerate(phrase.parts):
        if part.gap:
            at = next(
                (beyond for beyond in range(at, last) if Phrase(phrase.parts[number + 1 :]).end(words, beyond) == last),
                at,
            )
            said.append("…")
        elif at < last and part.fits(words.words[at]):
            said.append(words.words[at])
            at += 1
    return " ".join(said)
