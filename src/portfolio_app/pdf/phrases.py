"""Right-to-left phrases on a line: their words in reverse order, numbers as they are, told as they were typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from portfolio_app.pdf import bidi
from portfolio_app.pdf.fonts import SOFT_HYPHEN, Piece
from portfolio_app.pdf.style import TextStyle
from portfolio_app.pdf.words import Run, Word, width_of

Pieces = Callable[[int, str], Sequence[Piece]]
"""Pieces of a text by font, in the weight of a span."""


def turned(words: list[Word], pieces: Pieces, style: TextStyle) -> list[Word]:
    """The words of a line with each phrase from right to left as one word."""
    if not any(run.actual for word in words for run in word.runs):
        return words
    typed = ["".join(run.actual or run.text for run in word.runs).replace(SOFT_HYPHEN, "") for word in words]
    out: list[Word] = []
    at = 0
    while at < len(words):
        count = _phrase(words, typed, at)
        if count > 1:
            out.append(_as_one(words[at : at + count], typed[at : at + count], pieces, style))
        else:
            out.append(words[at])
        at += count
    return out


def _phrase(words: Sequence[Word], typed: Sequence[str], start: int) -> int:
    """How many words from ``start`` make a phrase; 1 where none begins there."""
    if not bidi.is_right_to_left(bidi.core(typed[start])):
        return 1
    span = words[start].runs[0].span
    count = 1
    for number, (word, text) in enumerate(islice(zip(words, typed, strict=True), start + 1, None), start=2):
        before = typed[start + number - 2]
        if bidi.closes(typed[start], before) or any(run.span != span for run in word.runs) or bidi.is_latin(text):
            break
        if bidi.is_right_to_left(bidi.core(text)) or bidi.is_number(text):
            count = number
    return count


def _as_one(words: Sequence[Word], typed: Sequence[str], pieces: Pieces, style: TextStyle) -> Word:
    span, last = words[0].runs[0].span, words[-1]
    lead, phrase, tail = bidi.apart(" ".join(typed))

    def set_in(text: str) -> list[Run]:
        return [
            Run(piece.face, piece.text, width_of(piece.face, piece.text, style), span, piece.actual)
            for piece in (pieces(span, text) if text else ())
        ]

    shown = _spaced(set_in(bidi.phrase(phrase)), style)
    middle = [run._replace(actual=SOFT_HYPHEN if number else phrase) for number, run in enumerate(shown)]
    runs = [*set_in(lead), *middle, *set_in(tail)]
    return Word(runs, sum(run.width for run in runs), last.space, last.hard, last.face)


def _spaced(runs: Sequence[Run], style: TextStyle) -> list[Run]:
    """The runs with the spaces between words in the font of the words, so that a phrase is drawn in one go."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last is not None and (run.face is last.face or (run.text.isspace() and last.face.covers(" "))):
            text = last.text + run.text
            out[-1] = last._replace(text=text, width=width_of(last.face, text, style))
        else:
            out.append(run)
    return out
