"""Whether added annotations paint over what is printed, so that a reader no longer sees it.

Nothing is concluded from what an annotation says of itself: the page is painted with and without them. Once more they
are painted on white and on black, which tells for every spot how much of the page shines through, whatever the means.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from portfolio_app.pdf.plain_drawing import is_plain, reached
from portfolio_app.pdf.verify_bounds import TooMuchError, chunks

_SCALE: Final = 2.0
"""Pixels a point; a letter of the smallest print is then some ten pixels high."""
_MOST_PIXELS: Final = 8_000_000
_MOST_PAGES: Final = 400
_HEAVIEST: Final = 128 << 20
"""Octets of drawings, and spots of pictures, on one page."""
_MOST_SQUARES: Final = 100
_TILE: Final = 36.0
"""Points. Pictures are looked at in squares of this size."""
_HIDDEN: Final = 0.8
"""Part of the ink of a letter that may lie under other ink. A thick pen through a word hides two thirds of some."""
_COVERED: Final = 0.6
"""Part of a square of a picture that may be hidden."""
_LOST: Final = 0.3
"""Part of the ink of a letter that may have become as light as the paper."""
_GONE: Final = 0.6
"""How far towards the paper a spot of ink must go to count as lost."""
_FAINT: Final = 24
"""Difference, of 255, below which nobody sees ink on paper."""
_PAINTED_BY_VIEWERS: Final = frozenset(
    {"/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Square", "/Circle", "/Ink"}
)
_ICONS: Final = frozenset({"/Text", "/Popup"})
"""What every viewer draws as a small note of its own, where the file has no drawing for it."""
_OUTLINES: Final = {"/Line": "/L", "/PolyLine": "/Vertices", "/Polygon": "/Vertices"}
_ENDING: Final = 6.0
"""Times the width of a line: how far viewers let its arrow heads and other endings reach."""
_KEPT: Final = (
    "/Subtype", "/Rect", "/QuadPoints", "/C", "/IC", "/BS", "/BE", "/Border", "/CA", "/InkList", "/RD",
)  # fmt: skip

Box = tuple[float, float, float, float]
ObjectNumber = tuple[int, int]


def covered_pages(data: bytes, added: Mapping[int, Collection[ObjectNumber]]) -> Iterator[int]:
    """The pages (from 1) on which the ``added`` annotations, by page, together hide letters, answers or pictures."""
    import pikepdf

    if not added:
        return
    # A document of its own: taking pages out of one touches its objects.
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for count, number in enumerate(sorted(added)):
            # Somebody who writes on more pages than anybody does is not believed on the rest.
            if count >= _MOST_PAGES or _covers(pdf, number, added[number]):
                yield number


def _covers(pdf: Any, number: int, added: Collection[ObjectNumber]) -> bool:
    import pikepdf

    try:
        sheets = _Sheets(pdf, number, added)
        return sheets.painted and _hides(sheets)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, ArithmeticError, LookupError, OSError, TooMuchError):
        # What can't be painted can't be judged, and other viewers may manage to.
        return True


class _Sheets:
    """One page as documents of their own: as it is without the added annotations, with them, and they alone."""

    def __init__(self, pdf: Any, number: int, added: Collection[ObjectNumber]) -> None:
        import pikepdf

        self._k = pikepdf
        listed = [each.objgen in added for each in pdf.pages[number - 1].obj.get("/Annots", [])]
        with pikepdf.new() as sheet:
            sheet.pages.append(pdf.pages[number - 1])
            page = sheet.pages[0].obj
            _weigh(page)
            page.Rotate = 0
            for key in ("/UserUnit", "/StructParents"):
                if key in page:
                    del page[key]
            held = list(page.get("/Annots", []))
            page.Annots = sheet.make_indirect(
                pikepdf.Array([each for each, new in zip(held, listed, strict=True) if not new])
            )
            self.ticks, self.unpainted = self._fields(page, _repainted(pdf))
            sheet.flatten_annotations("all")
            page = sheet.pages[0].obj
            page.Annots = pikepdf.Array([])
            self.plain = self._saved(sheet)
            drawn = [self._drawn(sheet, each) for each, new in zip(held, listed, strict=True) if new]
            page.Annots = pikepdf.Array([sheet.make_indirect(each) for each in drawn if each is not None])
            self.painted = len(page.Annots) > 0
            self.noted = self._saved(sheet)
            media = page.MediaBox
            left, bottom, right, top = (float(edge) for edge in page.get("/CropBox", media))
            area = f"{left} {bottom} {right - left} {top - bottom} re f"
            page.Resources = pikepdf.Dictionary()
            page.Contents = sheet.make_stream(f"1 g {area}".encode())
            self.on_white = self._saved(sheet)
            page.Contents = sheet.make_stream(f"0 g {area}".encode())
            self.on_black = self._saved(sheet)

    def _saved(self, sheet: Any) -> bytes:
        out = io.BytesIO()
        sheet.save(out)
        return out.getvalue()

    @staticmethod
    def _fields(page: Any, repainted: bool) -> tuple[list[Box], list[Box]]:
        """Where check boxes are, and fields that each viewer paints from their value by itself."""
        fields = [each for each in page.Annots if each.get("/Subtype") == "/Widget"]
        return (
            [_edges(each.Rect) for each in fields if each.get("/FT") == "/Btn"],
            [_edges(each.Rect) for each in fields if (repainted or "/AP" not in each) and str(each.get("/V", ""))],
        )

    def _drawn(self, sheet: Any, annotation: Any) -> Any:
        """An annotation that paints at least what any viewer would paint for it; None for one that paints nothing."""
        k = self._k
        kind = str(annotation.get("/Subtype", ""))
        if "/AP" in annotation:
            drawing = annotation.AP.get("/N")
            alone = set(annotation.AP.keys()) == {"/N"} and isinstance(drawing, k.Stream)
            if alone and is_plain(drawing):
                return self._stamp(annotation.Rect, drawing)
            return self._stamp(annotation.Rect, self._sheet_of_paint(sheet, annotation))
        if kind in _ICONS:
            return None
        if kind in _PAINTED_BY_VIEWERS:
            kept = {key: annotation[key] for key in _KEPT if key in annotation}
            kept["/Rect"] = k.Array(_reach(annotation))
            return k.Dictionary({"/Type": k.Name.Annot, "/F": 4, **kept})
        if kind in _OUTLINES:
            return self._outline(sheet, annotation, annotation[_OUTLINES[kind]])
        return self._stamp(annotation.Rect, self._sheet_of_paint(sheet, annotation))

    def _stamp(self, rect: Any, drawing: Any) -> Any:
        k = self._k
        return k.Dictionary(Type=k.Name.Annot, Subtype=k.Name.Stamp, Rect=rect, F=4, AP=k.Dictionary(N=drawing))

    def _form(self, sheet: Any, box: Box, operators: str) -> Any:
        k = self._k
        form = sheet.make_stream(operators.encode())
        form.Type, form.Subtype = k.Name.XObject, k.Name.Form
        form.BBox = k.Array(box)
        form.Resources = k.Dictionary()
        return form

    def _sheet_of_paint(self, sheet: Any, annotation: Any) -> Any:
        """All that the annotation could cover: which of its drawings a viewer picks can't be known."""
        box = _edges(annotation.Rect)
        return self._form(sheet, box, _filled(box))

    def _outline(self, sheet: Any, annotation: Any, numbers: Any) -> Any:
        """Lines as viewers draw them by themselves."""
        parts = [float(part) for part in numbers]
        points = list(zip(parts[::2], parts[1::2], strict=True))
        width = _line_width(annotation)
        shifted = sum(abs(float(annotation.get(key, 0))) for key in ("/LL", "/LLE", "/LLO"))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        around = width + shifted
        box = (min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around)
        if shifted:
            # Each viewer has its own notion of where a shifted line runs.
            return self._stamp(self._k.Array(box), self._form(sheet, box, _filled(box)))
        path = " ".join(f"{x:.3f} {y:.3f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points))
        closed = str(annotation.get("/Subtype")) == "/Polygon"
        paint = f"{_operator(annotation.get('/C'), 'G')} {width:.3f} w {path} {'s' if closed else 'S'}"
        inside = annotation.get("/IC")
        if inside is not None and len(inside):
            if closed:
                paint = f"{_operator(inside, 'g')} {path} f {paint}"
            elif "/LE" in annotation:
                around = _ENDING * width
                box = (min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around)
                paint += "".join(" " + _filled((x - around, y - around, x + around, y + around)) for x, y in points)
        return self._stamp(self._k.Array(box), self._form(sheet, box, paint))


def _repainted(pdf: Any) -> bool:
    """Whether viewers paint all fields anew."""
    form = pdf.Root.get("/AcroForm")
    return form is not None and form.get("/NeedAppearances") is True


def _filled(box: Box) -> str:
    left, bottom, right, top = box
    return f"1 g {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re f"


def _reach(annotation: Any) -> Box:
    """All that viewers paint on by themselves: some heed the rectangle, others only the points."""
    points = [float(part) for part in annotation.get("/QuadPoints", [])]
    for line in annotation.get("/InkList", []):
        points += [float(part) for part in line]
    width = _line_width(annotation)
    left, bottom, right, top = _edges(annotation.Rect)
    xs, ys = points[::2], points[1::2]
    return (
        min([left, *(x - width for x in xs)]),
        min([bottom, *(y - width for y in ys)]),
        max([right, *(x + width for x in xs)]),
        max([top, *(y + width for y in ys)]),
    )


def _weigh(page: Any) -> None:
    """Look whether painting the page can be done in reasonable time. Raises `TooMuchError`."""
    import pikepdf

    left = _HEAVIEST
    for held in reached(page):
        if isinstance(held, pikepdf.Stream):
            if held.get("/Subtype") == "/Image":
                left -= int(held.get("/Width", 0)) * int(held.get("/Height", 0))
            else:
                left -= sum(len(piece) for piece in chunks(held, left))
            if left < 0:
                raise TooMuchError


def _edges(rect: Any) -> Box:
    left, bottom, right, top = (float(edge) for edge in rect)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _line_width(annotation: Any) -> float:
    if "/BS" in annotation:
        return max(0.1, float(annotation.BS.get("/W", 1)))
    border = annotation.get("/Border")
    return max(0.1, float(border[2])) if border is not None and len(border) > 2 else 1.0


def _operator(colour: Any, name: str) -> str:
    parts = [float(part) for part in colour] if colour is not None else []
    operator = {1: name, 3: "rg" if name == "g" else "RG", 4: "k" if name == "g" else "K"}.get(len(parts))
    return f"{' '.join(f'{part:.3f}' for part in parts)} {operator}" if operator else f"0 {name}"


@dataclass(frozen=True)
class _Spots:
    """What was seen on a page, spot by spot and all of equal size.

    ``before`` and ``after`` are the lightness without and with the annotations, ``changes`` how far colours differ
    between the two, ``shine`` how much of what lies under the annotations shines through; all from 0 to 255.
    """

    before: Any
    after: Any
    changes: Any
    shine: Any

    @classmethod
    def of(cls, plain: Any, noted: Any, on_white: Any, on_black: Any) -> _Spots:
        """From four paintings of the page: without the annotations, with them, and they on white and on black."""
        return cls(plain.convert("L"), noted.convert("L"), _apart(plain, noted), _apart(on_white, on_black))

    def cut(self, box: tuple[int, int, int, int]) -> _Spots:
        """A part."""
        return _Spots(self.before.crop(box), self.after.crop(box), self.changes.crop(box), self.shine.crop(box))

    @property
    def changed(self) -> bool:
        """Whether the annotations change what is seen."""
        return self.changes.getbbox() is not None


def _apart(one: Any, other: Any) -> Any:
    """How far two paintings differ, in the colour in which they differ most."""
    from PIL import ImageChops

    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _hides(sheets: _Sheets) -> bool:
    import pypdfium2

    documents = [pypdfium2.PdfDocument(data) for data in (sheets.plain, sheets.noted, sheets.on_white, sheets.on_black)]
    try:
        pages = [document[0] for document in documents]
        left, bottom, right, top = pages[0].get_cropbox(fallback_ok=True)
        width, height = right - left, top - bottom
        scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        if scale < _SCALE / 4:
            return True
        spots = _Spots.of(*(_painted(page, scale) for page in pages))
        if not spots.changed:
            return False

        def pixels(box: Box) -> tuple[int, int, int, int]:
            return (
                max(0, math.floor((box[0] - left) * scale)),
                max(0, math.floor((top - box[3]) * scale)),
                min(spots.before.width, math.ceil((box[2] - left) * scale)),
                min(spots.before.height, math.ceil((top - box[1]) * scale)),
            )

        inked = map(pixels, chain(_letters(pages[0]), sheets.ticks))
        filled = map(pixels, chain(_pictures(pages[0]), *map(_squares, sheets.unpainted)))
        return any(map(_unreadable, _cuts(spots, inked))) or any(map(_unseen, _cuts(spots, filled)))
    finally:
        for document in documents:
            document.close()


def _painted(page: Any, scale: float) -> Any:
    return page.render(scale=scale, draw_annots=True, may_draw_forms=False).to_pil().convert("RGB")


def _cuts(spots: _Spots, boxes: Iterator[tuple[int, int, int, int]]) -> Iterator[_Spots]:
    """The parts that the annotations changed."""
    for box in boxes:
        if box[0] < box[2] and box[1] < box[3]:
            part = spots.cut(box)
            if part.changed:
                yield part


def _letters(page: Any) -> Iterator[Box]:
    """Where each letter stands, with room around it."""
    text = page.get_textpage()
    for index in range(text.count_chars()):
        if not text.get_text_range(index, 1).isspace():
            yield text.get_charbox(index, loose=True)


def _pictures(page: Any) -> Iterator[Box]:
    """Squares of the page's pictures."""
    import pypdfium2

    for held in page.get_objects():
        if isinstance(held, pypdfium2.PdfImage):
            yield from _squares(held.get_bounds())


def _squares(box: Box) -> Iterator[Box]:
    left, bottom, right, top = box
    across, up = max(1, round((right - left) / _TILE)), max(1, round((top - bottom) / _TILE))
    wide, high = (right - left) / across, (top - bottom) / up
    for x in range(min(across, _MOST_SQUARES)):
        for y in range(min(up, _MOST_SQUARES)):
            yield (left + x * wide, bottom + y * high, left + (x + 1) * wide, bottom + (y + 1) * high)


def _unreadable(part: _Spots) -> bool:
    """Whether too much ink is hidden or gone."""
    before, after, shine = (bytes(image.tobytes()) for image in (part.before, part.after, part.shine))
    paper = Counter(before).most_common(1)[0][0]
    ink = hidden = lost = 0.0
    for spot, now, through in zip(before, after, shine, strict=True):
        depth = abs(paper - spot)
        if depth < _FAINT:
            continue
        ink += depth
        hidden += depth * (1 - through / 255)
        if (now - spot) / (paper - spot) >= _GONE:
            lost += depth
    return ink > 0 and (hidden > _HIDDEN * ink or lost > _LOST * ink)


def _unseen(part: _Spots) -> bool:
    """Whether too much of a picture is hidden."""
    shine = bytes(part.shine.tobytes())
    return sum(shine) < (1 - _COVERED) * 255 * len(shine)
