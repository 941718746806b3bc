"""Looks through a text for everything that must not leave, in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portfolio_app.domain import privacy_numbers as numbers
from portfolio_app.domain import privacy_people as persons
from portfolio_app.domain.privacy import Finding, Kind, Level, PrivacyRule, PrivacySet, Setting, heaviest
from portfolio_app.domain.privacy_numbers import Cues
from portfolio_app.domain.privacy_people import NameRules, People, Span, Surroundings
from portfolio_app.domain.privacy_words import Tokens, WordList, fold, tokens

_ORDER: Final = {kind: place for place, kind in enumerate((
    Kind.IBAN, Kind.BSN, Kind.EDUCATION_NUMBER, Kind.NATIONAL_NUMBER, Kind.TOKEN, Kind.EMAIL, Kind.BIRTH_DATE,
    Kind.PHONE, Kind.DOCUMENT_NUMBER, Kind.DATE, Kind.POSTCODE, Kind.CLASS_LIST, Kind.KNOWN_NAME, Kind.CUED_NAME,
    Kind.FIRST_NAME, Kind.CLASS_CODE, Kind.SPECIAL, Kind.SYSTEM, Kind.INITIALS, Kind.OWN,
))}  # fmt: skip
"""What was found first hides what was found later in the same signs: an account number holds a telephone number."""
_ECK: Final = re.compile(r"https?://(?:[\w-]{1,30}\.)?ketenid\.nl/[^\s\"<>]{1,200}", re.IGNORECASE)
_PAPERS: Final = re.compile(r"(?<![^\W_])(?:[A-NP-Z]{2}[A-NP-Z0-9]{6}\d|\d{10})(?![^\W_])")


@dataclass(frozen=True)
class Rules:
    """The rules of all sets put together, ready to look with; made once, used often."""

    levels: Mapping[Kind, Level]
    doubtful: Mapping[Kind, Level]
    cues: Mapping[Kind, Cues]
    other_numbers: Cues
    words: Mapping[Kind, WordList[PrivacyRule]]
    names: NameRules
    pupils: WordList[None]
    not_postcodes: frozenset[str]
    token: re.Pattern[str] | None

    @classmethod
    def of(cls, sets: Iterable[PrivacySet]) -> Rules:
        """Rules of all sets."""
        rules = [rule for item in sets for rule in item.rules]
        by_kind = {kind: [rule for rule in rules if rule.kind is kind] for kind in Kind}
        levels = {kind: heaviest(rule.level for rule in of) or Level.WARN for kind, of in by_kind.items()}
        doubtful = {kind: heaviest(rule.doubtful for rule in of) or levels[kind] for kind, of in by_kind.items()}
        keys = sorted(_all(by_kind[Kind.TOKEN], "words"))
        token = rf"[?&](?:{'|'.join(map(re.escape, keys))})=[^\s&#\"<>]{{3,200}}"
        return cls(
            levels,
            doubtful,
            {kind: Cues(_all(of, "cues")) for kind, of in by_kind.items()},
            Cues(_all(by_kind[Kind.BSN], "unless")),
            {
                kind: WordList((word, rule) for rule in by_kind[kind] for word in (*rule.words, *rule.ambiguous))
                for kind in (Kind.SPECIAL, Kind.SYSTEM, Kind.OWN)
            },
            _name_rules(by_kind),
            _list(_all(by_kind[Kind.PUPIL], "words")),
            frozenset(_all(by_kind[Kind.POSTCODE], "unless")),
            re.compile(token, re.IGNORECASE) if keys else None,
        )

    def find(self, kind: Kind, text: str, start: int, end: int, reason: str, doubtful: bool = False) -> Finding:
        """A finding with the weight that the rules give it."""
        level = (self.doubtful if doubtful else self.levels)[kind]
        return Finding(kind, level, start, end, reason, text[start:end])


def _all(rules: Iterable[PrivacyRule], name: str) -> list[str]:
    return [word for rule in rules for word in getattr(rule, name)]


def _list(words: Iterable[str]) -> WordList[None]:
    return WordList((word, None) for word in words)


def _name_rules(rules: Mapping[Kind, list[PrivacyRule]]) -> NameRules:
    first, cued = rules[Kind.FIRST_NAME], rules[Kind.CUED_NAME]
    ambiguous = frozenset(map(fold, _all(first, "ambiguous")))
    unless = _all(first, "unless")
    return NameRules(
        cues=_list(_all(cued, "cues")),
        first=frozenset(map(fold, _all(first, "words"))) | ambiguous,
        ambiguous=ambiguous,
        never=frozenset(map(fold, _all(cued, "unless"))),
        unless=_list(word for word in unless if not word.startswith("*")),
        endings=tuple(fold(word[1:]) for word in unless if word.startswith("*")),
        colleagues=_list(_all(first, "cues")),
    )


def look(text: str, rules: Rules, setting: Setting | None = None, people: People | None = None) -> tuple[Finding, ...]:
    """Everything in a text, in the order in which it stands there. Takes as long as the text is."""
    setting = setting or Setting()
    if not text or text.isspace():
        return ()
    words = tokens(text, quiet=setting.file_name)
    found = [*_numbers(text, rules, setting), *_addresses(text, rules, setting)]
    found += _people(text, words, rules, setting, people or People())
    return tuple(sorted(_apart(found, len(text)), key=lambda finding: (finding.start, finding.end)))


def _apart(found: list[Finding], length: int) -> Iterator[Finding]:
    """Findings that share no sign with a weightier kind."""
    taken = bytearray(length)
    for finding in sorted(found, key=lambda finding: (_ORDER[finding.kind], finding.start)):
        if not any(taken[finding.start : finding.end]):
            taken[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
            yield finding


def _numbers(text: str, rules: Rules, setting: Setting) -> Iterator[Finding]:
    if not numbers.has_digits(text):
        return

    whole = text
    text, places = numbers.visible(whole)

    def make(kind: Kind, start: int, end: int, reason: str, doubtful: bool = False) -> Finding:
        return rules.find(kind, whole, places[start], places[end - 1] + 1, reason, doubtful)

    for start, end in numbers.ibans(text):
        yield make(Kind.IBAN, start, end, "iban")
    cues = rules.cues
    yield from numbers.nine_digits(text, cues[Kind.BSN], cues[Kind.EDUCATION_NUMBER], rules.other_numbers, make)
    yield from numbers.belgian(text, make)
    for start, end in numbers.birth_dates(text, cues[Kind.BIRTH_DATE]):
        yield make(Kind.BIRTH_DATE, start, end, "birth-date")
    for match in numbers.phones(text):
        yield make(Kind.PHONE, *match.span(), "phone")
    for start, end in numbers.childhood_dates(text, setting.day):
        yield make(Kind.DATE, start, end, "childhood-date")
    for match in numbers.postcodes(text, rules.not_postcodes):
        yield make(Kind.POSTCODE, *match.span(), "postcode")
    for match in _PAPERS.finditer(text):
        if cues[Kind.DOCUMENT_NUMBER].near(text, *match.span()):
            yield make(Kind.DOCUMENT_NUMBER, *match.span(), "document-number")


def _addresses(text: str, rules: Rules, setting: Setting) -> Iterator[Finding]:
    for match in numbers.emails(text):
        if not numbers.own_address(match.group(), setting):
            yield rules.find(Kind.EMAIL, text, *match.span(), "email")
    if rules.token is not None and "=" in text:
        for match in rules.token.finditer(text):
            yield rules.find(Kind.TOKEN, text, match.start() + 1, match.end(), "token")
    for match in _ECK.finditer(text) if "ketenid" in text.lower() else ():
        yield rules.find(Kind.DOCUMENT_NUMBER, text, *match.span(), "eck")


def _people(text: str, words: Tokens, rules: Rules, setting: Setting, people: People) -> Iterator[Finding]:
    names: list[Span] = [
        *persons.known_people(words, people),
        *persons.cued_names(words, rules.names, setting),
        *persons.first_names(words, rules.names, setting),
    ]
    codes = list(persons.class_codes(text))
    for span in (*names, *codes):
        yield rules.find(span.kind, text, span.start, span.end, span.reason, span.doubtful)
    in_file = setting.in_file and not setting.file_name
    if codes:
        near = Surroundings(text, in_file=in_file, marks=(span.start for span in codes))
        for span in persons.initials(text):
            if near.marked(span.start, span.end):
                yield rules.find(span.kind, text, span.start, span.end, span.reason)
    yield from _special(text, words, rules, in_file, [*names, *codes])
    outside = not (setting.in_file or setting.file_name)
    for _, first, end in rules.words[Kind.SYSTEM].find(words):
        yield rules.find(Kind.SYSTEM, text, words.starts[first], words.ends[end - 1], "system", outside)
    for rule, first, end in rules.words[Kind.OWN].find(words):
        start, stop = words.starts[first], words.ends[end - 1]
        yield Finding(Kind.OWN, rule.level or Level.WARN, start, stop, "own", text[start:stop], rule)


def _special(text: str, words: Tokens, rules: Rules, in_file: bool, spans: list[Span]) -> Iterator[Finding]:
    """What is nobody else's business, in the surroundings of a pupil."""
    hits = [(words.starts[first], words.ends[end - 1]) for _, first, end in rules.words[Kind.SPECIAL].find(words)]
    if not hits:
        return
    marks = [span.start for span in spans if not span.doubtful]
    marks += [words.starts[first] for _, first, _ in rules.pupils.find(words)]
    near = Surroundings(text, in_file=in_file, marks=marks)
    for start, end in hits:
        if near.marked(start, end):
            yield rules.find(Kind.SPECIAL, text, start, end, "special")
