"""Numbers and addresses of people, found by how they are built and by the test that is in them.

Every pattern takes time that grows with the text alone: what repeats is bounded, and no two parts of a pattern can
match the same signs in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from portfolio_app.domain.privacy import Finding, Kind, Setting, word_of

NEAR: Final = 40
"""So many characters around a number are looked through for a word that says what it is."""
_BESIDE: Final = 24
"""The same where such signs stand between the digits as stand in much else."""
_YOUNGEST, _OLDEST = 3, 21

_GAP: Final = "(?:[ .\\-\u2010\u2011\u2013/_'\u2019\t\u00a0\u2007\u2009\u202f]|  )"
_BEFORE: Final = _GAP.removeprefix("(?:").removesuffix("|  )")
_GROUPS: Final = "[ .\\-\u2010\u2011\u2013\u00a0\u2007\u2009\u202f]"
_ALONE: Final = r"(?<![^\W_])(?<!\d[.,\-])(?<!\+)"
_OVER: Final = r"(?![^\W_]|[.,\-](?!0{1,2}(?!\d))\d)"
"""A table may show a number with zeros behind the point; what else follows a point makes it another number."""
_NINE: Final = re.compile(
    rf"{_ALONE}(?:\d{{9}}|\d{{4}}[ .\u00a0]\d{{2}}[ .\u00a0]\d{{3}}|\d{{3}}{_GROUPS}\d{{3}}{_GROUPS}\d{{3}})" + _OVER
)
_LOOSE: Final = re.compile(rf"(?<!\d)(?<!\d{_BEFORE})\d(?:{_GAP}?\d){{7,8}}(?!{_GAP}?\d)")
_BROKEN: Final = re.compile(r"(?<![^\W_])\d{2,7}[\-\u2010]?[ \t]*\r?\n[ \t]*\d{2,7}(?![^\W_])")
"""Digits that go on on the next line."""
_UNSEEN: Final = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20e3\ufe00-\ufe0f\ufeff]")
"""Signs between others that nobody sees, and marks upon them."""
_POINTED: Final = re.compile(r"(?<!\d)(?<!\d[.,:|])\d(?:(?: ?[,:|] ?)?\d){7,8}(?![^\W_]|(?: ?[,:|] ?)\d)")
"""Digits with commas, colons or bars between them: a number of somebody only where a word right beside it says so."""
_DRESSED: Final = re.compile(
    "[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24ff"
    "\u2776-\u277e\u2780-\u2788\u278a-\u2792\U0001f100-\U0001f10a]"
)
"""Digits that are raised, lowered, in a circle or in brackets."""
_NOTE: Final = re.compile(f"(?<=\\d){_DRESSED.pattern}{{1,2}}(?!\\d|{_DRESSED.pattern})")
_BELGIAN: Final = re.compile(r"(?<![^\W_])(?<!\d[.\-])\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}(?![^\W_]|[.\-]\d)")
_IBAN: Final = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?=[ \-\u00a0.]?[A-Za-z0-9])")
_IBAN_GAP: Final = " -\u00a0."
_EMAIL: Final = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}\.[A-Za-z]{2,24}(?!\w)"
)
_PHONE: Final = re.compile(
    r"(?<![^\W_])(?<!\+)(?<!\d[.\-])"
    r"(?:(?:\+31|0031)[ .\-]?(?:\(0\)[ .\-]?)?|\(?0)[1-9](?:[ .()\-\u2013/\u00a0]{0,3}\d){8}(?![^\W_]|[.,\-]\d)"
)
_FOREIGN: Final = re.compile(
    r"(?<![^\W_])(?<!\+)(?:\+|00)(?!31)(?:3[02-9]|4[0-9]|35\d|37\d|38\d|42\d)(?:[ .()\-/\u00a0]{0,2}\d){6,11}(?![^\W_])"
)
_NO_PHONE: Final = re.compile(
    r"\(?0?\d{1,2}[.:]\d{2} ?[-\u2013] ?\d{1,2}[.:]\d{2}|\d{1,2}[ ./\-]\d{1,2}[ ./\-](?:19|20)\d{2}"
)
"""Hours of a lesson, or a day: as many digits in a row, and nobody's telephone."""
_POSTCODE: Final = re.compile(r"(?<![^\W_])(?P<number>[1-9]\d{3})[ \u00a0]?(?P<letters>(?!SA|SD|SS)[A-Z]{2})(?![^\W_])")
_DAY: Final = re.compile(
    r"(?<![^\W_])(?<!\d[.\-/])(?P<day>0?[1-9]|[12]\d|3[01])(?P<gap>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=gap)"
    r"(?P<year>(?:19|20)\d{2})(?![^\W_]|[.\-/]\d)"
)
_DIGIT: Final = re.compile(r"\d")

_MONTHS: Final = (
    "jan(?:uari|uary)?|feb(?:ruari|ruary)?|mrt|maart|mar(?:ch)?|apr(?:il)?|mei|may|jun[ei]?|jul[iy]?|"
    "aug(?:ustus|ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_BIRTH: Final = re.compile(
    rf"[^\d\n]{{0,15}}(?P<day>(?:\d{{1,2}}[ ./\-](?:\d{{1,2}}|{_MONTHS})\.?[ ./\-](?:\d{{4}}|\d{{2}})"
    rf"|(?:19|20)\d{{2}}-\d{{1,2}}-\d{{1,2}}|(?:{_MONTHS})\.? \d{{1,2}},? \d{{4}}))(?!\d)",
    re.IGNORECASE,
)

IBAN_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "BY": 28, "CH": 21,
    "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18,
    "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23,
    "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27,
    "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PT": 25, "QA": 29, "RO": 24,
    "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip
"""How many signs an account number of a country has."""


class Cues:
    """Words beside which a number is what they say."""

    def __init__(self, entries: Iterable[str]) -> None:
        ways = sorted(map(self._way, entries), key=lambda way: -len(way))
        either = rf"(?<![^\W\d_])(?:{'|'.join(ways)})(?![^\W\d_])"
        self._pattern = re.compile(either, re.IGNORECASE) if ways else None

    @staticmethod
    def _way(entry: str) -> str:
        words = re.escape(entry.removesuffix("*")).replace(r"\ ", r"[ \-]?")
        return words + (r"[^\W\d_]*" if entry.endswith("*") else "")

    def near(self, text: str, start: int, end: int, reach: int = NEAR) -> bool:
        """Whether one stands near a range of a text, before it or after it."""
        if self._pattern is None:
            return False
        # A cue may be cut by the edge of what is looked through, but not be a part of a longer word there.
        before, after = text[max(0, start - reach) : start], text[end : end + reach]
        return bool(self._pattern.search(before) or self._pattern.search(after))

    def before(self, text: str, start: int, reach: int = NEAR) -> bool:
        """Whether one stands before a place in a text."""
        return self._pattern is not None and bool(self._pattern.search(text[max(0, start - reach) : start]))

    def all(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where one stands."""
        return self._pattern.finditer(text) if self._pattern is not None else iter(())


def visible(text: str) -> tuple[str, Sequence[int]]:
    """A text without signs that nobody sees, and where each sign that is left stands in it.

    A digit that is raised, lowered or in a circle is the digit it shows, but for the mark of a note after a number.
    """
    if _UNSEEN.search(text) is None and _DRESSED.search(text) is None:
        return text, range(len(text))
    places = [at for at, sign in enumerate(text) if not _UNSEEN.match(sign)]
    seen = "".join(text[at] for at in places)
    return _DRESSED.sub(_plain, _NOTE.sub(lambda note: " " * len(note.group()), seen)), places


def _plain(dressed: re.Match[str]) -> str:
    return str(unicodedata.digit(dressed.group()))


def digits(text: str) -> list[int]:
    """The digits in a text, in whatever script they stand."""
    return [int(sign) for sign in text if sign.isdecimal()]


def eleven(number: list[int]) -> int:
    """What is left of nine digits in the test by eleven: 0 for a citizen's number, 5 for a pupil's."""
    return (sum((9 - at) * digit for at, digit in enumerate(number[:8])) - number[8]) % 11


def is_bsn(number: list[int]) -> bool:
    """Whether digits may be a citizen service number: nine, or eight of which the zero in front was dropped."""
    whole = [0, *number] if len(number) == 8 else number
    return len(whole) == 9 and any(whole) and eleven(whole) == 0


def is_education_number(number: list[int]) -> bool:
    """Whether digits may be the number that a pupil without a citizen service number has."""
    return len(number) == 9 and number[:2] == [1, 0] and eleven(number) == 5


def is_belgian(number: list[int]) -> bool:
    """Whether digits may be a Belgian national number."""
    if len(number) != 11:
        return False
    value = int("".join(map(str, number)))
    birth, check = divmod(value, 100)
    month, day = birth // 100_000 % 100, birth // 1_000 % 100
    if month % 20 > 12 or month > 52 or day > 31:
        return False
    return check in (97 - birth % 97, 97 - (2_000_000_000 + birth) % 97)


def iban_end(text: str, start: int) -> int | None:
    """Where the account number ends that begins at a place, or None where there is none."""
    length = IBAN_LENGTHS.get(text[start : start + 2].upper())
    if length is None:
        return None
    signs: list[str] = []
    at = start
    while at < len(text) and len(signs) < length:
        sign = text[at]
        if sign.isascii() and sign.isalnum():
            signs.append(sign.upper())
        elif sign not in _IBAN_GAP or text[at - 1] in _IBAN_GAP:
            return None
        at += 1
    if len(signs) < length or (at < len(text) and text[at].isalnum()):
        return None
    turned = "".join(str(int(sign, 36)) for sign in (*signs[4:], *signs[:4]))
    return at if int(turned) % 97 == 1 else None


def ibans(text: str) -> list[tuple[int, int]]:
    """Where account numbers stand."""
    found: list[tuple[int, int]] = []
    for match in _IBAN.finditer(text):
        end = iban_end(text, match.start())
        if end is not None:
            found.append((match.start(), end))
    return found


def emails(text: str) -> Iterator[re.Match[str]]:
    """Where addresses stand."""
    return _EMAIL.finditer(text) if "@" in text else iter(())


def phones(text: str) -> Iterator[re.Match[str]]:
    """Where telephone numbers stand, Dutch ones and those of Europe."""
    for pattern in (_PHONE, _FOREIGN):
        for match in pattern.finditer(text):
            if not _NO_PHONE.search(match.group()):
                yield match


def postcodes(text: str, unless: frozenset[str]) -> Iterator[re.Match[str]]:
    """Where Dutch postcodes stand; a year with letters after it that are a sector or a word is none."""
    for match in _POSTCODE.finditer(text):
        if not (1900 <= int(match["number"]) <= 2099 and match["letters"] in unless):
            yield match


def birth_dates(text: str, cues: Cues) -> Iterator[tuple[int, int]]:
    """Where a date stands after a word that says that somebody was born then."""
    for cue in cues.all(text):
        match = _BIRTH.match(text, cue.end())
        if match:
            yield match.span("day")


def childhood_dates(text: str, day: date | None) -> Iterator[tuple[int, int]]:
    """Where a date stands that makes somebody between 3 and 21 on a day."""
    if day is None:
        return
    for match in _DAY.finditer(text):
        try:
            born = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        if _YOUNGEST <= age <= _OLDEST:
            yield match.span()


def has_day(text: str) -> bool:
    """Whether a date stands in a text that may be one of birth, so that it matters when the text is of."""
    return _DAY.search(text) is not None


def has_digits(text: str) -> bool:
    """Whether there is anything to look at."""
    return _DIGIT.search(text) is not None or _DRESSED.search(text) is not None


Make = Callable[[Kind, int, int, str, bool], Finding]
"""Makes a finding of a kind and a range with a reason; the last says that it is doubtful."""


def nine_digits(text: str, cues: Cues, pupil_cues: Cues, unless: Cues, make: Make) -> Iterator[Finding]:
    """Numbers of nine digits that pass a test; ``unless`` are words before it that say that it is another number."""
    for match in _NINE.finditer(text):
        number = digits(match.group())
        start, end = match.span()
        said = cues.near(text, start, end) or pupil_cues.near(text, start, end)
        other = not said and unless.before(text, start, NEAR // 2)
        if is_bsn(number):
            reason = "bsn-cue" if said else "bsn-other" if other else "bsn"
            yield make(Kind.BSN, start, end, reason, other)
        elif is_education_number(number):
            yield make(Kind.EDUCATION_NUMBER, start, end, "number-other" if other else "education-number", other)
    for match in _BROKEN.finditer(text):
        number = digits(match.group())
        if len(number) == 9 and is_bsn(number) and cues.near(text, *match.span()):
            yield make(Kind.BSN, *match.span(), "bsn-cue", False)
    for match, reach in _loose(text):
        number = digits(match.group())
        start, end = match.span()
        said = cues.near(text, start, end, reach)
        if is_bsn(number) and said:
            yield make(Kind.BSN, start, end, "bsn-cue", False)
        elif is_education_number(number) and (said or pupil_cues.near(text, start, end, reach)):
            yield make(Kind.EDUCATION_NUMBER, start, end, "education-number", False)


def _loose(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Eight or nine digits with signs between them, each with how far a word that says what they are may be."""
    yield from ((match, NEAR) for match in _LOOSE.finditer(text))
    # Prices, hours and marks stand like this too.
    yield from ((match, _BESIDE) for match in _POINTED.finditer(text))


def belgian(text: str, make: Make) -> Iterator[Finding]:
    """Belgian national numbers."""
    for match in _BELGIAN.finditer(text):
        if is_belgian(digits(match.group())):
            yield make(Kind.NATIONAL_NUMBER, *match.span(), "national-number", False)


def own_address(value: str, setting: Setting) -> bool:
    """Whether an address is the owner's own."""
    return word_of(value) in setting.addresses
