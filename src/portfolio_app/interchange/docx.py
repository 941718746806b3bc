"""A part of a document as a text document (DOCX), to be gone on with elsewhere: headings, lists and tables are real."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from portfolio_app.document import tree

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold; they come along with what was pasted."""
_LANGUAGES: Final = {"nl": "nl-NL", "en": "en-GB"}
_INK, _GREY, _ACCENT = "1D2733", "5D6B7A", "1F5F7A"
_BODY_POINTS, _SMALL_POINTS = 10.5, 9
_STRAY: Final = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects", "/webSettings")
"""Parts that the blank document brings and that say something of another machine, or nothing at all."""


@dataclass(frozen=True)
class Spacing:
    """Room in points after a paragraph and before a heading."""

    after: float = 6
    heading: float = 14


TIGHT: Final = Spacing(3, 7)


def docx_bytes(part: tree.PartBlock, *, lang: str, author: str, now: datetime, spacing: Spacing | None = None) -> bytes:
    """The part as a DOCX on A4. Charts and pictures are told in words; nothing in it names a machine or a tool."""
    import docx

    document = docx.Document()
    _clear(document)
    _describe(document, part.title, lang, author, now)
    _style(document, lang, spacing or Spacing())
    writer = _Writer(document, lang)
    writer.heading(1, tree.spans(part.title))
    writer.blocks(part.blocks)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _clear(document: Document) -> None:
    package = document.part.package
    for holder in (package.rels, document.part.rels) if package is not None else ():
        for name in [key for key, rel in holder.items() if rel.reltype.endswith(_STRAY)]:
            del holder[name]
    settings: Any = document.settings.element
    for child in list(settings):
        if child.tag.rsplit("}", 1)[-1] in ("rsids", "proofState", "savePreviewPicture"):
            settings.remove(child)


def _describe(document: Document, title: str, lang: str, author: str, now: datetime) -> None:
    known = document.core_properties
    known.title, known.author, known.language = fit(title)[:255], fit(author)[:255], _LANGUAGES.get(lang, lang)
    known.last_modified_by, known.comments, known.keywords, known.category = fit(author)[:255], "", "", ""
    # The standard counts in UTC and knows no offset.
    known.created = known.modified = now.replace(tzinfo=None, microsecond=0)
    known.revision = 1


def _style(document: Document, lang: str, spacing: Spacing) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(18)
    styles: Any = document.styles
    for found in styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), _LANGUAGES.get(lang, lang))
    normal = styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(_BODY_POINTS), RGBColor.from_string(_INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(spacing.after), 1.08
    for level, points in ((1, 20.0), (2, 13.0), (3, _BODY_POINTS)):
        style = styles[f"Heading {level}"]
        style.font.size, style.font.color.rgb = Pt(points), RGBColor.from_string(_INK if level == 3 else _ACCENT)
        style.paragraph_format.space_before = Pt(0 if level == 1 else spacing.heading / (level - 1))
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        styles[name].paragraph_format.space_after = Pt(spacing.after / 2)


def fit(text: str) -> str:
    """The text without what a document can't hold."""
    return _UNFIT.sub("", text)


class _Writer:
    """Puts blocks into a document."""

    def __init__(self, document: Document, lang: str) -> None:
        self._document, self._lang = document, lang

    def blocks(self, blocks: Iterable[tree.Block]) -> None:
        """Write every block, in order."""
        for block in blocks:
            self._block(block)

    def _block(self, block: tree.Block) -> None:
        match block:
            case tree.Heading():
                if block.eyebrow:
                    self._small(tree.spans(block.eyebrow))
                self.heading(block.level, block.inline)
            case tree.Paragraph():
                self._paragraph(block)
            case tree.ListBlock():
                self._listed(block)
            case tree.Facts():
                for label, value in block.pairs:
                    self._inline(self._document.add_paragraph(), (tree.Span(f"{label}: "), *value))
            case tree.Table():
                self._table(block)
            case tree.Group():
                self.blocks(block.blocks)
            case tree.Break():
                self._document.add_page_break()
            case _:
                self._told(block)

    def heading(self, level: int, inline: tree.Inline) -> None:
        """Write a heading of the document's own outline."""
        self._inline(self._document.add_heading(level=level), inline)

    def _paragraph(self, block: tree.Paragraph) -> None:
        if block.role in ("note", "meta"):
            self._small(block.inline)
        else:
            style = {"quote": "Quote", "lead": "Subtitle"}.get(block.role)
            self._inline(self._document.add_paragraph(style=style), block.inline)

    def _small(self, inline: tree.Inline) -> None:
        from docx.shared import Pt, RGBColor

        paragraph = self._document.add_paragraph()
        self._inline(paragraph, inline)
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(_SMALL_POINTS), RGBColor.from_string(_GREY)

    def _listed(self, block: tree.ListBlock) -> None:
        number = self._fresh_number() if block.ordered else 0
        for item in block.items:
            paragraph = self._document.add_paragraph(style="List Number" if block.ordered else "List Bullet")
            if number:
                # python-docx has no public way to say with which number a list begins.
                form: Any = paragraph._p.get_or_add_pPr()  # pyright: ignore[reportPrivateUsage]
                form.get_or_add_numPr().get_or_add_ilvl().val = 0
                form.get_or_add_numPr().get_or_add_numId().val = number
            self._inline(paragraph, item)

    def _fresh_number(self) -> int:
        """A numbering that begins at one again, of the kind that numbered lists have."""
        numbering: Any = self._document.part.numbering_part.element
        style: Any = self._document.styles["List Number"].element
        used = numbering.num_having_numId(style.pPr.numPr.numId.val)
        made = numbering.add_num(used.abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _table(self, block: tree.Table) -> None:
        if block.caption:
            self._inline(self._document.add_paragraph(), (tree.Span(block.caption, strong=True),))
        rows = [*block.rows, *([block.total] if block.total else [])]
        table = self._document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            self._inline(cell.paragraphs[0], (tree.Span(column.head, strong=True),))
        self._repeat(table.rows[0])
        for row in rows:
            for cell, inline in zip(table.add_row().cells, row, strict=True):
                self._inline(cell.paragraphs[0], inline)

    @staticmethod
    def _repeat(row: Any) -> None:
        """Mark a row as the head of its table: it comes again on every page, and is read out with each cell."""
        from docx.oxml.ns import qn

        form = row._tr.get_or_add_trPr()
        form.append(form.makeelement(qn("w:tblHeader")))

    def _told(self, block: tree.Block) -> None:
        """What a text document shows in words only."""
        words = ""
        if isinstance(block, tree.BarChart | tree.StepChart | tree.Picture):
            words = block.alternative
        elif isinstance(block, tree.ReviewField):
            words = f"{block.label}: …"
        elif isinstance(block, tree.InkRow):
            words = "  ".join(f"{space.label}: …" for space in block.spaces)
        if words:
            self._inline(self._document.add_paragraph(), tree.spans(words))

    def _inline(self, paragraph: Paragraph, inline: tree.Inline) -> None:
        from docx.oxml.ns import qn

        for span in (span for span in inline if not span.paged):
            run: Any = paragraph.add_run(fit(span.text))
            run.bold, run.italic = span.strong or None, span.emphasis or None
            if span.lang and span.lang != self._lang:
                form = run._r.get_or_add_rPr()
                form.append(form.makeelement(qn("w:lang"), {qn("w:val"): _LANGUAGES.get(span.lang, span.lang)}))
