"""Attacks that were made ready in the signed part: hidden content, and references to what is not there yet."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic as g

from tests.pdf.attacker_acts import Act, both, by_hand, covering, names, painted, stream
from tests.pdf.attacks import Tried, attack, enter
from tests.pdf.attacks_updates import page_of
from tests.pdf.reader_acts import N, S, annotate, numbers, update
from tests.pdf.stage import MARGIN, PAGE, Stage

SHADOW_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Annots[9 0 R 10 0 R]/Contents 4 0 R/Resources<<"
    b"/XObject<</X 20 0 R>>/Font<</F 21 0 R>>>>>>"
)
OVER = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 300 300]/F 4/P 3 0 R/AP<</N 11 0 R>>>>"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]"


def shadow(stage: Stage, **more: bytes) -> bytes:
    """A signed file with something under a picture, and objects that nothing shows yet."""
    objects = {
        3: SHADOW_PAGE,
        4: stream(b"0 g 10 10 200 200 re f /X Do"),
        10: OVER,
        11: stream(b"1 g 0 0 300 300 re f", FORM),
        12: b"<</Type/Pages/Kids[13 0 R]/Count 1>>",
        13: b"<</Type/Page/Parent 12 0 R/MediaBox[0 0 300 300]/Contents 14 0 R/Resources<<>>>>",
        14: stream(b"1 0 0 rg 0 0 300 300 re f"),
    }
    return by_hand(stage.owner, objects | {int(key[1:]): octets for key, octets in more.items()})


def shadowing(stage: Stage, act: Act, **more: bytes) -> Tried:
    """The file after an act, with the signed one as the original at hand."""
    signed = shadow(stage, **more)
    return Tried(update(signed, act), kept=signed)


def uncover(writer: Any) -> None:
    held = page_of(writer, 0)[1]
    held[N("/Annots")] = g.ArrayObject([held["/Annots"].raw_get(0)])


def repoint(number: int, **entries: int) -> Act:
    """Let entries of an object refer to others."""

    def act(writer: Any) -> None:
        reference = g.IndirectObject(number, 0, writer)
        held: Any = reference.get_object()
        for key, target in entries.items():
            held[N("/" + key)] = g.IndirectObject(target, 0, writer)
        writer.mark_update(reference.reference)

    return act


def emptied(writer: Any) -> None:
    writer.objects[(0, 11)] = g.StreamObject(
        dict_data={N("/Type"): N("/XObject"), N("/Subtype"): N("/Form"), N("/BBox"): numbers(0, 0, 300, 300)},
        stream_data=b"",
    )


def looking(act: Act) -> Act:
    """With a note of a reader."""
    return both(act, annotate("Text", (280.0, 280.0, 290.0, 290.0), page=0))


SHADOWS = {
    "hide: what lay over it taken away": uncover,
    "hide: what lay over it made empty": emptied,
    "replace: other pages that lay ready": repoint(1, Pages=12),
    "replace: other drawing that lay ready": repoint(3, Contents=14),
    "hide and replace: the page refers to another drawing": repoint(10, Subtype=13),
}
for _name, _act in SHADOWS.items():
    enter("shadow", _name, lambda stage, act=_act: shadowing(stage, act), "changed")
    enter("shadow", f"{_name}, with a note", lambda stage, act=_act: shadowing(stage, looking(act)), "changed")


@attack("shadow", "a table that names an older object of the same number", "changed")
def retabled(stage: Stage) -> Tried:
    """The signed part holds two drawings under one number; an update that is no more than a table picks the other."""
    hidden = b"\n4 0 obj\n" + stream(b"1 0 0 rg 0 0 300 300 re f") + b"\nendobj\n"
    signed = shadow(stage, _15=stream(hidden))
    place = signed.index(hidden) + 1
    previous = int(signed.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 400/Prev %d/Root 1 0 R/ID[<00><00>]>>\n" % (place, previous)
    return Tried(signed + table + b"startxref\n%d\n%%%%EOF\n" % len(signed), kept=signed)


@attack("shadow", "a filled field of hers overwritten", "changed", says="field-altered")
def overwritten(stage: Stage) -> Tried:
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R 30 0 R]/DR<<>>>>>>"
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(bedrag)/V(100)/Rect[10 10 90 30]/F 4/P 3 0 R>>"
    page = SHADOW_PAGE.replace(b"10 0 R]", b"30 0 R]", 1)

    def act(writer: Any) -> None:
        reference = g.IndirectObject(30, 0, writer)
        held: Any = reference.get_object()
        held[N("/V")] = S("900")
        writer.mark_update(reference.reference)

    return shadowing(stage, act, _1=catalog, _3=page, _30=field)


# --- loose ends: the signed part refers to what is not there --------------------------------------------------------


def define(number: int, made: Any) -> Act:
    """Give a number an object."""

    def act(writer: Any) -> None:
        writer.objects[(0, number)] = made

    return act


def picture_form() -> Any:
    """A drawing that covers a page."""
    entries = {N("/Type"): N("/XObject"), N("/Subtype"): N("/Form"), N("/BBox"): numbers(0, 0, 300, 300)}
    return g.StreamObject(dict_data=entries, stream_data=b"0 g 0 0 300 300 re f")


LOOSE = {
    "a drawing defined later": define(20, picture_form()),
    "a font defined later": define(21, names(Type=N("/Font"), Subtype=N("/Type1"), BaseFont=N("/Symbol"))),
}
for _name, _act in LOOSE.items():
    enter("loose end", _name, lambda stage, act=_act: shadowing(stage, act), "changed")
    enter("loose end", f"{_name}, with a note", lambda stage, act=_act: shadowing(stage, looking(act)), "changed")


@attack("loose end", "an annotation defined later", "changed")
def loose_note(stage: Stage) -> Tried:
    page = SHADOW_PAGE.replace(b"10 0 R]", b"10 0 R 22 0 R]", 1)
    note = names(Type=N("/Annot"), Subtype=N("/Square"), Rect=numbers(0, 0, 300, 300), IC=numbers(1, 1, 1))
    return shadowing(stage, define(22, note), _3=page)


@attack("loose end", "a note takes the number that was missing", "changed")
def loose_taken(stage: Stage) -> Tried:
    def act(writer: Any) -> None:
        held = page_of(writer, 0)[1]
        note = names(
            Type=N("/Annot"), Subtype=N("/Stamp"), Rect=numbers(280, 280, 290, 290), F=g.NumberObject(4),
            AP=names(N=g.IndirectObject(20, 0, writer)),
        )  # fmt: skip
        writer.objects[(0, 20)] = picture_form()
        listed = [held["/Annots"].raw_get(at) for at in range(len(held["/Annots"]))]
        held[N("/Annots")] = g.ArrayObject([*listed, writer.add_object(note)])

    return shadowing(stage, act)


# --- what lies ready for programs that mend files --------------------------------------------------------------------


@attack("mending", "an object in the drawing of a note", "changed", says="bytes-unexplained")
def object_in_a_drawing(stage: Stage) -> bytes:
    """Whoever looks for objects from the beginning to the end takes it for a later one of that number."""
    hidden = b"BT ET % \n4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\ntrailer\n<</Root 900 0 R>>\n"
    return update(stage.signed, covering("Stamp", MARGIN, page=PAGE, AP=painted(hidden, 20, 20)))


@attack("mending", "another document that nothing refers to", "changed", says="addition-not-allowed")
def other_document(stage: Stage) -> bytes:
    def act(writer: Any) -> None:
        annotate("Text", MARGIN, page=PAGE)(writer)
        page = writer.add_object(names(Type=N("/Page"), MediaBox=numbers(0, 0, 300, 300)))
        pages = names(Type=N("/Pages"), Kids=g.ArrayObject([page]), Count=g.NumberObject(1))
        writer.add_object(names(Type=N("/Catalog"), Pages=writer.add_object(pages)))

    return update(stage.signed, act)
