"""Answers that are written in rows beside each other, such as a conversation with what was thought next to it.

Each side is kept as one text, so that search, history and export read it as any other answer: its rows are paragraphs
in order, a row that has nothing on a side is an empty paragraph there. Within a row an empty line becomes a line end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

Row = tuple[str, str]

_GAP = "\n\n"
_EMPTY_LINES = re.compile(r"\n\s*\n")


def split(first: str, second: str) -> tuple[Row, ...]:
    """The rows of two sides; rows with nothing on either side are left out."""
    pairs = zip_longest(first.split(_GAP), second.split(_GAP), fillvalue="")
    return tuple((one.strip(), other.strip()) for one, other in pairs if one.strip() or other.strip())


def join(rows: Iterable[Row]) -> tuple[str, str]:
    """The two sides of rows; a side without any words is empty."""
    kept = [(_flat(one), _flat(other)) for one, other in rows]
    kept = [row for row in kept if any(row)]
    first, second = (_GAP.join(row[side] for row in kept) for side in (0, 1))
    return first if first.strip() else "", second if second.strip() else ""


def _flat(text: str) -> str:
    return _EMPTY_LINES.sub("\n", text.replace("\r\n", "\n").replace("\u2029", "\n")).strip()
