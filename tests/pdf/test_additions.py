"""What else an update may try: other titles, bytes that say nothing, files made to fill the memory."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic as g

from portfolio_app.pdf.sign import Signer
from portfolio_app.pdf.verify import verify_bytes
from tests.pdf.attacker_acts import (
    Act,
    both,
    by_hand,
    codes,
    foreign_font,
    found,
    names,
    stream,
)
from tests.pdf.reader_acts import (
    N,
    S,
    annotate,
    numbers,
    update,
)

MARGIN = (560.0, 800.0, 580.0, 820.0)


def forge_info(writer: Any) -> None:
    """Another title and author."""
    writer.set_info(names(Title=S("Andere titel"), Author=S("Iemand anders")))


def forge_packet(writer: Any) -> None:
    """Another author in the metadata packet."""
    packet = writer.prev.root["/Metadata"].data.replace(b"Anna de Vries", b"Iemand anders")
    entries = {N("/Type"): N("/Metadata"), N("/Subtype"): N("/XML")}
    writer.root[N("/Metadata")] = writer.add_object(g.StreamObject(dict_data=entries, stream_data=packet))
    writer.update_root()


@pytest.mark.parametrize(("act", "part"), [(forge_info, "/Info/Author"), (forge_packet, "/Metadata/creator")])
def test_another_title_or_author_is_told_by_name(signed: bytes, act: Act, part: str) -> None:
    verdict = verify_bytes(update(signed, both(act, annotate("Text", MARGIN))))
    assert verdict.outcome == "changed"
    assert part in {entry.facts.get("part") for entry in verdict.facts if entry.code == "document-changed"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("DA", S("/Form 0.1 Tf 1 g")), ("Q", g.NumberObject(2)), ("XFA", S("x")), ("CO", g.ArrayObject())],
)
def test_an_entry_of_the_form_as_a_whole_is_told(signed: bytes, key: str, value: Any) -> None:
    def act(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        form[N("/" + key)] = value
        writer.update_container(form)

    verdict = verify_bytes(update(signed, both(act, annotate("Text", MARGIN))))
    assert verdict.outcome == "changed"
    assert f"/AcroForm/{key}" in {entry.facts.get("part") for entry in verdict.facts}


def test_the_forms_font_stays_the_signed_one_while_others_may_come(signed: bytes) -> None:
    def font(name: str) -> Act:
        def act(writer: Any) -> None:
            fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
            fonts[N("/" + name)] = foreign_font(writer)["/Form"]
            writer.update_container(fonts)

        return act

    note = annotate("Text", MARGIN)
    assert found(signed, both(font("Other"), note))[0] == "reviewed"
    assert found(signed, both(font("Form"), note))[0] == "changed"


def old_table(data: bytes) -> bytes:
    """The end mark of the last update once more."""
    return b"\nstartxref" + data.rsplit(b"startxref", 1)[1]


def test_an_update_that_changes_nothing_is_no_answer(signed: bytes) -> None:
    outcome, said = found(signed, lambda writer: writer.update_root())
    assert (outcome, "effect-unknown" in said) == ("changed", True)


@pytest.mark.parametrize("junk", [b"\nPK\x03\x04 <html> payload", b"\n% only a comment", b"\n999 0 obj\n<<>>\nendobj"])
def test_bytes_that_no_table_names_are_told(signed: bytes, junk: bytes) -> None:
    assert verify_bytes(signed + junk).outcome == "changed"
    assert verify_bytes(signed + junk + old_table(signed)).outcome == "changed"
    noted = update(signed, annotate("Text", MARGIN))
    verdict = verify_bytes(noted + junk + old_table(noted))
    assert (verdict.outcome, codes(verdict) & {"bytes-unexplained"}) == ("changed", {"bytes-unexplained"})
    table = noted.rindex(b"\nxref" if b"\nxref" in noted[len(signed) :] else b"\nstartxref")
    assert verify_bytes(noted[:table] + junk + noted[table:]).outcome == "changed"


@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b" \0\n" * 100_000])
def test_blanks_at_the_end_are_told_and_change_nothing(signed: bytes, blank: bytes) -> None:
    verdict = verify_bytes(signed + blank, original=signed)
    assert verdict.outcome == "untouched"
    assert {"blank-added", "begins-with-original"} <= codes(verdict)


def test_only_the_very_original_is_called_equal_to_it(signed: bytes) -> None:
    assert "equals-original" in codes(verify_bytes(signed, original=signed))
    noted = verify_bytes(update(signed, annotate("Text", MARGIN)), original=signed)
    assert codes(noted) & {"equals-original", "begins-with-original"} == {"begins-with-original"}


def test_a_reference_to_nothing_that_an_update_fills_is_changed(mentor: Signer) -> None:
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Annots[9 0 R]/Contents 4 0 R"
        b"/Resources<</XObject<</X 20 0 R>>>>>>"
    )
    base = by_hand(mentor, {3: page, 4: stream(b"/X Do")})
    assert verify_bytes(base).outcome in ("untouched", "changed", "broken")

    def define(writer: Any) -> None:
        shape = g.StreamObject(
            dict_data={N("/Type"): N("/XObject"), N("/Subtype"): N("/Form"), N("/BBox"): numbers(0, 0, 300, 300)},
            stream_data=b"0 g 0 0 300 300 re f",
        )
        writer.objects[(0, 20)] = shape

    for act in (define, both(define, annotate("Text", MARGIN, page=0))):
        assert verify_bytes(update(base, act)).outcome in ("changed", "broken")


def replace_list(writer: Any) -> None:
    """Another list of attachments, with another file under a listed name."""
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    held = writer.add_object(g.StreamObject(stream_data=b"80 uren"))
    spec = names(Type=N("/Filespec"), F=S("uren.csv"), UF=S("uren.csv"), EF=names(F=held))
    kept = [
        each for at in range(0, len(files), 2) if files[at] != "uren.csv" for each in (files[at], files.raw_get(at + 1))
    ]
    listed = g.ArrayObject([*kept, S("uren.csv"), writer.add_object(spec)])
    writer.root["/Names"][N("/EmbeddedFiles")] = names(Names=listed)
    writer.update_root()
    writer.update_container(writer.root["/Names"])


def test_attachments_exchanged_by_an_update_are_told(signed: bytes) -> None:
    outcome, said = found(signed, both(replace_list, annotate("Text", MARGIN)))
    assert outcome == "changed"
    assert "attachment-changed" in said
    assert "attachment-differs" in said


def test_a_file_behind_a_password_is_called_that(mentor: Signer) -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    verdict = verify_bytes(out.getvalue())
    assert (verdict.outcome, codes(verdict)) == ("unreadable", {"password-needed"})


def table_bomb() -> bytes:
    """A table of sixteen million free objects, packed into a few thousand octets."""
    entries = b"/Type/XRef/Size 16000000/W[1 0 0]/Index[0 16000000]/Root 1 0 R/ID[<00><00>]/Filter/FlateDecode"
    return stream(zlib.compress(bytes(16_000_000), 9), entries)


def test_a_table_that_unpacks_to_very_much_is_not_unpacked(signed: bytes) -> None:
    noted = update(signed, annotate("Text", MARGIN))
    previous = int(noted.rsplit(b"startxref", 1)[1].split()[0])
    bomb = table_bomb().replace(b"/Type/XRef", b"/Type/XRef/Prev %d" % previous)
    packed = noted + b"\n900 0 obj\n" + bomb + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(noted) + 1)
    verdict = verify_bytes(packed)
    assert verdict.outcome in ("unreadable", "changed")
    assert codes(verdict) & {"too-much-inside", "addition-unreadable"}


@pytest.mark.parametrize("filters", [b"/FlateDecode", b"[/FlateDecode/FlateDecode]"])
def test_an_attachment_that_unpacks_to_very_much_is_not_unpacked(mentor: Signer, filters: bytes) -> None:
    packed = zlib.compress(bytes(50_000_000), 9)
    if b"[" in filters:
        packed = zlib.compress(packed, 9)
    file = b"<</Type/Filespec/F(%b)/UF(%b)/EF<</F 11 0 R>>>>"
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]>>"
        b"/Names<</EmbeddedFiles<</Names[(manifest.json) 12 0 R]>>>>>>"
    )
    objects = {1: catalog, 11: stream(packed, b"/Filter" + filters), 12: file % (b"manifest.json", b"manifest.json")}
    verdict = verify_bytes(by_hand(mentor, objects))
    assert (verdict.outcome, "manifest-unreadable" in codes(verdict)) == ("changed", True)


def test_metadata_that_unpacks_to_very_much_is_not_unpacked(signed: bytes) -> None:
    def act(writer: Any) -> None:
        entries = {N("/Type"): N("/Metadata"), N("/Subtype"): N("/XML"), N("/Filter"): N("/FlateDecode")}
        held = g.StreamObject(dict_data=entries, encoded_data=zlib.compress(b" " * 60_000_000, 9))
        writer.root[N("/Metadata")] = writer.add_object(held)
        writer.update_root()

    writer_without_metadata = update(signed, both(act, annotate("Text", MARGIN)))
    assert verify_bytes(writer_without_metadata).outcome in ("changed", "unreadable")
