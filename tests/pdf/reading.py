"""What a person hears who has a document read aloud, and what the tree says that she should hear."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from portfolio_app.document import tree

_QUIET: Final = ("Figure", "TOC")
"""A figure is told by its alternative text; the contents have a test of their own."""
_PAGE: Final = re.compile(r"\(p\.\d+\)")


def heard(pdf: Path) -> str:
    """Every word in the order of the structure tree, as one string of letters; without the contents and figures."""
    done = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=True)
    told: list[str] = []
    quiet = -1
    for line in done.stdout.splitlines():
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        if 0 <= quiet < depth:
            continue
        quiet = depth if text.startswith(_QUIET) else -1
        if text.startswith('"'):
            told.append(text[1:-1])
    return letters(told)


def alternatives(pdf: Path) -> list[str]:
    """What stands for each figure, in reading order."""
    import pikepdf

    with pikepdf.open(pdf) as opened:
        return list(_alternatives(opened.Root.StructTreeRoot.K))


def _alternatives(element: object) -> Iterator[str]:
    import pikepdf

    if isinstance(element, pikepdf.Array):
        for kid in element:
            yield from _alternatives(kid)
    elif isinstance(element, pikepdf.Dictionary):
        if element.get("/S") == "/Figure":
            yield str(element.Alt)
        elif "/K" in element:
            yield from _alternatives(element.K)


def to_be_heard(document: tree.Document) -> str:
    """The same, as the tree has it."""
    cover = document.cover
    texts = [
        cover.kicker.upper(),
        cover.name,
        cover.role,
        cover.period,
        *(text for pair in cover.facts for text in pair),
    ]
    for part in document.parts:
        blocks = part.blocks
        if not (blocks and isinstance(blocks[0], tree.Heading) and blocks[0].level == 1):
            texts += [part.eyebrow.upper(), part.title]
        texts += _of(blocks)
    return letters(texts)


def letters(texts: Iterable[str]) -> str:
    """Nothing but what can be heard: no spaces, no hyphens of ours, no numbers of pages."""
    joined = unicodedata.normalize("NFC", "".join(texts))
    return _PAGE.sub("", re.sub(r"[\s\u00ad]", "", joined))


def _of(blocks: Iterable[tree.Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case tree.Group():
                yield from _of(block.blocks)
            case tree.Heading():
                yield from (block.eyebrow.upper(), tree.plain(block.inline))
            case tree.Paragraph():
                yield tree.plain(block.inline)
            case tree.ListBlock():
                for number, item in enumerate(block.items, start=1):
                    yield from (f"{number}." if block.ordered else "•", tree.plain(item))
            case tree.Facts():
                for label, value in block.pairs:
                    yield from (label, tree.plain(value))
            case tree.Table():
                yield block.caption
                yield from (column.head for column in block.columns)
                yield from (tree.plain(cell) for row in (*block.rows, block.total) for cell in row)
            case _:
                yield from _labels(block)


def _labels(block: tree.Block) -> tuple[str, ...]:
    """Words around what is drawn or filled in."""
    match block:
        case tree.BarChart():
            return block.title, block.legend
        case tree.StepChart():
            return (block.title,)
        case tree.Picture():
            return (tree.plain(block.caption),)
        case tree.InkRow():
            return tuple(space.label for space in block.spaces)
        case tree.ReviewField():
            return (block.label,)
        case _:
            return ()
