"""Whether an annotation paints over printed text so that a reader no longer sees it."""

from __future__ import annotations

from typing import Any, Final

_FILLS: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI", "INLINE IMAGE"})
_SMALLEST: Final = 24.0
"""Notes' icons are smaller than this in both directions."""
_SEE_THROUGH: Final = frozenset({"/Multiply", "/Darken", "/ColorBurn"})
_UNDER_TEXT: Final = frozenset({"/Text", "/Popup", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Link"})


def covers_text(annotation: Any, data: bytes, page: int) -> bool:
    """Whether an opaque surface of the annotation lies on words of the page (numbered from 1)."""
    rect = [float(edge) for edge in annotation.get("/Rect", [0, 0, 0, 0])]
    left, right = sorted((rect[0], rect[2]))
    bottom, top = sorted((rect[1], rect[3]))
    if right - left <= _SMALLEST and top - bottom <= _SMALLEST:
        return False
    if not _opaque(annotation):
        return False
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        text = document[page - 1].get_textpage()
        return bool(text.get_text_bounded(left, bottom, right, top).strip())
    finally:
        document.close()


def _opaque(annotation: Any) -> bool:
    if float(annotation.get("/CA", 1)) < 0.7:
        return False
    if "/AP" in annotation and "/N" in annotation.AP:
        return _paints(annotation.AP.N)
    if str(annotation.get("/Subtype")) in _UNDER_TEXT | {"/Highlight", "/Ink", "/Line", "/PolyLine"}:
        return False
    colour = annotation.get("/C") if annotation.get("/Subtype") == "/FreeText" else annotation.get("/IC")
    return colour is not None and len(colour) > 0


def _paints(appearance: Any, depth: int = 0) -> bool:
    """Whether an appearance fills a surface without letting the page shine through."""
    import pikepdf

    if not isinstance(appearance, pikepdf.Stream) or depth > 4:
        return False
    resources = appearance.get("/Resources", pikepdf.Dictionary())
    states = resources.get("/ExtGState", pikepdf.Dictionary())
    through = False
    for instruction in pikepdf.parse_content_stream(appearance):
        operator = str(instruction.operator)
        if operator == "gs":
            through = _see_through(states.get(str(instruction.operands[0])))
        elif operator == "Do" and not through:
            inner = resources.get("/XObject", pikepdf.Dictionary()).get(str(instruction.operands[0]))
            if inner is None or inner.get("/Subtype") != "/Form" or _paints(inner, depth + 1):
                return True
        elif operator in _FILLS and not through:
            return True
    return False


def _see_through(state: Any) -> bool:
    if state is None:
        return False
    mode = state.get("/BM", "/Normal")
    return str(mode) in _SEE_THROUGH or float(state.get("/ca", 1)) < 0.7
