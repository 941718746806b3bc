"""Breaking text into lines: ragged right, hyphens only where a line would else end early."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from math import inf
from typing import Final

from portfolio_app.document.tree import Inline, Span
from portfolio_app.pdf import bidi
from portfolio_app.pdf.fonts import SOFT_HYPHEN, Face, Family, Piece
from portfolio_app.pdf.hyphens import Place, anywhere, places
from portfolio_app.pdf.phrases import Pieces, turned
from portfolio_app.pdf.style import TextStyle, Weight
from portfolio_app.pdf.words import Line, Run, Word, width_of

_RAGGED_ZONE: Final = 0.14
"""Share of the line that may stay empty before a word is broken."""
_TITLE: Final = 300
"""Letters of a title that a list shows."""
_LONGEST: Final = 200
"""Letters of a word; what is longer is cut where a line ends, and is looked at in stretches of this length."""
_SPACES: Final = str.maketrans({"\t": " ", "\r": None, "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n"})
_NO_CHARACTERS: Final = (
    *range(0xFDD0, 0xFDF0),
    *(plane + end for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)),
)
"""Code points that Unicode keeps free for programs: archives allow no glyph that stands for one."""
_TYPED: Final = _SPACES | dict.fromkeys(_NO_CHARACTERS)


def weight_of(style: TextStyle, span: Span) -> Weight:
    """The weight a span gets in a style."""
    strong = span.strong or style.weight.startswith("semibold")
    slanted = span.emphasis != (style.weight in ("italic", "semibold_italic"))
    if strong:
        return "semibold_italic" if slanted else "semibold"
    return "italic" if slanted else ("regular" if style.weight == "italic" else style.weight)


def on_one_line(text: str) -> str:
    """The text without line ends, for places that have room for one line."""
    return text.translate(_SPACES).replace("\n", " ")


def as_title(text: str) -> str:
    """The text as a list of titles shows it: on one line, and only the beginning of what is a story."""
    text = on_one_line(text[: 2 * _TITLE])
    return text if len(text) <= _TITLE else text[: _TITLE - 1].rstrip() + "…"


class Setter:
    """Sets the texts of one document; remembers the words it has measured."""

    def __init__(self, family: Family, lang: str) -> None:
        self._family, self._lang = family, lang
        self._known: dict[tuple[Weight, float, float], dict[str, tuple[Run, ...]]] = {}

    def lines(self, inline: Inline, style: TextStyle, width: float) -> list[Line]:
        """Break a text to a width in points."""
        return list(self._broken(self._words(inline, style), inline, style, width))

    def natural_width(self, inline: Inline, style: TextStyle) -> float:
        """Width of the text on one line."""
        return sum(word.width + word.space for word in self._words(inline, style))

    def _words(self, inline: Inline, style: TextStyle) -> list[Word]:
        words: list[Word] = []
        current: Word | None = None
        for index, span in enumerate(inline):
            weight = weight_of(style, span)
            face = self._family.face(weight)
            space = face.measure(" ") * style.size + style.tracking
            known = self._known.setdefault((weight, style.size, style.tracking), {})
            text = span.text if span.text.isascii() else unicodedata.normalize("NFC", span.text)
            for row, part in enumerate(text.translate(_TYPED).split("\n")):
                if row:
                    current = self._end(words, current, hard=True)
                for place, word in enumerate(part.split(" ")):
                    if place:
                        current = self._end(words, current, space, face)
                    if not word:
                        continue
                    runs = known.get(word) or self._measured(word, weight, style, known)
                    if index:
                        runs = tuple([run._replace(span=index) for run in runs])
                    if current is None:
                        current = Word([*runs], runs[0].width if len(runs) == 1 else sum(run.width for run in runs))
                    else:
                        current.runs.extend(runs)
                        current.width += sum(run.width for run in runs)
        self._end(words, current)
        return words

    @staticmethod
    def _end(
        words: list[Word], word: Word | None, space: float = 0.0, face: Face | None = None, *, hard: bool = False
    ) -> None:
        if word is not None:
            word.space, word.hard, word.face = space, hard, face
            words.append(word)
        elif hard:
            words.append(Word([], 0.0, hard=True))
        elif words and not words[-1].hard:
            words[-1].space, words[-1].face = max(words[-1].space, space), face

    def _measured(
        self, word: str, weight: Weight, style: TextStyle, known: dict[str, tuple[Run, ...]]
    ) -> tuple[Run, ...]:
        """Runs of a word that was not met before, as of the first span. A word of nothing but joiners has none."""
        ordered = bidi.visual(word) if len(word) <= _LONGEST else word
        pieces = self._family.pieces(weight, ordered)
        if ordered != word:
            pieces = _as_typed(pieces, word)
        runs = tuple(
            Run(piece.face, piece.text, width_of(piece.face, piece.text, style), 0, piece.actual) for piece in pieces
        )
        known[word] = runs
        return runs

    def _broken(self, words: list[Word], inline: Inline, style: TextStyle, width: float) -> Iterator[Line]:
        def pieces(span: int, text: str) -> Sequence[Piece]:
            return self._family.pieces(weight_of(style, inline[span]), text)

        line: list[Word] = []
        used = 0.0
        for word in words:
            rest, *later = _stretches(word, style)
            later.reverse()
            while True:
                _refill(rest, later, 2 * width)
                if used + rest.width <= width + 0.01:
                    break
                split = self._split(rest, inline, style, width - used, width, empty=not line)
                if split is not None:
                    line.append(split[0])
                    rest = split[1]
                elif not line:
                    _refill(rest, later, inf)
                    break
                yield _joined(line, style, pieces)
                line, used = [], 0.0
            line.append(rest)
            used += rest.width + rest.space
            if rest.hard:
                yield _joined(line, style, pieces)
                line, used = [], 0.0
        if line:
            yield _joined(line, style, pieces)

    def _split(
        self, word: Word, inline: Inline, style: TextStyle, room: float, width: float, *, empty: bool
    ) -> tuple[Word, Word] | None:
        """Break a word so that its first part fits the room; None where it had better go to the next line whole."""
        text = "".join(run.text for run in word.runs)
        if any(run.actual for run in word.runs) and word.width <= width:
            return None
        fits_alone = word.width <= width
        if fits_alone and (not style.hyphenate or room < width * _RAGGED_ZONE):
            return None
        lang = inline[word.runs[0].span].lang or self._lang
        found = self._last_fitting(word, places(text, lang), style, room)
        if found is None and empty and not fits_alone:
            found = self._last_fitting(word, anywhere(text), style, room)
        return _cut(word, found, style) if found else None

    @staticmethod
    def _last_fitting(word: Word, candidates: tuple[Place, ...], style: TextStyle, room: float) -> Place | None:
        best: Place | None = None
        reach = _reach(word, style, room)
        for place in candidates:
            if place.at >= len(reach):
                break
            before, face = reach[place.at]
            if before + (width_of(face, "-", style) if place.mark else 0.0) > room:
                break
            best = place
        return best


def _stretches(word: Word, style: TextStyle) -> list[Word]:
    """A word as it is; one that is too long to be looked at whole for every line, in stretches."""
    if sum([len(run.text) for run in word.runs]) <= _LONGEST:
        return [word]
    stretches = [Word([], 0.0)]
    length = 0
    for run in word.runs:
        for at in range(0, len(run.text), _LONGEST):
            text = run.text[at : at + _LONGEST]
            if length + len(text) > _LONGEST:
                stretches.append(Word([], 0.0))
                length = 0
            part = run._replace(text=text, width=width_of(run.face, text, style))
            stretches[-1].runs.append(part)
            stretches[-1].width += part.width
            length += len(text)
    last = stretches[-1]
    last.space, last.hard, last.face = word.space, word.hard, word.face
    return stretches


def _refill(rest: Word, later: list[Word], enough: float) -> None:
    """Put stretches back (the next is the last) until a word is wide enough to break as the whole word would."""
    while later and rest.width <= enough:
        following = later.pop()
        rest.runs.extend(following.runs)
        rest.width += following.width
        rest.space, rest.hard, rest.face = following.space, following.hard, following.face


def _reach(word: Word, style: TextStyle, room: float) -> list[tuple[float, Face]]:
    """For each place in a word the width before it and the font that ends there, up to the first beyond the room."""
    reach = [(0.0, word.runs[0].face)]
    for run in word.runs:
        for character in run.text:
            before, _ = reach[-1]
            if before > room:
                return reach
            reach.append((before + width_of(run.face, character, style), run.face))
    return reach


def _as_typed(pieces: Sequence[Piece], word: str) -> list[Piece]:
    """Reordered pieces with what was typed, once, so that it is copied and read aloud in its own order."""
    if len(pieces) == 1:
        return [Piece(pieces[0].face, pieces[0].text, word)]
    told, out = bidi.core(word), list[Piece]()
    for piece in pieces:
        if any(unicodedata.bidirectional(c) in ("R", "AL") for c in piece.text):
            out.append(Piece(piece.face, piece.text, told))
            told = SOFT_HYPHEN
        else:
            out.append(piece)
    return out


def _cut(word: Word, place: Place, style: TextStyle) -> tuple[Word, Word]:
    before: list[Run] = []
    after: list[Run] = []
    at = 0
    for run in word.runs:
        inside = place.at - at
        if inside >= len(run.text):
            before.append(run)
        elif inside <= 0:
            after.append(run)
        else:
            before.append(run._replace(text=run.text[:inside], width=width_of(run.face, run.text[:inside], style)))
            # what was typed is told once, with the first part
            told = SOFT_HYPHEN if run.actual else ""
            after.append(Run(run.face, run.text[inside:], width_of(run.face, run.text[inside:], style), run.span, told))
        at += len(run.text)
    hyphen = 0.0
    if place.mark and before:
        last = before[-1]
        hyphen = last.face.measure("-") * style.size + style.tracking
        before[-1] = last._replace(text=last.text.rstrip(SOFT_HYPHEN) + SOFT_HYPHEN, width=last.width + hyphen)
    first = Word(before, sum(run.width for run in before))
    return first, Word(after, sum(run.width for run in after), word.space, word.hard, word.face)


def _joined(words: list[Word], style: TextStyle, pieces: Pieces) -> Line:
    """Runs of a line, neighbours of one font and span put together; the last space does not count as width."""
    first = words[0].runs[0] if words and words[0].runs else None
    if first is not None and all(_plain(word, first) for word in words):
        ends = words[-1]
        text = " ".join([word.runs[0].text for word in words])
        before = sum([word.width + word.space for word in words[:-1]])
        if ends.space:
            text += " "
        return Line([Run(first.face, text, before + ends.width + ends.space, first.span)], before + ends.width)
    return _mixed(turned(words, pieces, style))


def _plain(word: Word, first: Run) -> bool:
    """Whether a word is one run like the first one, with an ordinary space after it."""
    if len(word.runs) != 1:
        return False
    face, text, _, span, actual = word.runs[0]
    return (
        face is first.face
        and span == first.span
        and not actual
        and word.face is face
        and word.space > 0
        and SOFT_HYPHEN not in text
    )


def _mixed(words: list[Word]) -> Line:
    """The same for lines with several fonts, links, hyphens or turned words."""
    runs: list[Run] = []
    width = 0.0
    last = len(words) - 1
    for index, word in enumerate(words):
        for place, run in enumerate(word.runs):
            final = place == len(word.runs) - 1
            space = word.space if final else 0.0
            text = run.text
            if SOFT_HYPHEN in text:
                ending = text.endswith(SOFT_HYPHEN) and index == last and final
                text = text.replace(SOFT_HYPHEN, "") + (SOFT_HYPHEN if ending else "")
            within = bool(space) and not run.actual and run.face is word.face
            _append(
                runs,
                Run(
                    run.face,
                    text + " " if within else text,
                    run.width + (space if within else 0.0),
                    run.span,
                    run.actual,
                ),
            )
            if space and not within:
                _append(runs, Run(word.face or run.face, " ", space, run.span))
        width += word.width + (word.space if index < last else 0.0)
    return Line(runs, width)


def _append(runs: list[Run], run: Run) -> None:
    """Add a run, to the one before where font and span are the same."""
    before = runs[-1] if runs else None
    if before and before.face is run.face and before.span == run.span and not before.actual and not run.actual:
        runs[-1] = Run(run.face, before.text + run.text, before.width + run.width, run.span)
    else:
        runs.append(run)
