"""Attacks on the bytes and on the signature itself: forged, wrapped, moved, exchanged, cut."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic as g

from tests.pdf.attacker_acts import bare, by_hand, forged_signature, names, own_seal, put, stream
from tests.pdf.attacks import Tried, attack, enter
from tests.pdf.cms_acts import (
    grafted,
    resealed,
    with_bag,
    with_certificate,
    with_second_signer,
    without_attributes,
)
from tests.pdf.reader_acts import N, S, annotate, field_named, fill, numbers, update
from tests.pdf.stage import MARGIN, PAGE, Stage, small

_CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"/ByteRange \[[^\]]*\]")


def contents(data: bytes) -> tuple[int, int]:
    """Where the hexadecimal digits of the first signature stand."""
    found = _CONTENTS.search(data)
    assert found
    return found.span(1)


def ranged(data: bytes, text: bytes) -> bytes:
    """Another place of the signature, written over the first one with as many octets."""
    found = _RANGE.search(data)
    assert found
    start, end = found.span()
    return data[:start] + text.ljust(end - start)[: end - start] + data[end:]


def numbers_of(data: bytes) -> list[int]:
    """The place of the first signature."""
    found = _RANGE.search(data)
    assert found
    return [int(number) for number in re.findall(rb"\d+", found[0])]


# --- bytes ----------------------------------------------------------------------------------------------------------


@attack("bytes", "a byte of a page flipped", "broken", "broken", says="bytes-changed")
def flipped(stage: Stage) -> bytes:
    at = stage.signed.index(b"stream", 4000) + 60
    return stage.signed[:at] + bytes([stage.signed[at] ^ 1]) + stage.signed[at + 1 :]


@attack("bytes", "a byte of the signature flipped", "broken")
def flipped_seal(stage: Stage) -> bytes:
    at = contents(stage.signed)[0] + 2400
    return stage.signed[:at] + (b"1" if stage.signed[at : at + 1] != b"1" else b"2") + stage.signed[at + 1 :]


@attack("bytes", "the last table cut off", "broken")
def cut(stage: Stage) -> bytes:
    return stage.signed[:-300]


@attack("bytes", "cut off before the signature", "broken", says="signature-removed")
def cut_half(stage: Stage) -> bytes:
    return stage.signed[: contents(stage.signed)[0] - 40]


@attack("bytes", "bytes put before the file", "broken")
def pushed(stage: Stage) -> bytes:
    return b"<html>hello</html>\n" + stage.signed


@attack("bytes", "line ends rewritten as a mail program does", "broken")
def crlf(stage: Stage) -> bytes:
    return stage.signed.replace(b"\n", b"\r\n")


@attack("bytes", "written anew by another program", "broken")
def rewritten(stage: Stage) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(stage.signed)) as pdf:
        pdf.save(out)
    return out.getvalue()


@attack("bytes", "written anew without its signature", "broken", says="signature-removed")
def stripped(stage: Stage) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(stage.signed)) as pdf:
        del pdf.Root.Perms
        for field in pdf.Root.AcroForm.Fields:
            if "/V" in field and field.FT == "/Sig":
                del field["/V"]
        pdf.remove_unreferenced_resources()
        pdf.save(out)
    return out.getvalue()


@attack("bytes", "another kind of file appended", "changed", says="bytes-unexplained")
def polyglot(stage: Stage) -> bytes:
    return stage.noted + b"\nPK\x03\x04 payload" + b"\nstartxref" + stage.noted.rsplit(b"startxref", 1)[1]


# --- universal forgery: a signature that gives nothing to check -----------------------------------------------------

for _name, _text in {
    "no place": b"/ByteRang_ [0 0 0 0]",
    "an empty place": b"/ByteRange []",
    "a place of zeros": b"/ByteRange [0 0 0 0]",
    "a place that is null": b"/ByteRange null",
    "a negative place": b"/ByteRange [0 -1 9 -1]",
    "a place with letters": b"/ByteRange [0 a 9 b]",
}.items():
    enter("forgery", _name, lambda stage, text=_text: ranged(stage.signed, text), "broken")


@attack("forgery", "the place leaves the end out", "broken")
def short_range(stage: Stage) -> bytes:
    start, length, again, rest = numbers_of(stage.signed)
    return ranged(stage.signed, b"/ByteRange [%d %d %d %d]" % (start, length, again, rest - 200))


@attack("forgery", "the place begins later", "broken")
def late_range(stage: Stage) -> bytes:
    _, length, again, rest = numbers_of(stage.signed)
    return ranged(stage.signed, b"/ByteRange [9 %d %d %d]" % (length - 9, again, rest))


for _name, _digits in {"no signature in it": b"", "one zero octet in it": b"00", "only zeros in it": b"0"}.items():

    def _emptied(stage: Stage, digits: bytes = _digits) -> bytes:
        start, end = contents(stage.signed)
        filled = digits.ljust(end - start, b"0" if digits == b"0" else b" ")
        return stage.signed[:start] + filled + stage.signed[end:]

    enter("forgery", _name, _emptied, "broken")


@attack("forgery", "a signed attribute left out", "broken")
def attributeless(stage: Stage) -> bytes:
    return without_attributes(stage.signed)


for _name, _entries in {
    "a field that only looks signed": {},
    "a field with a signature of nothing": {"SubFilter": N("/ETSI.CAdES.detached"), "Contents": S("")},
}.items():
    enter(
        "forgery",
        _name,
        lambda stage, entries=_entries: update(stage.signed, forged_signature(**entries)),
        "changed",
        says="signature-fake",
    )


@attack("forgery", "the owner's signature replaced by nothing in an update", "broken")
def unsealed(stage: Stage) -> bytes:
    return update(stage.signed, put("owner_signature", V=names(Type=N("/Sig"))))


# --- wrapping: the signed halves moved apart ------------------------------------------------------------------------


def wrapped(data: bytes, between: bytes) -> bytes:
    """Put bytes between the signature and the second half, and move what says where that half begins."""
    start, length, again, rest = numbers_of(data)
    moved = b"/ByteRange [%d %d %d %d]" % (start, length, again + len(between), rest)
    return ranged(data, moved)[:again] + between + data[again:]


@attack("wrapping", "objects between the halves", "broken")
def wrapped_objects(stage: Stage) -> bytes:
    return wrapped(stage.signed, b"\n999 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\n")


@attack("wrapping", "a second place in the gap", "broken")
def wrapped_place(stage: Stage) -> bytes:
    start, length, again, rest = numbers_of(stage.signed)
    hexadecimal = stage.signed[length:again]
    told = b"\n999 0 obj\n<</Type/Sig/Contents %b/ByteRange [%d %d %010d %d]>>\nendobj\n"
    size = len(told % (hexadecimal, start, length, 0, rest))
    between = told % (hexadecimal, start, length, again + size, rest)
    return stage.signed[:again] + between + stage.signed[again:]


@attack("wrapping", "blanks between the digits of the signature", "broken")
def wrapped_blanks(stage: Stage) -> bytes:
    return wrapped(stage.signed, b" " * 500)


# --- another signature, another certificate -------------------------------------------------------------------------


@attack("moved", "the signature of another file of hers", "broken", says="bytes-changed")
def moved(stage: Stage) -> bytes:
    (start, end), (first, last) = contents(stage.signed), contents(stage.other)
    return stage.signed[:start] + stage.other[first:last].ljust(end - start, b"0")[: end - start] + stage.signed[end:]


@attack("moved", "another file of hers under this name", "untouched", "changed", says="differs-from-original")
def exchanged(stage: Stage) -> bytes:
    return stage.other


@attack("moved", "the signed file attached to an unsigned one", "unsigned", "changed")
def attached(stage: Stage) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["portfolio.pdf"] = pikepdf.AttachedFileSpec(pdf, stage.signed)
        pdf.save(out, compress_streams=False)
    return out.getvalue()


@attack("moved", "her signature under another document", "changed", "changed")
def under_another(stage: Stage) -> bytes:
    """An update whose catalog shows other pages, below her signed ones."""

    def act(writer: Any) -> None:
        page = writer.add_object(names(Type=N("/Page"), MediaBox=numbers(0, 0, 300, 300)))
        pages = names(Type=N("/Pages"), Kids=g.ArrayObject([page]), Count=g.NumberObject(1))
        writer.root[N("/Pages")] = writer.add_object(pages)
        writer.update_root()

    return update(stage.signed, act)


@attack("certificate", "another text, signed under the same name", "untouched", "changed", "changed", "changed")
def same_name(stage: Stage) -> bytes:
    return by_hand(stage.twin, {4: stream(b"0 0 10 10 re f")})


@attack("certificate", "the same text, signed anew under the same name", "untouched", "changed", "changed", "changed")
def resigned(stage: Stage) -> bytes:
    return resealed(stage.signed, stage.twin)


@attack("certificate", "certificate of the same name put in its place", "broken")
def swapped_certificate(stage: Stage) -> bytes:
    return with_certificate(stage.signed, stage.twin)


@attack("certificate", "her certificate beside a forger's", "untouched", "changed", "changed", "changed")
def beside_hers(stage: Stage) -> bytes:
    sealed = own_seal(bare({}), stage.twin, lambda writer: None, field="owner_signature")
    return with_bag(sealed, stage.owner)


@attack("certificate", "a second signature in the signature", "broken")
def two_signers(stage: Stage) -> bytes:
    return with_second_signer(stage.signed, stage.twin)


@attack("certificate", "signed with a digest that can be forged", "broken", says="signature-weak")
def weak(stage: Stage) -> bytes:
    return grafted(stage.signed, stage.owner, "sha1")


@attack("certificate", "a reader signs under the owner's name", "reviewed", says="signed-by-namesake")
def namesake(stage: Stage) -> bytes:
    return own_seal(stage.signed, stage.twin, lambda writer: None)


@attack("certificate", "a reader's signature over a part of the update", "changed")
def partial(stage: Stage) -> bytes:
    return own_seal(stage.signed, stage.mentor, lambda writer: None, left_out=60)


@attack("certificate", "the reader's signature used for a second field", "changed", says="signature-fake")
def borrowed(stage: Stage) -> bytes:
    def act(writer: Any) -> None:
        put("trainer_signature", V=field_named(writer, "mentor_signature").get_object().raw_get("/V"))(writer)

    return update(stage.closed, act)


@attack("certificate", "the owner's signature used for a reader's field", "changed", says="signature-fake")
def borrowed_owner(stage: Stage) -> bytes:
    def act(writer: Any) -> None:
        put("trainer_signature", V=field_named(writer, "owner_signature").get_object().raw_get("/V"))(writer)

    return update(stage.signed, act)


# --- revisions ------------------------------------------------------------------------------------------------------


@attack("revisions", "cut back to the signed file", "untouched", "changed", says="answers-removed")
def cut_back(stage: Stage) -> Tried:
    return Tried(stage.signed, kept=stage.closed)


@attack("revisions", "cut back to a note, the answer gone", "reviewed", "changed", says="answers-removed")
def cut_to_note(stage: Stage) -> Tried:
    return Tried(stage.noted, kept=stage.closed)


@attack("revisions", "cut back, and answered anew", "reviewed", "changed", says="differs-from-original")
def cut_and_grown(stage: Stage) -> Tried:
    return Tried(update(stage.signed, annotate("Text", MARGIN, page=PAGE)), kept=stage.closed)


@attack("revisions", "in another order", "changed")
def reordered(stage: Stage) -> bytes:
    first, second = stage.noted[len(stage.signed) :], stage.answered[len(stage.noted) :]
    return stage.signed + second + first


@attack("revisions", "one in between taken out", "changed")
def gap(stage: Stage) -> bytes:
    return stage.signed + stage.answered[len(stage.noted) :]


@attack("revisions", "the last one twice", "changed")
def twice(stage: Stage) -> bytes:
    return stage.noted + stage.noted[len(stage.signed) :]


@attack("revisions", "of another file of hers", "changed")
def foreign(stage: Stage) -> bytes:
    return stage.other + stage.closed[len(stage.signed) :]


@attack("revisions", "the reader's note taken away after the reader signed", "changed")
def note_gone(stage: Stage) -> bytes:
    def act(writer: Any) -> None:
        reference, _ = writer.find_page_for_modification(PAGE)
        held = reference.get_object()
        listed = held["/Annots"]
        held[N("/Annots")] = g.ArrayObject([listed.raw_get(at) for at in range(len(listed) - 1)])
        writer.mark_update(reference)

    return update(stage.closed, act)


@attack("revisions", "the signed answer exchanged", "changed")
def answer_exchanged(stage: Stage) -> bytes:
    return update(stage.closed, fill("mentor_feedback", "Uitstekend"))


@attack("revisions", "the reader's signature taken out again", "changed", says="signature-loose")
def signature_gone(stage: Stage) -> bytes:
    def act(writer: Any) -> None:
        reference = field_named(writer, "mentor_signature")
        del reference.get_object()["/V"]
        writer.mark_update(reference.reference)

    return update(stage.closed, act)


@attack("revisions", "the signed file left out of the chain", "broken")
def chain(stage: Stage) -> bytes:
    """A table that goes back to nothing: all that is seen comes from the update."""
    page = b"<</Type/Page/Parent 902 0 R/MediaBox[0 0 300 300]/Resources<<>>>>"
    objects = {901: b"<</Type/Catalog/Pages 902 0 R>>", 902: b"<</Type/Pages/Kids[903 0 R]/Count 1>>", 903: page}
    out, places = bytearray(stage.signed), dict[int, int]()
    for number, octets in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, octets)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n901 3\n" + b"".join(b"%010d 00000 n \n" % places[at] for at in places)
    out += b"trailer\n<</Size 904/Root 901 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


@attack("certificate", "another portfolio under the same name", "untouched", "changed", "changed", "changed")
def forged_whole(stage: Stage) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return small(Path(folder, "twin.pdf"), stage.twin, "Portfolio")
