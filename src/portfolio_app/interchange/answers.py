"""Answers of pupils in a table (CSV), as forms on the web give them out: totals per question and nobody in them.

Such a file comes from many programs: with semicolons, commas or tabs, in UTF-8, UTF-16 or the code page of Windows,
with line breaks inside quotes. Columns that say who somebody is are never looked at further than to leave them out.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Final

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.lessons import MOST_ANSWERS, MOST_QUESTIONS, AnswerCount, SurveyQuestion
from portfolio_app.interchange.activity_card import plain_words

MOST_ROWS: Final = 100_000
MOST_OCTETS: Final = 60_000_000
_MOST_COLUMNS: Final = 300
_LONGEST: Final = 200
"""Characters of a question or an answer; what is longer is somebody's own text."""
_TRIED: Final = 30
"""Rows by which the sign between the columns is found."""
_BETWEEN: Final = (";", ",", "\t")
_EACH_OTHER: Final = 0.8
"""Where so large a part of the answers is given once, they are pupils' own words, or their names."""
_FEW: Final = 5
_WHO = re.compile(
    r"\b\w*(naam|namen)\b|\b(user|sur|first|last|full|family)?[ -]?name\b|^(wie|kind|who)\b\W*$|\bll\b"
    r"|\b(ingevuld|ingestuurd|gemaakt) door\b|\b(filled in|submitted) by\b|\b(leerling|student|stam|ll)[ -]?nr\b"
    r"|\be-?mail\b|\bmail(adres)?\b|\badres\b|\baddress\b|\btussenvoegsel\b|\binitialen\b|\bleerling(nummer)?\b"
    r"|\bstudent(nummer)?\b|\bpupil\b|\brespondent\b|\b(gebruiker|user)(id)?\b|\bid\b|\bip\b|\btelefoon\w*|\bphone\b"
    r"|\bgeboorte\w*|\bbirth\w*|\b(stam)?nummer\b",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(
    r"\b(wie ben (je|jij)|hoe heet (je|jij)|who are you)\b|\b(je|jouw|jullie|your)\b.*(naam|name\b|mail|adres|nummer)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\btijdstempel\b|\btimestamp\b|\b(start|begin|eind|voltooiings)\w*tijd\b|\b\w+ time\b|\bdatum\b|\bdate\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[_\d]+|(?<=[a-z])(?=[A-Z])")
"""Where programs join the words above a column: naam_leerling, Naam1, FirstName."""
_FEW_WORDS: Final = 2
"""A head so short asks for nothing but what it names: Naam?"""
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")


class Why(Enum):
    """Why a column is left out."""

    WHO = "who"
    WHEN = "when"
    OPEN = "open"


@dataclass(frozen=True)
class LeftOut:
    """A column of which nothing is kept: the words above it, and why."""

    head: str
    why: Why


@dataclass(frozen=True)
class Totals:
    """What a table says: how many answered, each question with its counts, and the columns that were left out."""

    respondents: int
    questions: tuple[SurveyQuestion, ...]
    left_out: tuple[LeftOut, ...]


def totals(data: bytes) -> Totals:
    """Count the answers in a table.

    Raises `UserError` ``table-foreign`` (no table), ``table-empty`` (no answers below the first line),
    ``table-too-large`` and ``table-too-long`` (most: rows).
    """
    if len(data) > MOST_OCTETS:
        raise UserError("table-too-large")
    rows = _rows(_text(data))
    head = next(rows, None)
    if head is None:
        raise UserError("table-empty")
    if len(head) > _MOST_COLUMNS:
        raise UserError("table-foreign")
    counts: list[Counter[str]] = [Counter() for _ in head]
    respondents = 0
    for row in rows:
        respondents += 1
        if respondents > MOST_ROWS:
            raise UserError("table-too-long", most=MOST_ROWS)
        for counter, cell in zip(counts, row, strict=False):
            answer = _tidy(cell)
            if answer:
                counter[answer] += 1
    if not respondents:
        raise UserError("table-empty")
    return _sorted_out(respondents, [_tidy(words) for words in head], counts)


def _sorted_out(respondents: int, head: Sequence[str], counts: Sequence[Counter[str]]) -> Totals:
    questions: list[SurveyQuestion] = []
    left: list[LeftOut] = []
    for words, counter in zip(head, counts, strict=True):
        if not counter:
            continue
        why = _why_not(words, counter)
        if why is not None or not words or len(questions) >= MOST_QUESTIONS:
            left.append(LeftOut(words[:_LONGEST], why or Why.OPEN))
        else:
            answers = tuple(AnswerCount(answer, counter[answer]) for answer in _in_order(counter))
            questions.append(SurveyQuestion(words[:_LONGEST], answers))
    return Totals(respondents, tuple(questions), tuple(left))


def _why_not(words: str, counter: Counter[str]) -> Why | None:
    """Why nothing of a column is kept, or None for a question with answers to choose from."""
    given = counter.total()
    if sum(times for answer, times in counter.items() if _MAIL.search(answer)) * 5 > given:
        return Why.WHO
    if _says_who(_JOINED.sub(" ", words).strip()):
        return Why.WHO
    if not words.endswith("?") and _WHEN.search(words):
        return Why.WHEN
    if len(counter) > MOST_ANSWERS or any(len(answer) > _LONGEST for answer in counter):
        return Why.OPEN
    once = sum(1 for times in counter.values() if times == 1)
    return Why.OPEN if given >= _FEW and once >= _EACH_OTHER * given else None


def _says_who(words: str) -> bool:
    question = words.endswith("?")
    if question and _ASKS_WHO.search(words):
        return True
    return bool(_WHO.search(words)) and (not question or len(words.split()) <= _FEW_WORDS)


def _in_order(counter: Counter[str]) -> list[str]:
    """The answers of a scale from low to high, other ones with the most given first."""
    if all(answer.isdecimal() and len(answer) < 9 for answer in counter):
        return sorted(counter, key=int)
    return sorted(counter, key=lambda answer: (-counter[answer], answer.casefold()))


def _tidy(cell: str) -> str:
    return " ".join(plain_words(cell[: 2 * _LONGEST]).split())


# -- the file ---------------------------------------------------------------------------------------------------------


def _text(data: bytes) -> str:
    """What is in the file, in whatever way it was written. Raises `UserError` ``table-foreign`` where it is no text."""
    text = _decoded(data)
    if "\0" in text:
        raise UserError("table-foreign")
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    start = data[:200]
    if len(start) > 3 and start[1::2].count(0) * 4 > len(start):
        return data.decode("utf-16-le", "replace")
    if len(start) > 3 and start[::2].count(0) * 4 > len(start):
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[list[str]]:
    """The rows with something in them. Raises `UserError` ``table-foreign`` for what has no rows and columns."""
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        # A line that Excel puts there for itself.
        text = text[told.end() :]
    between = told[1] if told else _between(text)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=between):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise UserError("table-foreign") from error


def _between(text: str) -> str:
    """The sign between the columns: the one that gives the most columns in the most rows alike."""
    start = text[:200_000]

    def suits(sign: str) -> tuple[int, int]:
        try:
            rows = list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=sign), _TRIED))
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        return times, width

    return max(_BETWEEN, key=suits)
