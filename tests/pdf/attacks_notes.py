"""Attacks with what a reader may add: notes that cover or act, answers that show something else than they hold."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic as g

from tests.pdf.attacker_acts import Act, answer, both, covering, names, painted, put, put_need
from tests.pdf.attacks import enter
from tests.pdf.reader_acts import N, S, annotate, fill, numbers, tick, update
from tests.pdf.stage import MARGIN, PAGE

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
    "called hidden": cover("Square", F=g.NumberObject(2), AP=PAINTED),
}
for _name, _act in COVERS.items():
    enter("overlay", _name, lambda stage, act=_act: update(stage.signed, act), "changed", says="text-covered")

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
