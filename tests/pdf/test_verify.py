"""What verification says about files that were left alone, answered, tampered with or damaged."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic as g

from portfolio_app.pdf.produce import Produced
from portfolio_app.pdf.sign import Signer, make_signer
from portfolio_app.pdf.verdict import Verdict
from portfolio_app.pdf.verify import verify, verify_bytes
from tests.pdf.reader_acts import N, S, annotate, fill, numbers, sign_prepared, update
from tests.pdf.sample import NOW

NOTE = (560.0, 800.0, 580.0, 820.0)
OVER_TEXT = (200.0, 560.0, 540.0, 700.0)


def codes(verdict: Verdict) -> set[str]:
    """The codes of its facts."""
    return {entry.code for entry in verdict.facts}


def test_a_fresh_file_is_untouched_and_says_what_it_cannot_know(produced: Produced) -> None:
    verdict = verify(produced.path, original=produced.path)
    assert verdict.outcome == "untouched"
    assert {"signer-unknown", "later-answers-unknown", "attachments-match", "equals-original"} <= codes(verdict)
    assert (verdict.signer_name, verdict.fingerprint) == ("Anna de Vries", produced.fingerprint)
    assert verdict.signed_at == NOW
    assert verdict.to_json()["attachments_ok"] is True


def test_the_expected_key_is_told_from_another(signed: bytes, signer: Signer) -> None:
    spaced = " ".join(signer.fingerprint[i : i + 4].upper() for i in range(0, 64, 4))
    assert verify_bytes(signed, signer=spaced).identity == "expected"
    other = verify_bytes(signed, signer="0" * 64)
    assert (other.outcome, other.identity) == ("changed", "other")
    assert "otherwise-untouched" in codes(other)


def test_every_changed_byte_in_the_signed_range_is_broken(signed: bytes) -> None:
    start = signed.index(b"/Contents <3082") + len(b"/Contents ")
    end = signed.index(b">", start) + 1
    chance = random.Random(20261123)
    for _ in range(400):
        at = chance.choice((chance.randrange(start), chance.randrange(end, len(signed))))
        damaged = bytearray(signed)
        damaged[at] ^= chance.randrange(1, 256)
        assert verify_bytes(bytes(damaged)).outcome == "broken", at


@pytest.mark.parametrize(
    "piece", [b"/ByteRange", b"/ETSI.CAdES", b"/Perms", b"%PDF-1.7", b"startxref", b"/Type /Sig\n"]
)
def test_a_damaged_keyword_is_broken_and_no_parsers_error(signed: bytes, piece: bytes) -> None:
    at = signed.rindex(piece)
    damaged = signed[: at + 1] + b"#" + signed[at + 2 :]
    assert verify_bytes(damaged).outcome == "broken"


def test_a_changed_signature_value_or_padding_is_broken(signed: bytes) -> None:
    start = signed.index(b"/Contents <3082")
    for at in (start + 900, start + 3000, signed.index(b">", start) - 1):
        digit = b"1" if signed[at : at + 1] != b"1" else b"2"
        assert verify_bytes(signed[:at] + digit + signed[at + 1 :]).outcome == "broken"


def test_a_cut_file_is_broken(signed: bytes) -> None:
    assert verify_bytes(signed[:-300]).outcome == "broken"
    assert verify_bytes(signed[: len(signed) // 2]).outcome in ("broken", "unreadable")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (annotate("Text", NOTE), "note-added"),
        (annotate("Highlight", OVER_TEXT, QuadPoints=numbers(200, 700, 540, 700, 200, 560, 540, 560)), "note-added"),
        (annotate("FreeText", (40.0, 60.0, 140.0, 90.0), fill=b"1 1 .8 rg 0 0 100 30 re f"), "note-added"),
        (fill("mentor_feedback", "Wat een mooie ontwikkeling, graag meer over differentiatie."), "field-filled"),
    ],
)
def test_what_a_reader_may_do_is_reviewed(signed: bytes, act: Callable[[Any], None], code: str) -> None:
    verdict = verify_bytes(update(signed, act), original=signed)
    assert verdict.outcome == "reviewed", verdict.facts
    assert code in codes(verdict)


def test_two_readers_answer_and_sign_one_after_the_other(signed: bytes, signer: Signer) -> None:
    mentor = make_signer("J. Bakker", "Vechtcollege", "", NOW)
    answered = update(signed, fill("mentor_feedback", "Goed gedaan"))
    once = sign_prepared(answered, mentor, "mentor_signature", NOW + timedelta(days=1))
    twice = sign_prepared(once, signer, "trainer_signature", NOW + timedelta(days=2))
    verdict = verify_bytes(twice, original=signed)
    assert verdict.outcome == "reviewed", verdict.facts
    assert {"field-filled", "field-signed", "signed-by"} <= codes(verdict)
    assert any(entry.facts.get("fingerprint") == mentor.fingerprint for entry in verdict.facts)


def test_an_answer_altered_after_its_reader_signed_it_is_changed(signed: bytes) -> None:
    mentor = make_signer("J. Bakker", "", "", NOW)
    once = sign_prepared(update(signed, fill("mentor_feedback", "Nog niet")), mentor, "mentor_signature", NOW)
    assert verify_bytes(update(once, fill("mentor_feedback", "Uitstekend"))).outcome == "changed"


def change_page(writer: Any) -> None:
    """Print more on a page."""
    reference, _ = writer.find_page_for_modification(2)
    page = reference.get_object()
    stream = writer.add_object(g.StreamObject(stream_data=b"1 0 0 rg 100 400 200 200 re f"))
    page[N("/Contents")] = g.ArrayObject([page.raw_get("/Contents"), stream])
    writer.mark_update(reference)


def open_action(writer: Any) -> None:
    """Run a script when the file is opened."""
    script = g.DictionaryObject({N("/S"): N("/JavaScript"), N("/JS"): S("app.alert(1)")})
    writer.root[N("/OpenAction")] = writer.add_object(script)
    writer.update_root()


def new_field(writer: Any) -> None:
    """Add a field that nobody prepared."""
    form = writer.root["/AcroForm"]
    field = g.DictionaryObject({N("/FT"): N("/Tx"), N("/T"): S("extra"), N("/V"): S("x")})
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form["/Fields"])


def swap_attachment(writer: Any) -> None:
    """Change the bytes of an attached file."""
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    held = files.raw_get(5).get_object()["/EF"].raw_get("/F")
    stream = g.StreamObject(dict_data={N("/Type"): N("/EmbeddedFile")}, stream_data=b"datum;uren\n14-09-2024;80\n")
    writer.objects[(held.generation, held.idnum)] = stream


def swap_picture(writer: Any) -> None:
    """Put another image in the place of a printed one."""
    reference, _ = writer.find_page_for_modification(3)
    images = reference.get_object()["/Resources"]["/XObject"]
    held = images.raw_get(next(iter(images)))
    stream = g.StreamObject(
        dict_data={
            N("/Type"): N("/XObject"),
            N("/Subtype"): N("/Image"),
            N("/Width"): g.NumberObject(1),
            N("/Height"): g.NumberObject(1),
            N("/ColorSpace"): N("/DeviceRGB"),
            N("/BitsPerComponent"): g.NumberObject(8),
        },
        stream_data=b"\xff\0\0",
    )
    writer.objects[(held.generation, held.idnum)] = stream


WHITE = b"1 1 1 rg 0 0 340 140 re f"
LINK = g.DictionaryObject({N("/S"): N("/URI"), N("/URI"): S("https://example.org")})


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (change_page, "page-changed"),
        (open_action, "action-added"),
        (new_field, "field-added"),
        (swap_attachment, "attachment-changed"),
        (swap_picture, "page-changed"),
        (annotate("Link", NOTE, A=LINK), "link-added"),
        (annotate("Text", NOTE, A=LINK), "action-added"),
        (annotate("Square", OVER_TEXT, IC=numbers(1, 1, 1)), "text-covered"),
        (annotate("FreeText", OVER_TEXT, fill=WHITE), "text-covered"),
        (fill("mentor_feedback", "Uitstekend", shown="Onvoldoende"), "field-shows-other"),
    ],
)
def test_what_nobody_may_do_is_changed(signed: bytes, act: Callable[[Any], None], code: str) -> None:
    verdict = verify_bytes(update(signed, act))
    assert verdict.outcome == "changed", verdict.facts
    assert code in codes(verdict), verdict.facts


def test_an_object_that_nothing_needs_is_not_let_through_under_a_signed_number(signed: bytes) -> None:
    def shadow(writer: Any) -> None:
        reference, _ = writer.find_page_for_modification(2)
        held = reference.get_object()["/Resources"]["/Font"]
        first = held.raw_get(next(iter(held)))
        writer.objects[(first.generation, first.idnum)] = g.DictionaryObject({N("/Type"): N("/Font")})

    assert verify_bytes(update(signed, shadow)).outcome == "changed"


def test_a_file_rewritten_by_another_program_is_not_untouched(signed: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(out)
    assert verify_bytes(out.getvalue(), original=signed).outcome == "broken"


def test_answers_taken_away_show_against_the_known_later_copy(signed: bytes) -> None:
    answered = update(signed, annotate("Text", NOTE))
    verdict = verify_bytes(signed, original=answered)
    assert verdict.outcome == "changed"
    assert "answers-removed" in codes(verdict)


def test_another_signed_file_is_not_taken_for_the_original(signed: bytes) -> None:
    verdict = verify_bytes(signed, original=b"%PDF-1.7 something else")
    assert verdict.outcome == "changed"
    assert "differs-from-original" in codes(verdict)


@pytest.mark.parametrize("kept", [100, 20_000])
def test_the_beginning_of_an_original_is_not_taken_for_it(signed: bytes, kept: int) -> None:
    verdict = verify_bytes(signed, original=signed[:kept])
    assert verdict.outcome == "changed"
    assert "differs-from-original" in codes(verdict)


def test_an_empty_original_is_not_passed_over(produced: Produced, tmp_path: Path) -> None:
    empty = tmp_path / "leeg.pdf"
    empty.touch()
    verdict = verify(produced.path, original=empty)
    assert (verdict.outcome, codes(verdict)) == ("unreadable", {"original-unreadable"})


def test_pipes_devices_and_folders_are_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pijp.pdf"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), tmp_path):
        assert codes(verify(path)) == {"file-unreadable"}


def test_foreign_files(tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    assert verify(plain).outcome == "unsigned"
    text = tmp_path / "text.pdf"
    text.write_text("geen pdf")
    assert verify(text).outcome == "unreadable"
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    assert verify(torn).outcome == "unreadable"
    assert codes(verify(tmp_path / "absent.pdf")) == {"file-missing"}


def test_a_signed_file_inside_an_unsigned_one_does_not_count(signed: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["certificate.pdf"] = pikepdf.AttachedFileSpec(pdf, signed)
        pdf.save(out, compress_streams=False)
    assert verify_bytes(out.getvalue()).outcome == "unsigned"
