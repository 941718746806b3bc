"""Help pages and cards: short texts in both languages, as files that need no Python.

A file begins with ``# Title``. Then come paragraphs, headings (``## …``), lists (``- …``) and steps (``1. …``), each
on one line of its own, with an empty line between blocks. ``{home}`` and ``{backups}`` stand for folders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from portfolio_app.document.tree import Block, Heading, ListBlock, Paragraph, PartBlock, spans
from portfolio_app.domain.errors import UserError

PAGES: Final = ("backups", "recovery", "two-computers", "handing-over", "signature", "verifying")
CARDS: Final = ("lost-laptop", "other-school", "heir")
NOBODY: Final = "heir-nobody"
"""The card for an heir when nobody may open the portfolio."""

_STEP: Final = re.compile(r"\d+\. (.+)")
_GAP: Final = re.compile(r"\{(home|backups)\}")


@dataclass(frozen=True)
class Topic:
    """A text by its key; a card is meant for paper."""

    key: str
    title: str
    card: bool


class Help:
    """The texts of one language. ``folder`` is that of the texts, with one folder a language."""

    def __init__(self, folder: Path, lang: str) -> None:
        self._folder = folder / lang

    def topics(self) -> list[Topic]:
        """Pages first, then cards. Raises `UserError` ``help-missing``."""
        keys = [(key, False) for key in PAGES] + [(key, True) for key in CARDS]
        return [Topic(key, self.part(key).title, card) for key, card in keys]

    def part(self, key: str, places: Mapping[str, str] | None = None) -> PartBlock:
        """The text as a part of a document; ``places`` fills in folders. Raises `UserError` ``help-missing``."""
        card = key in CARDS or key == NOBODY
        path = self._folder / "cards" / f"{key}.md" if card else self._folder / f"{key}.md"
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise UserError("help-missing") from error
        known = places or {}
        lines = _GAP.sub(lambda gap: known.get(gap[1], "…"), text).splitlines()
        return PartBlock(key, lines[0].removeprefix("# "), tuple(_blocks(lines[1:])))


def _blocks(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    for kind, group in groupby((line.strip() for line in lines), _kind):
        listed = list(group)
        match kind:
            case "heading":
                found += [Heading(2, spans(line.removeprefix("## "))) for line in listed]
            case "item":
                found.append(ListBlock(tuple(spans(line.removeprefix("- ")) for line in listed)))
            case "step":
                found.append(ListBlock(tuple(spans(_STEP.sub(r"\1", line)) for line in listed), ordered=True))
            case "text":
                found += [Paragraph(spans(line)) for line in listed]
            case _:
                pass
    return found


def _kind(line: str) -> str:
    if not line:
        return ""
    if line.startswith("## "):
        return "heading"
    if line.startswith("- "):
        return "item"
    return "step" if _STEP.fullmatch(line) else "text"
