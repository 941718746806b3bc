"""Attacks with what a reader may add: notes that cover or act, answers that show something else than they hold."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic as g

from tests.pdf.attacker_acts import Act, answer, both, covering, names, painted, put, put_need
from tests.pdf.attacks import attack, enter
from tests.pdf.reader_acts import N, S, annotate, drawing, fill, numbers, sign_prepared, tick, update
from tests.pdf.sample import NOW
from tests.pdf.stage import MARGIN, PAGE, Stage

OVER = (150.0, 300.0, 560.0, 760.0)
WIDE, HIGH = OVER[2] - OVER[0], OVER[3] - OVER[1]
PAINT = b"1 1 1 rg 0 0 %d %d re f" % (WIDE, HIGH)
LINE = numbers(OVER[0], 530, OVER[2], 530)
QUADS = numbers(OVER[0], OVER[3], OVER[2], OVER[3], OVER[0], OVER[1], OVER[2], OVER[1])
SCRIPT = names(S=N("/JavaScript"), JS=S("app.alert(1)"))
WEB = names(S=N("/URI"), URI=S("https://evil.example"))


def cover(kind: str, **entries: Any) -> Act:
    """An annotation over the text of the page."""
    return covering(kind, OVER, page=PAGE, **entries)


PAINTED = painted(PAINT, WIDE, HIGH)


def nested(writer: Any) -> Any:
    """Deeper than some viewers follow."""
    shape = drawing(writer, WIDE, HIGH, PAINT)
    for _ in range(60):
        shape = drawing(writer, WIDE, HIGH, b"/X Do", XObject=names(X=shape))
    return names(N=shape)


def lettered(writer: Any) -> Any:
    """Letters that are drawings themselves."""
    letter = writer.add_object(g.StreamObject(stream_data=b"9 0 0 0 9 9 d1 0 0 9 9 re f"))
    font = names(
        Type=N("/Font"), Subtype=N("/Type3"), FontBBox=numbers(0, 0, 9, 9), FontMatrix=numbers(1, 0, 0, 1, 0, 0),
        CharProcs=names(a=letter), FirstChar=g.NumberObject(97), LastChar=g.NumberObject(97), Widths=numbers(9),
        Encoding=names(Differences=g.ArrayObject([g.NumberObject(97), N("/a")])),
    )  # fmt: skip
    return names(N=drawing(writer, WIDE, HIGH, b"BT /F 1 Tf (a) Tj ET", Font=names(F=font)))


def skipped(operators: bytes) -> bytes:
    """Viewers differ in where a picture within the drawing ends: by its size, or at the next word for its end."""
    picture = b"BI /W 100 /H 100 /BPC 8 /CS /G ID \xff EI "
    return picture + operators + b" " * 10_000 + b"EI"


FIGURES = b"1 1 1 rg 0 0 %b%d %b%d re f"
COVERS = {
    "free text": cover("FreeText", AP=PAINTED),
    "free text without a drawing": cover("FreeText", DA=S("/Helv 90 Tf 1 g")),
    "a stamp": cover("Stamp", AP=PAINTED),
    "a white frame filled": cover("Square", IC=numbers(1, 1, 1)),
    "a black highlight": cover("Highlight", AP=painted(b"0 g 0 0 %d %d re f" % (WIDE, HIGH), WIDE, HIGH)),
    "a thick line": cover("Line", L=LINE, C=numbers(1, 1, 1), BS=names(W=g.NumberObject(300))),
    "thick ink": cover("Ink", InkList=g.ArrayObject([LINE]), C=numbers(1, 1, 1), BS=names(W=g.NumberObject(300))),
    "a polygon": cover("Polygon", Vertices=numbers(150, 300, 560, 300, 560, 760, 150, 760), IC=numbers(1, 1, 1)),
    "a note with a drawing": cover("Text", AP=PAINTED),
    "a popup with a drawing": cover("Popup", AP=PAINTED),
    "only in print": cover("Square", F=g.NumberObject(36), AP=PAINTED),
    "drawings within drawings without end": cover("Stamp", AP=nested),
    "letters that are drawings": cover("Stamp", AP=lettered),
    "what looks like data of a picture": cover("Stamp", AP=painted(skipped(PAINT), WIDE, HIGH)),
    "numbers with two signs": cover("Stamp", AP=painted(FIGURES % (b"--", WIDE, b"--", HIGH), WIDE, HIGH)),
    "a number too many": cover("Stamp", AP=painted(FIGURES % (b"9 ", WIDE, b"", HIGH), WIDE, HIGH)),
    "a drawing that is broken off": cover("Stamp", AP=painted(PAINT + b" (", WIDE, HIGH)),
    "a large arrow head": cover(
        "Line", L=numbers(540, 760, 560, 760), C=numbers(1, 1, 1), IC=numbers(1, 1, 1),
        BS=names(W=g.NumberObject(90)), LE=g.ArrayObject([N("/ClosedArrow"), N("/None")]),
    ),
    "called hidden": cover("Square", F=g.NumberObject(2), AP=PAINTED),
}  # fmt: skip
for _name, _act in COVERS.items():
    enter("overlay", _name, lambda stage, act=_act: update(stage.signed, act), "changed", says="text-covered")


@attack("overlay", "over a note that its writer signed", "changed", says="text-covered")
def over_a_signed_note(stage: Stage) -> bytes:
    place = (560.0, 700.0, 590.0, 820.0)
    words = painted(
        b"BT /Form 8 Tf 0 g 1 50 Td (Niet) Tj ET", 30, 120,
        Font=lambda writer: writer.root["/AcroForm"]["/DR"].raw_get("/Font"),
    )  # fmt: skip
    noted = update(stage.signed, covering("FreeText", place, page=PAGE, AP=words))
    signed = sign_prepared(noted, stage.mentor, "mentor_signature", NOW)
    return update(signed, covering("Square", place, page=PAGE, AP=painted(b"1 g 0 0 30 120 re f", 30, 120)))


EVIL = {
    "a part struck out for good": cover("Redact", QuadPoints=QUADS, IC=numbers(0, 0, 0)),
    "a watermark": cover("Watermark", AP=PAINTED),
    "a film": annotate("Movie", MARGIN, page=PAGE, Movie=names(F=S("x"))),
    "a screen": annotate("Screen", MARGIN, page=PAGE),
    "rich media": annotate("RichMedia", MARGIN, page=PAGE),
    "a model in three dimensions": annotate("3D", MARGIN, page=PAGE),
    "a sound": annotate("Sound", MARGIN, page=PAGE),
    "an unknown kind": annotate("Evil", MARGIN, page=PAGE),
    "a note that opens a page of the web": annotate("Text", MARGIN, page=PAGE, A=WEB),
    "a note that runs a script": annotate("Text", MARGIN, page=PAGE, AA=names(E=SCRIPT)),
    "a note that is a field": annotate("Text", MARGIN, page=PAGE, FT=N("/Tx")),
    "a note that belongs to another page": annotate("Text", MARGIN, page=PAGE, P=g.NullObject()),
}
for _name, _act in EVIL.items():
    outcome = "reviewed" if _name == "a note that belongs to another page" else "changed"
    enter("evil annotation", _name, lambda stage, act=_act: update(stage.signed, act), outcome)

SEEN = b"/Form 10 Tf 0 g 2 5 Td"
LIES = {
    "other words": fill("mentor_feedback", "Niet akkoord", shown="Akkoord"),
    "nothing seen": answer("Niet akkoord", b""),
    "unseen letters and a drawing": answer("Niet", b"BT 3 Tr " + SEEN + b" (Niet) Tj ET 0 0 90 9 re f"),
    "white letters": answer("Niet", b"BT /Form 10 Tf 1 g 2 5 Td (Niet) Tj ET"),
    "a part out of sight": answer("Niet akkoord", b"BT " + SEEN + b" (akkoord) Tj 900 0 Td (Niet) Tj ET"),
    "a tick that is not held": put("mentor_read", AS=N("/Yes")),
    "a tick that is not seen": put("mentor_read", V=N("/Yes")),
    "rich text that says more": both(
        fill("mentor_feedback", "Niet akkoord"), put("mentor_feedback", RV=S("<body><p>Akkoord</p></body>"))
    ),
}
for _name, _act in LIES.items():
    enter("value", _name, lambda stage, act=_act: update(stage.signed, act), "changed", says="field-shows-other")

FIELDS = {
    "moved over the text": both(fill("mentor_feedback", "x"), put("mentor_feedback", Rect=numbers(*OVER))),
    "made to run a script": both(fill("mentor_feedback", "x"), put("mentor_feedback", AA=names(F=SCRIPT))),
    "made read-only": put("mentor_feedback", Ff=g.NumberObject(1)),
    "given another name": put("mentor_feedback", T=S("anders")),
    "given a dark ground": both(fill("mentor_feedback", "x"), put("mentor_feedback", MK=names(BG=numbers(0, 0, 0)))),
    "of the owner's signature given another picture": put("owner_signature", AP=painted(b"0 0 9 9 re f", 300, 50)),
}
for _name, _act in FIELDS.items():
    enter("field", _name, lambda stage, act=_act: update(stage.signed, act), "changed")

HONEST = {
    "a note": annotate("Text", MARGIN, page=PAGE),
    "an answer": fill("mentor_feedback", "Mooi gedaan"),
    "a tick": tick("mentor_read"),
    "an answer that viewers paint": both(put("mentor_feedback", V=S("Русский")), put_need),
    "a yellow highlight": cover("Highlight", C=numbers(1, 1, 0), QuadPoints=QUADS),
}
for _name, _act in HONEST.items():
    enter("honest", _name, lambda stage, act=_act: update(stage.signed, act), "reviewed")
enter("honest", "left alone", lambda stage: stage.signed, "untouched")
enter("honest", "answered and signed by a reader", lambda stage: stage.closed, "reviewed", says="signed-by")
