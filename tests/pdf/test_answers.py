"""Fields that show something else than they hold, and what viewers write for an answer."""

from __future__ import annotations

from typing import Any

import pytest
from pyhanko.pdf_utils import generic as g

from portfolio_app.pdf.verify import verify_bytes
from tests.pdf.attacker_acts import (
    answer,
    both,
    codes,
    foreign_font,
    found,
    names,
    put,
    put_need,
)
from tests.pdf.reader_acts import (
    N,
    S,
    drawing,
    field_named,
    fill,
    numbers,
    tick,
    typed,
    update,
)

SEEN = b"/Form 10 Tf 0 g 2 5 Td"


def dark_paper(writer: Any) -> Any:
    """A colour space in which every grey is white."""
    code = writer.add_object(g.StreamObject(stream_data=b"{pop 1}"))
    return names(DefaultGray=g.ArrayObject([N("/Separation"), N("/x"), N("/DeviceGray"), code]))


def text(words: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """The operators of a line of text."""
    return b"/Tx BMC q " + before + b" BT " + SEEN + b" (" + words + b") Tj ET " + after + b" Q EMC"


NO = "Niet akkoord"
SAID = NO.encode()
LIES = {
    "other words": answer(NO, text(b"Akkoord")),
    "only shapes": answer(NO, b"1 0 0 rg 0 0 100 10 re f"),
    "unseen text and a shape": answer(NO, text(SAID, b"3 Tr", b"1 0 0 rg 0 0 100 10 re f")),
    "unseen text": answer(NO, text(SAID, b"3 Tr")),
    "nothing held, something seen": answer("", text(b"\xc0\xe9\xe8\xfc")),
    "nothing seen": answer(NO, b""),
    "other letters beyond ASCII": answer("één", text(b"\xe8\xe8n")),
    "a font of its own": answer("Niet", text(b"A"), Font=foreign_font),
    "white text": answer(NO, b"/Tx BMC BT /Form 10 Tf 1 g 2 5 Td (Niet akkoord) Tj ET EMC"),
    "colours turned round": answer(NO, text(SAID), ColorSpace=dark_paper),
    "tiny text": answer(NO, b"/Tx BMC BT /Form .5 Tf 0 g 2 5 Td (Niet akkoord) Tj ET EMC"),
    "a part out of sight": answer(NO, b"BT " + SEEN + b" (akkoord) Tj 900 0 Td (Niet) Tj ET"),
    "a part below": answer(NO, b"BT " + SEEN + b" (Niet) Tj 0 -900 Td (akkoord) Tj ET"),
    "a part moved far": answer(NO, b"BT " + SEEN + b" [(Niet) -90000 (akkoord)] TJ ET"),
    "lines over each other": answer(NO, b"BT " + SEEN + b" (Niet) Tj 0 0 Td (akkoord) Tj ET"),
    "cut away": answer(NO, b"q 0 0 1 1 re W n BT " + SEEN + b" (Niet akkoord) Tj ET Q"),
    "a drawing in it": answer(NO, text(SAID, b"", b"/X Do")),
    "drawn in states": put(
        "mentor_feedback", V=S(NO), AP=lambda writer: names(N=names(On=drawing(writer, 10, 10, b"")))
    ),
    "drawn otherwise when pressed": both(
        answer(NO, text(SAID)),
        lambda writer: (
            field_named(writer, "mentor_feedback")
            .get_object()["/AP"]
            .update({N("/D"): drawing(writer, 10, 10, b"0 g 0 0 9 9 re f")})
        ),
    ),
    "a drawing that unpacks to very much": answer(NO, b" " * (9 << 20) + text(SAID)),
}


@pytest.mark.parametrize("way", LIES)
def test_a_field_that_shows_something_else_than_it_holds_is_told(signed: bytes, way: str) -> None:
    outcome, said = found(signed, LIES[way])
    assert (outcome, "field-shows-other" in said) == ("changed", True)


ACCENTS = "Prima (écht) zażółć & ğüş\nen een tweede regel"
BROWSER = (
    rb"/Tx BMC q BT /Form 10 Tf 0.114 0.153 0.2 rg 1 0 0 1 0 70 Tm 2 -10.6 Td (Prima \(\351cht\) za" + b"\x7f"
    rb"\363\270\254 & \215\374\240) Tj" + b"\n" + rb"0 -13.6 Td (en een ) Tj" + b"\n" + rb"0 -13.6 Td (tweede regel) Tj"
    rb" ET Q EMC"
)
POPPLER = (
    b"/Tx BMC\nq\nBT\n/Form 10 Tf 0.114 0.153 0.2 rg 1 0 0 1 0 67.00 Tm 2.00 -10.00 Td\n"
    rb"(Prima \(\351cht\) za" + b"\x7f" + rb"\363\270\254 & \215\374\240) Tj" + b"\n0.00 -10.00 Td\n"
    b"(en een tweede regel) Tj\nET\nQ\nEMC\n"
)
ANSWERS = {
    "a browser": typed("mentor_feedback", ACCENTS, BROWSER),
    "poppler": typed("mentor_feedback", ACCENTS, POPPLER, AS=N("/N")),
    "a clipping viewer": typed(
        "mentor_feedback", "Prima\nGoed", b"/Tx BMC q 2 2 900 900 re W n BT 0 g /Form 10 Tf 12 TL 2 40 Td (Prima) Tj "
        b"(Goed) ' ET Q EMC",
    ),
    "more than fits": typed(
        "mentor_feedback", "regel " * 40,
        b"/Tx BMC q BT /Form 10 Tf 0 g 2 40 Td " + b" 0 -13.6 Td ".join([b"(regel regel regel regel) Tj"] * 10)
        + b" ET Q EMC",
    ),
    "a longer name than fits": typed("mentor_feedback", "x" * 400, text(b"x" * 400)),
    "an answer taken back": typed("mentor_feedback", "", b"/Tx BMC q BT /Form 10 Tf 0 g 2 5 Td () Tj ET Q EMC"),
    "a tick": tick("mentor_read"),
}  # fmt: skip


@pytest.mark.parametrize("way", ANSWERS)
def test_what_viewers_write_for_an_answer_is_believed(signed: bytes, way: str) -> None:
    verdict = verify_bytes(update(signed, ANSWERS[way]))
    assert (verdict.outcome, "field-filled" in codes(verdict)) == ("reviewed", True), verdict.facts


def test_an_answer_without_a_picture_counts_where_every_viewer_paints_it(signed: bytes) -> None:
    act = put("mentor_feedback", V=S("Русский"))
    assert "field-shows-other" in found(signed, act)[1]
    outcome, said = found(signed, both(act, put_need))
    assert (outcome, "field-filled" in said) == ("reviewed", True)


def test_the_pictures_of_a_check_box_stay_the_signed_ones(signed: bytes) -> None:
    def exchange(writer: Any) -> None:
        drawings = field_named(writer, "mentor_read").get_object()["/AP"]["/N"]
        yes, no = drawings.raw_get("/Yes"), drawings.raw_get("/Off")
        put("mentor_read", AP=names(N=names(Yes=no, Off=yes)))(writer)

    assert "field-shows-other" in found(signed, exchange)[1]
    assert "field-shows-other" in found(signed, both(exchange, tick("mentor_read")))[1]
    assert "field-shows-other" in found(signed, put("mentor_read", AS=N("/Yes")))[1]
    assert "field-shows-other" in found(signed, put("mentor_read", V=N("/Yes")))[1]
    assert "field-shows-other" in found(signed, put("mentor_read", V=N("/Ja"), AS=N("/Ja")))[1]


def test_colours_of_a_field_are_not_an_answer(signed: bytes) -> None:
    act = both(fill("mentor_feedback", "Prima"), put("mentor_feedback", MK=names(BG=numbers(0, 0, 0))))
    assert "field-altered" in found(signed, act)[1]
