"""The same text and table in other programs that make PDFs, in the same font and size, hyphenated as each can.

Nothing of it ships: `requirements-compare.lock` installs them for the comparison alone.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.thick import Thick

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "pdf"
REGULAR = FONTS / "SourceSans3-Regular.ttf"
SIZE, LEADING = 10.2, 14.0


def typst(thick: Thick, folder: Path) -> Callable[[], object]:
    """typst, by its Python package: a compiler that runs in this process."""
    program: Any = import_module("typst")

    def said(text: str) -> str:
        return "".join(f"\\{letter}" if letter in "\\#$*_`<>@=-+/[]~\"'" else letter for letter in text)

    lines = [
        f'#set page(paper: "a4", margin: 20mm)\n#set text(font: "Source Sans 3", size: {SIZE}pt, lang: "nl", '
        f"hyphenate: true)\n#set par(leading: {LEADING - SIZE:.1f}pt, spacing: 7pt)"
    ]
    for chapter in thick.chapters:
        lines.append(f"= {said(chapter.title)}")
        lines += [said(text) + "\n" for text in chapter.paragraphs]
        lines.append("#pagebreak()")
    if thick.rows:
        cells = ", ".join(f"[{said(cell)}]" for row in thick.rows for cell in row)
        lines.append(f"#table(columns: (2fr, 8fr, 1fr), table.header([Datum], [Activiteit], [Uren]), {cells})")
    source, out = folder / "rival.typ", folder / "typst.pdf"
    source.write_text("\n\n".join(lines), encoding="utf-8")
    return lambda: program.compile(str(source), output=str(out), font_paths=[str(FONTS)])


def fpdf2(thick: Thick, folder: Path) -> Callable[[], object]:
    """fpdf2, with cells that run over pages."""
    document: Any = import_module("fpdf").FPDF

    def make() -> None:
        pdf = document(format="A4", unit="pt")
        pdf.add_font("Source", fname=REGULAR)
        pdf.add_font("Source", style="B", fname=FONTS / "SourceSans3-SemiBold.ttf")
        pdf.set_auto_page_break(True, 57)
        for chapter in thick.chapters:
            pdf.add_page()
            pdf.set_font("Source", size=15)
            pdf.multi_cell(0, 19, chapter.title, new_x="LMARGIN", new_y="NEXT")
            pdf.set_font("Source", size=SIZE)
            for text in chapter.paragraphs:
                pdf.multi_cell(0, LEADING, text, align="L", new_x="LMARGIN", new_y="NEXT")
                pdf.ln(7)
        if thick.rows:
            pdf.add_page()
            with pdf.table(col_widths=(2, 8, 1), line_height=LEADING) as table:
                for row in (("Datum", "Activiteit", "Uren"), *thick.rows):
                    table.row(row)
        pdf.output(str(folder / "fpdf2.pdf"))

    return make


def weasyprint(thick: Thick, folder: Path) -> Callable[[], object]:
    """WeasyPrint, from a page of HTML."""
    program: Any = import_module("weasyprint")

    parts = [
        "<html lang=nl><style>@font-face { font-family: Source; src: url('"
        + REGULAR.as_uri()
        + f"') }} @page {{ size: A4; margin: 20mm }} body {{ font: {SIZE}pt/{LEADING}pt Source; hyphens: auto }}"
        " h1 { break-before: page; font-size: 15pt } p { margin: 0 0 7pt }</style>"
    ]
    for chapter in thick.chapters:
        parts.append(f"<h1>{html.escape(chapter.title)}</h1>")
        parts += [f"<p>{html.escape(text)}</p>" for text in chapter.paragraphs]
    if thick.rows:
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in thick.rows
        )
        parts.append(f"<table><thead><tr><th>Datum<th>Activiteit<th>Uren</thead>{rows}</table>")
    source = "".join(parts)
    return lambda: program.HTML(string=source).write_pdf(str(folder / "weasyprint.pdf"))


RIVALS: Mapping[str, Callable[[Thick, Path], Callable[[], object]]] = {
    "typst": typst,
    "fpdf2": fpdf2,
    "WeasyPrint": weasyprint,
}
