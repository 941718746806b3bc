"""Names of people in a text, and what makes it certain which pupil a text is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from portfolio_app.domain.names import suggestions
from portfolio_app.domain.privacy import Kind, Setting, word_of
from portfolio_app.domain.privacy_words import Tokens, WordList, fold, parts_of, sentence_starts

PARTICLES: Final = frozenset(
    (
        "van",
        "von",
        "de",
        "den",
        "der",
        "het",
        "ter",
        "ten",
        "te",
        "el",
        "al",
        "di",
        "da",
        "du",
        "la",
        "le",
        "ben",
        "bin",
    )
)
_LONGEST_NAME: Final = 5
_REACH: Final = 300
"""In a file lines are broken anywhere: so many characters around a word are its surroundings."""
_MOST_NAMES: Final = 5_000
_SHORT: Final = 3
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_NUMBERED: Final = re.compile(r"^[\s\d.)\-*\u2022]+|\d+")
_HEADS: Final = frozenset(
    "naam name leerling leerlingen voornaam roepnaam achternaam pupil student nr klas class".split()  # noqa: SIM905
)
"""Heads of columns, which are nobody's name."""
_CLASS_CODE: Final = re.compile(
    r"(?<![^\W_])(?:[1-6] ?(?:vmbo|mavo|havo|vwo|gymnasium|atheneum|gym|ath|bk|kb|bb|tl|gl|gt)(?:[- ]?[a-z0-9]{1,2})?"
    r"|(?:klas|groep|class|year|grade) [1-8][a-z]{0,2}\d?"
    r"|[bkgtmhv][1-6][a-z0-9]?|a[1356][a-z0-9]?)(?![^\W_])"
)
_CLASS_CODE_LOUD: Final = re.compile(
    r"(?<![^\W_])(?:[1-6] ?(?:VMBO|MAVO|HAVO|VWO|GYM|BK|KB|BB|TL|GL|GT)(?:[- ]?[A-Za-z0-9]{1,2})?"
    r"|(?:Klas|Groep|Class|Year|Grade) [1-8][a-z]{0,2}\d?|[BKGTMHV][1-6][a-z])(?![^\W_])"
)
_INITIALS: Final = re.compile(
    r"(?<![^\W_])[A-Z]\.(?: ?[A-Z]\.){0,4}(?: (?:van|de|der|den|ter|te|el|al)){0,3} [A-Z][^\W\d_]{1,40}"
)


@dataclass(frozen=True)
class Span:
    """A half-open range of a text that is something, with the reason why."""

    kind: Kind
    start: int
    end: int
    reason: str
    doubtful: bool = False


class Capital(Enum):
    """Where a name must have its capital to be one: family names in a text, names that are words everywhere."""

    NEVER = 0
    IN_TEXT = 1
    ALWAYS = 2


@dataclass(frozen=True)
class People:
    """People who are known by name: those of a class list, and those for whom something stands in.

    Held in memory only, by whoever looks.
    """

    names: WordList[tuple[Kind, Capital, int]] = field(default_factory=lambda: WordList[tuple[Kind, Capital, int]](()))

    @classmethod
    def of(cls, class_list: Iterable[str], known: Iterable[str], ambiguous: frozenset[str]) -> People:
        """People by their names. A family name by itself, and a name that is a word too, must have a capital."""
        entries: dict[str, tuple[Kind, Capital, int]] = {}
        for kind, names in ((Kind.CLASS_LIST, class_list), (Kind.KNOWN_NAME, known)):
            for name in names:
                for place, spelling in enumerate(suggestions(name)):
                    is_word = len(spelling) <= _SHORT or fold(spelling) in ambiguous
                    capital = Capital.ALWAYS if is_word else Capital.IN_TEXT if place > 1 else Capital.NEVER
                    for genitive in ("", "s"):
                        entries.setdefault(word_of(spelling) + genitive, (kind, capital, len(genitive)))
        return cls(WordList((word, what) for word, what in entries.items() if _sought(word)))


def class_names(text: str) -> tuple[str, ...]:
    """The names in a class list as it was pasted: one on a line, also as ``Vries, Sanne de`` or with columns."""
    found: dict[str, None] = {}
    for line in text.splitlines()[:_MOST_NAMES]:
        columns = [column.strip(" \"'") for column in re.split(r"[;\t]", line[:400])]
        cells = [column for column in columns if _LETTERS.search(column)]
        if not cells or fold(cells[0]) in _HEADS:
            continue
        # First name and family name may have a column each.
        two = len(cells[0].split()) == 1 and len(cells) > 1 and not re.search(r"[\d@]", cells[1])
        whole = cells[:2] if two else cells[:1]
        before, _, after = " ".join(whole).partition(",")
        name = " ".join(f"{_NUMBERED.sub(' ', after)} {_NUMBERED.sub(' ', before)}".split())
        if len(word_of(name)) > 1:
            found[name] = None
    return tuple(found)


def _sought(word: str) -> bool:
    try:
        return len(word) > 1 and bool(parts_of(word))
    except ValueError:
        return False


def known_people(words: Tokens, people: People) -> Iterator[Span]:
    """Where somebody stands who is known by name, the longest name first."""
    last = 0
    for (kind, capital, cut), first, end in sorted(people.names.find(words), key=lambda found: (found[1], -found[2])):
        asked = capital is Capital.ALWAYS or (capital is Capital.IN_TEXT and not words.quiet)
        if first >= last and (not asked or words.capital(first)):
            last = end
            yield Span(kind, words.starts[first], words.ends[end - 1] - cut, kind.value.replace("_", "-"))


@dataclass(frozen=True)
class NameRules:
    """What tells a name: words before it, first names, those that are words too, and what is nobody's name."""

    cues: WordList[None]
    first: frozenset[str]
    ambiguous: frozenset[str]
    never: frozenset[str]
    unless: WordList[None]
    endings: tuple[str, ...]
    colleagues: WordList[None]


def cued_names(words: Tokens, rules: NameRules, setting: Setting) -> Iterator[Span]:
    """Where a capital follows a word for a pupil (``leerling Sanne``)."""
    for _, _, end in rules.cues.find(words):
        if (
            end < len(words.words)
            and _blank(words, end - 1)
            and words.capital(end)
            and _may_be(words, end, rules, setting)
        ):
            yield Span(Kind.CUED_NAME, words.starts[end], words.ends[_whole(words, end, rules) - 1], "cued-name")


def first_names(words: Tokens, rules: NameRules, setting: Setting) -> Iterator[Span]:
    """Where a first name stands; one that is a word too only in the middle of a sentence."""
    sought = [number for number, word in enumerate(words.words) if word in rules.first or _genitive(word, rules)]
    if not sought:
        return
    begins = sentence_starts(words)
    public = {number for _, first, end in rules.unless.find(words) for number in range(first, end)}
    beside = {end for _, _, end in rules.colleagues.find(words)}
    last = 0
    for number in sought:
        if number < last or number in public or _in_date(words, number) or not _may_be(words, number, rules, setting):
            continue
        doubted = words.words[number] in rules.ambiguous
        title = words.written(number).istitle()
        if not (title or (setting.file_name and not doubted)) or (doubted and (begins[number] or setting.file_name)):
            continue
        genitive = words.words[number] not in rules.first
        last = number + 1 if genitive else _whole(words, number, rules)
        if words.words[last - 1].endswith(rules.endings):
            continue
        colleague = number in beside or words.words[number] in setting.colleagues
        reason = "colleague" if colleague else "first-name"
        yield Span(Kind.FIRST_NAME, words.starts[number], words.ends[last - 1] - genitive, reason, colleague)


def _genitive(word: str, rules: NameRules) -> bool:
    """Whether a word is a name with the s of what is somebody's (``Fennas schrift``)."""
    return word[-1:] == "s" and word[:-1] in rules.first and word[:-1] not in rules.ambiguous


def _in_date(words: Tokens, number: int) -> bool:
    """Whether a word stands beside a number as the name of a month does (``16 Jan 2024``)."""
    before = number > 0 and words.words[number - 1].isdecimal() and _blank(words, number - 1)
    after = number + 1 < len(words.words) and words.words[number + 1].isdecimal() and _blank(words, number)
    return len(words.words[number]) <= 3 and (before or after)


def _may_be(words: Tokens, number: int, rules: NameRules, setting: Setting) -> bool:
    word = words.words[number]
    if len(word) < 2 or word.isdigit() or word in setting.owner or word in rules.never:
        return False
    return word not in setting.stand_ins


def _blank(words: Tokens, number: int) -> bool:
    """Whether nothing but a blank or a hyphen stands between a word and the next one."""
    return number + 1 < len(words.words) and words.between(number) in (" ", "\u00a0", "-", "_", "  ")


def _whole(words: Tokens, first: int, rules: NameRules) -> int:
    """The number of the word after a name that begins at a word, its family name included."""
    end = first + 1
    at = first
    while at - first < _LONGEST_NAME and _blank(words, at):
        at += 1
        if words.capital(at) and words.words[at] not in rules.never and len(words.words[at]) > 1:
            end = at + 1
        elif words.words[at] not in PARTICLES:
            break
    return end


def class_codes(text: str) -> Iterator[Span]:
    """Where the name of a class stands."""
    for pattern in (_CLASS_CODE, _CLASS_CODE_LOUD):
        for match in pattern.finditer(text):
            yield Span(Kind.CLASS_CODE, *match.span(), "class-code")


def initials(text: str) -> Iterator[Span]:
    """Where initials and a family name stand."""
    if "." in text:
        for match in _INITIALS.finditer(text):
            yield Span(Kind.INITIALS, *match.span(), "initials")


class Surroundings:
    """Which places of a text are in the surroundings of each other: a paragraph, in a file so many characters."""

    def __init__(self, text: str, *, in_file: bool, marks: Iterable[int]) -> None:
        between = "\n\n" if in_file else "\n"
        self._breaks: Sequence[int] = [found.start() for found in re.finditer(between, text)]
        self._reach = _REACH if in_file else len(text)
        self._marks: Sequence[int] = sorted(marks)

    def __bool__(self) -> bool:
        return bool(self._marks)

    def marked(self, start: int, end: int) -> bool:
        """Whether a mark stands in the surroundings of a range."""
        for at in self._nearest(start):
            low, high = (at, start) if at < start else (end, at)
            if high - low <= self._reach and bisect_left(self._breaks, low) == bisect_left(self._breaks, high):
                return True
        return False

    def _nearest(self, start: int) -> Iterator[int]:
        """The marks before and after a place. A farther one can't be in its surroundings when these are not."""
        place = bisect_left(self._marks, start)
        yield from self._marks[max(0, place - 1) : place + 1]
