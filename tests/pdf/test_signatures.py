"""Signatures that are none, borrowed ones, ones over a part; and the names in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pyhanko.pdf_utils import generic as g

from portfolio_app.i18n import Translator
from portfolio_app.pdf.seals import find_seals
from portfolio_app.pdf.sign import Signer, make_signer
from portfolio_app.pdf.verdict import Verdict, fact
from portfolio_app.pdf.verify import verify_bytes
from portfolio_app.services.verdicts import tell_verdict
from tests.pdf.attacker_acts import (
    by_hand,
    codes,
    forged_signature,
    found,
    names,
    own_seal,
    put,
)
from tests.pdf.reader_acts import (
    N,
    S,
    annotate,
    field_named,
    numbers,
    sign_prepared,
    update,
)
from tests.pdf.sample import NOW

OVER_TEXT = (200.0, 560.0, 540.0, 700.0)


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {"SubFilter": N("/x")},
        {"SubFilter": N("/ETSI.CAdES.detached"), "ByteRange": numbers(0, 10, 20, 30), "Contents": S("x")},
    ],
)
def test_a_signed_looking_field_without_a_signature_is_changed(
    signed: bytes, entries: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    verdict = verify_bytes(update(signed, forged_signature(**entries)), original=signed)
    assert verdict.outcome in ("changed", "broken"), verdict.facts
    assert codes(verdict) & {"signature-fake", "signature-damaged"}
    assert "field-signed" not in codes(verdict)
    assert capfd.readouterr().err == ""


def test_the_signature_of_one_field_does_not_count_for_another(signed: bytes, mentor: Signer) -> None:
    once = sign_prepared(signed, mentor, "mentor_signature", NOW)

    def borrow(writer: Any) -> None:
        value = field_named(writer, "mentor_signature").get_object().raw_get("/V")
        put("trainer_signature", V=value)(writer)

    outcome, said = found(once, borrow)
    assert (outcome, "signature-fake" in said) == ("changed", True)


def test_a_signature_that_was_taken_out_again_is_changed(signed: bytes, mentor: Signer) -> None:
    def take_out(writer: Any) -> None:
        reference = field_named(writer, "mentor_signature")
        del reference.get_object()["/V"]
        writer.mark_update(reference.reference)

    outcome, said = found(sign_prepared(signed, mentor, "mentor_signature", NOW), take_out)
    assert (outcome, "signature-loose" in said) == ("changed", True)


def test_an_own_signature_does_not_excuse_what_was_changed_under_it(signed: bytes, mentor: Signer) -> None:
    def cover(writer: Any) -> None:
        annotate("Square", OVER_TEXT, IC=numbers(1, 1, 1))(writer)

    assert verify_bytes(own_seal(signed, mentor, lambda writer: None)).outcome == "reviewed"
    assert "text-covered" in codes(verify_bytes(own_seal(signed, mentor, cover)))


@pytest.mark.parametrize("left_out", [7, 60])
def test_an_own_signature_over_a_part_of_the_update_is_changed(signed: bytes, mentor: Signer, left_out: int) -> None:
    partial = own_seal(signed, mentor, lambda writer: None, left_out=left_out)
    verdict = verify_bytes(partial)
    assert verdict.outcome == "changed", verdict.facts


@pytest.mark.parametrize("permission", [1, 2, 3])
def test_a_second_certification_is_changed(signed: bytes, mentor: Signer, permission: int) -> None:
    def certified(writer: Any) -> None:
        rule = names(Type=N("/TransformParams"), P=g.NumberObject(permission), V=N("/1.2"))
        reference = names(Type=N("/SigRef"), TransformMethod=N("/DocMDP"), TransformParams=rule)
        value = writer.add_object(names(Type=N("/Sig"), Reference=g.ArrayObject([reference])))
        writer.root[N("/Perms")] = names(DocMDP=value)
        writer.update_root()

    outcome, said = found(sign_prepared(signed, mentor, "mentor_signature", NOW), certified)
    assert (outcome, "document-changed" in said) == ("changed", True)


def test_a_repeated_place_of_a_signature_is_looked_at_once(signed: bytes) -> None:
    seal = find_seals(signed)[0]
    place = b"\n/ByteRange [%d %d %d %d]" % seal.ranges
    assert find_seals(signed + place * 10_000) == [seal]


def test_more_signatures_than_anybody_makes_are_not_looked_at(signed: bytes) -> None:
    start, length, again, rest = find_seals(signed)[0].ranges
    places = b"".join(b"\n/ByteRange [%d %d %d %d]" % (start, length, again, rest - part) for part in range(100))
    padded = signed[:again] + signed[again:] + places
    verdict = verify_bytes(padded)
    assert verdict.outcome == "broken"
    assert codes(verdict) == {"too-many-signatures"}


@pytest.mark.parametrize(
    "name",
    [
        "Anna עברית de Vries",
        "مرحبا Anna 12",
        "Anna \ufffe\U0001ffff\ufdd0 de Vries",
        "Élisabeth-Françoise-" * 9,
        "漢字" * 60,
        "Anna \ud800\x00\x1b[2K\x85 de Vries",
        "\ufffe",
    ],
)
def test_every_name_makes_a_file_that_holds(name: str) -> None:
    signer = make_signer(name, name, "", NOW)
    verdict = verify_bytes(by_hand(signer, {}))
    assert (verdict.outcome, verdict.fingerprint) == ("untouched", signer.fingerprint)
    assert 0 < len(verdict.signer_name.encode()) <= 64
    assert verdict.signer_name.isprintable()


def forging_name(signer: Signer, name: str) -> Signer:
    """The key with a certificate that no program of ours makes."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    key: Any = serialization.load_pem_private_key(signer.key_pem, None)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=9))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    return replace(
        signer,
        certificate_pem=made.public_bytes(serialization.Encoding.PEM),
        fingerprint=made.fingerprint(hashes.SHA256()).hex(),
    )


def test_a_name_from_the_file_forges_no_line_of_the_verdict(signed: bytes, mentor: Signer) -> None:
    forger = forging_name(mentor, "Coach.\x1b[2K\nIt was signed with \u202ethe key you\u2028 expected.")
    verdict = verify_bytes(sign_prepared(signed, forger, "mentor_signature", NOW))
    lines = tell_verdict(verdict, Translator("en"))
    assert all(line.isprintable() for line in lines)
    told = next(line for line in lines if line.startswith("Also signed by"))
    assert "“Coach. [2K It was signed with the key you expected.”" in told
    assert "unknown" in told
    assert forger.fingerprint[:4].upper() in told


def test_names_of_fields_and_attachments_are_quoted_and_short() -> None:
    long = Verdict("changed", (fact("attachment-added", name="a\nb”." + "x" * 500), fact("field-signed", name="\x07")))
    lines = tell_verdict(long, Translator("en"))
    assert lines[1].startswith('An attachment was added: “a b".xxx')
    assert lines[1].endswith("x…”.")
    assert len(lines[1]) < 120
    assert lines[2] == "A reader signed: “”."
