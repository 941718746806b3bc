"""What covers text, answers or pictures, and what readers draw that covers nothing."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic as g

from portfolio_app.pdf.verify import verify_bytes
from tests.pdf.attacker_acts import (
    both,
    codes,
    covering,
    found,
    names,
    painted,
    put,
    put_need,
)
from tests.pdf.reader_acts import (
    N,
    S,
    annotate,
    drawing,
    fill,
    numbers,
    tick,
    update,
)

MARGIN = (560.0, 800.0, 580.0, 820.0)
OVER_TEXT = (200.0, 560.0, 540.0, 700.0)


WIDE, HIGH = OVER_TEXT[2] - OVER_TEXT[0], OVER_TEXT[3] - OVER_TEXT[1]
WHITE = b"1 1 1 rg 0 0 %d %d re f" % (WIDE, HIGH)
MULTIPLY = names(G=names(Type=N("/ExtGState"), BM=N("/Multiply")))
PALE = names(G=names(Type=N("/ExtGState"), ca=g.FloatObject("0.69")))
DODGE = names(G=names(Type=N("/ExtGState"), BM=N("/ColorDodge")))


def tiles(writer: Any) -> None:
    """Many small white squares."""
    for column in range(15):
        for row in range(6):
            left, bottom = OVER_TEXT[0] + 23 * column, OVER_TEXT[1] + 23 * row
            annotate("Square", (left, bottom, left + 23, bottom + 23), fill=b"1 1 1 rg 0 0 23 23 re f")(writer)


def states(writer: Any) -> Any:
    """An appearance in several states."""
    return names(N=names(On=drawing(writer, WIDE, HIGH, WHITE)))


def optional(writer: Any) -> Any:
    """An appearance of which a part shows only where a viewer does not know how to leave it out."""
    group = writer.add_object(names(Type=N("/OCG"), Name=S("x")))
    rule = writer.add_object(names(Type=N("/OCMD"), OCGs=group, P=N("/AllOff")))
    part = drawing(writer, WIDE, HIGH, WHITE)
    part.get_object()[N("/OC")] = rule
    return names(N=drawing(writer, WIDE, HIGH, b"/X Do", XObject=names(X=part)))


def unmeasured(writer: Any) -> Any:
    """An appearance without a box, which some viewers take to be one point wide and high."""
    shape = drawing(writer, 1, 1, b"1 1 1 rg 0 0 1 1 re f")
    del shape.get_object()["/BBox"]
    return names(N=shape)


LINE = numbers(OVER_TEXT[0], 630, OVER_TEXT[2], 630)
COVERS = {
    "said to be pale": covering("Square", OVER_TEXT, CA=g.FloatObject("0.1"), AP=painted(WHITE, WIDE, HIGH)),
    "blending undone": covering("Square", OVER_TEXT, AP=painted(b"q /G gs Q " + WHITE, WIDE, HIGH, ExtGState=MULTIPLY)),
    "states": covering("Stamp", OVER_TEXT, AS=N("/On"), AP=states),
    "thick stroke": covering("Stamp", OVER_TEXT, AP=painted(b"1 1 1 RG 900 w 0 0 m 340 140 l S", WIDE, HIGH)),
    "line without a drawing": covering("Line", OVER_TEXT, L=LINE, C=numbers(1, 1, 1), BS=names(W=g.NumberObject(140))),
    "polygon without a drawing": covering(
        "Polygon", OVER_TEXT, Vertices=numbers(200, 560, 540, 560, 540, 700, 200, 700), IC=numbers(1, 1, 1)
    ),
    "ink without a drawing": covering(
        "Ink", OVER_TEXT, InkList=g.ArrayObject([LINE]), C=numbers(1, 1, 1), BS=names(W=g.NumberObject(140))
    ),
    "tiles": tiles,
    "layers": both(
        *[covering("Square", OVER_TEXT, AP=painted(b"/G gs " + WHITE, WIDE, HIGH, ExtGState=PALE)) for _ in range(5)]
    ),
    "one pale layer": covering("Square", OVER_TEXT, AP=painted(b"/G gs " + WHITE, WIDE, HIGH, ExtGState=PALE)),
    "made to glow": covering(
        "Square", OVER_TEXT, AP=painted(b"/G gs .95 g 0 0 340 140 re f", WIDE, HIGH, ExtGState=DODGE)
    ),
    "black": covering("Highlight", OVER_TEXT, AP=painted(b"0 g 0 0 340 140 re f", WIDE, HIGH)),
    "only in print": covering("Square", OVER_TEXT, F=g.NumberObject(36), AP=painted(WHITE, WIDE, HIGH)),
    "optional": covering("Stamp", OVER_TEXT, AP=optional),
    "free text without a drawing": covering("FreeText", OVER_TEXT, DA=S("/Helv 90 Tf 1 g")),
    "no measure": covering("Stamp", OVER_TEXT, AP=unmeasured),
    "points outside of its rectangle": covering(
        "Highlight", MARGIN, C=numbers(0, 0, 0), QuadPoints=numbers(200, 700, 540, 700, 200, 560, 540, 560)
    ),
    "a shifted line": covering(
        "Line",
        MARGIN,
        L=numbers(200, 400, 540, 400),
        C=numbers(1, 1, 1),
        BS=names(W=g.NumberObject(60)),
        LL=g.NumberObject(230),
    ),
    "a note": covering("Text", OVER_TEXT, AP=painted(WHITE, WIDE, HIGH)),
}


@pytest.mark.parametrize("way", COVERS)
def test_text_that_is_covered_is_told(signed: bytes, way: str) -> None:
    outcome, said = found(signed, COVERS[way])
    assert (outcome, "text-covered" in said) == ("changed", True)


def heavy(writer: Any) -> Any:
    """An appearance that unpacks to more than anybody draws."""
    drawing_of_blanks = drawing(writer, 20, 20, b"")
    packed = g.StreamObject(
        dict_data={**drawing_of_blanks.get_object(), N("/Filter"): N("/FlateDecode")},
        encoded_data=zlib.compress(b" " * 150_000_000),
    )
    return names(N=writer.add_object(packed))


def endless(writer: Any) -> Any:
    """An appearance that refers to itself many times."""
    shape = drawing(writer, 20, 20, b"/A Do")
    held = shape.get_object()
    held[N("/Resources")] = names(XObject=g.DictionaryObject({N(f"/{letter}"): shape for letter in "ABCDEFGHIJ"}))
    return names(N=shape)


def test_a_drawing_without_measure_ends(signed: bytes) -> None:
    assert "text-covered" in found(signed, covering("Stamp", MARGIN, AP=heavy))[1]
    assert found(signed, covering("Stamp", MARGIN, AP=endless))[0] in ("changed", "reviewed")


def test_a_picture_that_is_covered_is_told(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        held = [page.obj.Resources.get("/XObject", {}) for page in pdf.pages]
        number = next(at for at, each in enumerate(held) if any(x.get("/Subtype") == "/Image" for x in each.values()))
    across = (50.0, 60.0, 560.0, 780.0)
    act = annotate("Square", across, page=number, fill=b"0.5 g 0 0 600 800 re f")
    assert "text-covered" in found(signed, act)[1]


def field_place(data: bytes, name: str) -> tuple[int, tuple[float, float, float, float]]:
    """Page (from 0) and rectangle of a field."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            for each in page.obj.get("/Annots", []):
                if each.get("/T") == name:
                    left, bottom, right, top = (float(edge) for edge in each.Rect)
                    return number, (left, bottom, right, top)
    raise LookupError(name)


def test_an_answer_that_viewers_paint_themselves_is_not_covered_unnoticed(signed: bytes) -> None:
    page, place = field_place(signed, "mentor_feedback")
    given = update(signed, both(put("mentor_feedback", V=S("Русский")), put_need))
    over = annotate("FreeText", place, page=page, fill=b"1 1 1 rg 0 0 900 900 re f")
    assert "text-covered" in found(given, over)[1]


@pytest.mark.parametrize("name", ["mentor_feedback", "mentor_read"])
def test_an_answer_that_is_covered_is_told(signed: bytes, name: str) -> None:
    page, place = field_place(signed, name)
    given = update(signed, tick(name) if name == "mentor_read" else fill(name, "Niet akkoord"))
    assert verify_bytes(given).outcome == "reviewed"
    over = annotate("FreeText", place, page=page, fill=b"1 1 1 rg 0 0 900 900 re f")
    assert "text-covered" in found(given, over)[1]


MARKED = numbers(200, 700, 540, 700, 200, 560, 540, 560)
YELLOW = numbers(1, 1, 0)
HONEST = {
    "highlight of a browser": covering(
        "Highlight", OVER_TEXT, C=YELLOW, QuadPoints=MARKED,
        AP=painted(b"1 1 0 rg /R0 gs 0 0 340 140 re f*", WIDE, HIGH, ExtGState=names(R0=names(BM=N("/Multiply")))),
    ),
    "highlight without a drawing": covering("Highlight", OVER_TEXT, C=YELLOW, QuadPoints=MARKED),
    "underline": covering("Underline", OVER_TEXT, C=YELLOW, QuadPoints=MARKED),
    "squiggly": covering("Squiggly", OVER_TEXT, C=YELLOW, QuadPoints=MARKED),
    "a frame": covering("Square", OVER_TEXT, C=numbers(1, 0, 0)),
    "a pen": covering("Ink", OVER_TEXT, AP=painted(b"2 w 1 J 0.78 0 0 RG 0 0 m 340 140 l S", WIDE, HIGH)),
    "an arrow": covering("Line", OVER_TEXT, L=numbers(200, 560, 540, 700), C=numbers(1, 0, 0)),
    "text typed in the margin": covering(
        "FreeText", (40.0, 20.0, 140.0, 30.0),
        AP=painted(
            b"q 0 0 100 10 re W n BT 0 0 0.78 rg 0 Tc /Helv 8 Tf 2 2 Td (Mooi) Tj ET Q", 100, 10,
            Font=names(Helv=names(Type=N("/Font"), Subtype=N("/Type1"), BaseFont=N("/Helvetica"))),
        ),
    ),
    "a note of the viewer's own": covering("Text", OVER_TEXT),
}  # fmt: skip


@pytest.mark.parametrize("way", HONEST)
def test_what_readers_draw_covers_nothing(signed: bytes, way: str) -> None:
    verdict = verify_bytes(update(signed, HONEST[way]))
    assert (verdict.outcome, "note-added" in codes(verdict)) == ("reviewed", True), verdict.facts
