"""A part of a document on paper: to be read in the window, printed, or written as a plain PDF."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextListFormat,
)

from portfolio_app.document.tree import Facts, Heading, Inline, ListBlock, Paragraph, PartBlock, Span, spans
from portfolio_app.ui.theme.fonts import FAMILY

POINTS = 10.5
TITLE, SECTION, SMALL, CODE = 1.7, 1.2, 0.92, 1.6
"""Sizes as shares of the ordinary text."""


def paper(part: PartBlock, points: float = POINTS) -> QTextDocument:
    """The part as a text of Qt. Words are put in as they are and never read as markup; sizes are in points, which a
    printer knows what to do with."""
    document = QTextDocument()
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    document.setDefaultFont(font)
    document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, part.title)
    pen = _Pen(document, points)
    pen.paragraph(spans(part.title), TITLE, bold=True, level=1)
    for block in part.blocks:
        if isinstance(block, Heading):
            pen.paragraph(block.inline, SECTION, bold=True, before=points * 1.1, level=block.level)
        elif isinstance(block, Paragraph) and block.role == "code":
            pen.paragraph(block.inline, CODE, bold=True, before=points)
        elif isinstance(block, Paragraph):
            pen.paragraph(block.inline, SMALL if block.role in ("note", "meta") else 1.0)
        elif isinstance(block, ListBlock):
            pen.listed(block.items, ordered=block.ordered)
        elif isinstance(block, Facts):
            for label, value in block.pairs:
                pen.paragraph((Span(f"{label}: "), *(replace(span, strong=True) for span in value)), SMALL)
    return document


class _Pen:
    def __init__(self, document: QTextDocument, points: float) -> None:
        self._cursor, self._points = QTextCursor(document), points
        self._fresh = True

    def paragraph(
        self, inline: Inline, size: float, *, bold: bool = False, before: float = 0, level: int = 0
    ) -> QTextBlockFormat:
        """Write a paragraph; ``before`` is the room above it."""
        form = QTextBlockFormat()
        form.setTopMargin(before)
        form.setBottomMargin(self._points * 0.35)
        form.setHeadingLevel(level)
        if self._fresh:
            self._cursor.setBlockFormat(form)
            self._fresh = False
        else:
            self._cursor.insertBlock(form, QTextCharFormat())
        for span in inline:
            look = QTextCharFormat()
            look.setFontPointSize(self._points * size)
            look.setFontWeight(QFont.Weight.DemiBold if bold or span.strong else QFont.Weight.Normal)
            look.setFontItalic(span.emphasis)
            self._cursor.insertText(span.text, look)
        return form

    def listed(self, items: tuple[Inline, ...], *, ordered: bool = False) -> None:
        """Write a list, with bullets or numbers."""
        look = QTextListFormat()
        look.setStyle(QTextListFormat.Style.ListDecimal if ordered else QTextListFormat.Style.ListDisc)
        made = None
        for item in items:
            form = self.paragraph(item, 1.0)
            if made is None:
                made = self._cursor.createList(look)
            else:
                made.add(self._cursor.block())
            # A new list starts from the format of its first paragraph; the room between the lines is ours.
            kept = self._cursor.blockFormat()
            kept.setBottomMargin(form.bottomMargin())
            self._cursor.setBlockFormat(kept)
