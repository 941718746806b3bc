"""Keys that are brought along: read from files of OpenSSL's making, signed with, and checked by strangers' tools."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import core, pkcs12
from cryptography import x509

from portfolio_app.document import tree
from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.key_file import read_key_file
from portfolio_app.pdf.produce import produce
from portfolio_app.pdf.signer import Signer, about, certificate_der, is_of, make_signer
from portfolio_app.pdf.verify import verify_bytes
from tests.pdf.sample import NOW, Sample
from tests.tools.cms_parts import covered_and_signature
from tests.tools.key_files import KINDS, OLD, SECRET, Authority, openssl
from tests.tools.verapdf import validate


def signed_with(signer: Signer, document: tree.Document, rich: Sample, out: Path) -> bytes:
    """The document, signed."""
    produce(document, out, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW)
    return out.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_every_kind_signs_and_strangers_accept_it(
    kind: str, authority: Authority, last_part: tree.Document, rich: Sample, out: Path, tmp_path: Path
) -> None:
    file = authority.key_file("".join(kind.split()), KINDS[kind])
    signer = read_key_file(file.read_bytes(), SECRET)
    said = about(signer)
    assert (said.name, said.organisation, said.issuer, said.kind) == (
        "Anna de Vries", "Vechtcollege", "Uitgever Voorbeeld", kind,
    )  # fmt: skip
    data = signed_with(signer, last_part, rich, out)
    verdict = verify_bytes(data)
    assert (verdict.outcome, verdict.fingerprint) == ("untouched", signer.fingerprint)
    assert verdict.signer_name == "Anna de Vries"
    assert verify_bytes(data[:3000] + bytes([data[3000] ^ 1]) + data[3001:]).outcome == "broken"
    if kind == "Ed25519":
        return  # the signatures of these keys are newer than the tools
    said_by_poppler = subprocess.run(["pdfsig", "-nocert", out], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said_by_poppler
    assert "Total document signed" in said_by_poppler
    said_by_mupdf = subprocess.run(["mutool", "sign", "-v", out], capture_output=True, text=True, check=True).stdout
    assert "cn=Anna de Vries, o=Vechtcollege" in said_by_mupdf
    assert "unchanged since signing" in said_by_mupdf
    covered, signature = covered_and_signature(data, tmp_path)
    openssl(
        "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", covered, "-CAfile",
        authority.root, "-purpose", "any", "-out", tmp_path / "content",
    )  # fmt: skip


def test_a_file_signed_with_a_brought_key_is_archival(
    authority: Authority, last_part: tree.Document, rich: Sample, out: Path
) -> None:
    signer = read_key_file(authority.key_file("ec", KINDS["EC P-256"]).read_bytes(), SECRET)
    signed_with(signer, last_part, rich, out)
    [result] = validate("PDFA-3A", out)
    assert result.compliant, str(result)


@pytest.mark.parametrize("packing", OLD)
def test_old_encryptions_open_too(packing: str, authority: Authority) -> None:
    file = authority.key_file("old", packed=OLD[packing])
    signer = read_key_file(file.read_bytes(), SECRET)
    assert about(signer).name == "Anna de Vries"
    with pytest.raises(UserError, match="key-file-passphrase"):
        read_key_file(file.read_bytes(), "iets anders")


@pytest.mark.parametrize("secret", ["", "één sleutel ✓"])
def test_a_passphrase_may_be_empty_or_have_any_letter(secret: str, authority: Authority) -> None:
    data = authority.key_file("odd", secret=secret).read_bytes()
    assert read_key_file(data, secret).name == "Anna de Vries"
    with pytest.raises(UserError, match="key-file-passphrase"):
        read_key_file(data, "x")


def test_the_chain_goes_along_nearest_first_and_comes_back_from_the_store(authority: Authority) -> None:
    signer = read_key_file(authority.key_file("chained").read_bytes(), SECRET)
    names = [link.subject.rfc4514_string() for link in x509.load_pem_x509_certificates(signer.chain_pem)]
    assert [name.partition(",")[0] for name in names] == ["CN=Uitgever Voorbeeld", "CN=Wortel Voorbeeld"]
    assert Signer.load(signer.dump()) == signer
    assert "PRIVATE" not in repr(signer)


def test_what_is_no_file_with_a_key_is_told_apart(authority: Authority, tmp_path: Path) -> None:
    whole = authority.key_file("parts").read_bytes()
    certificate = (authority.folder / "parts.pem").read_bytes()
    der = openssl("x509", "-outform", "DER", given=certificate)
    only = tmp_path / "only.p12"
    openssl("pkcs12", "-export", "-nokeys", "-in", authority.root, "-out", only, "-passout", f"pass:{SECRET}")
    bare = tmp_path / "bare.p12"
    openssl(
        "pkcs12", "-export", "-nocerts", "-inkey", authority.folder / "parts.key", "-out", bare, "-passout",
        f"pass:{SECRET}",
    )  # fmt: skip
    for data, code in (
        (certificate, "key-file-foreign"),
        (b"", "key-file-foreign"),
        (b"%PDF-1.7", "key-file-foreign"),
        (b"\x30" * (2 << 20), "key-file-foreign"),
        (der, "key-file-no-key"),
        (only.read_bytes(), "key-file-no-key"),
        (bare.read_bytes(), "key-file-no-certificate"),
        (whole[:-40], "key-file-damaged"),
        (whole[:60], "key-file-damaged"),
        (b"\x30\x80" + bytes(500), "key-file-damaged"),
    ):
        with pytest.raises(UserError) as trouble:
            read_key_file(data, SECRET)
        assert trouble.value.code == code, (code, data[:20])


def test_a_byte_that_flipped_anywhere_never_gives_a_key(authority: Authority) -> None:
    whole = bytearray(authority.key_file("flipped").read_bytes())
    for at in range(0, len(whole), 37):
        whole[at] ^= 0x55
        with pytest.raises(UserError):
            read_key_file(bytes(whole), SECRET)
        whole[at] ^= 0x55


@pytest.mark.parametrize(
    ("kind", "extensions", "code"),
    [
        (("rsa:1024",), (), "key-weak"),
        (("ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"), (), "key-kind"),
        (("ed448",), (), "key-kind"),
        (("rsa:2048",), ("keyUsage=critical,keyEncipherment",), "key-not-for-signing"),
        (("rsa:2048",), ("extendedKeyUsage=serverAuth,codeSigning",), "key-not-for-signing"),
    ],
)
def test_keys_that_are_too_weak_or_for_something_else_are_refused(
    kind: tuple[str, ...], extensions: tuple[str, ...], code: str, authority: Authority
) -> None:
    with pytest.raises(UserError, match=code):
        read_key_file(authority.key_file("refused", kind, extensions=extensions).read_bytes(), SECRET)


@pytest.mark.parametrize(
    "extensions",
    [(), ("extendedKeyUsage=emailProtection,serverAuth",), ("extendedKeyUsage=1.3.6.1.5.5.7.3.36",),
     ("keyUsage=nonRepudiation", "extendedKeyUsage=clientAuth")],
)  # fmt: skip
def test_certificates_of_persons_are_taken_however_they_are_marked(
    extensions: tuple[str, ...], authority: Authority
) -> None:
    assert read_key_file(authority.key_file("marked", extensions=extensions).read_bytes(), SECRET)


def test_what_a_certificate_says_tells_whether_it_is_of_today(signer: Signer) -> None:
    said = about(signer)
    assert (said.name, said.organisation, said.email) == ("Anna de Vries", "Vechtcollege", "anna@example.org")
    assert (said.issuer, said.kind) == ("", "RSA 3072")
    assert said.standing(NOW) == "valid"
    assert said.standing(said.until.replace(year=said.until.year + 1)) == "expired"
    assert said.standing(said.since.replace(year=said.since.year - 1)) == "early"
    assert is_of(signer, " Anna  de Vries ", "Vechtcollege", "anna@example.org")
    assert not is_of(signer, "Anna Bakker", "Vechtcollege", "anna@example.org")
    assert not is_of(signer, "Anna de Vries", "", "anna@example.org")
    made = make_signer("", "", "geen adres", NOW)
    assert is_of(made, "", "", "")


def test_a_certificate_to_give_away_is_read_by_openssl(signer: Signer) -> None:
    told = openssl("x509", "-inform", "DER", "-noout", "-fingerprint", "-sha256", given=certificate_der(signer))
    assert told.decode().strip().partition("=")[2].replace(":", "").lower() == signer.fingerprint
    assert b"PRIVATE" not in certificate_der(signer)


def endless_mac(held: Any) -> None:
    held["mac_data"]["iterations"] = (1 << 31) - 1


def endless_key(held: Any) -> None:
    """In the part with the key itself."""
    safes: Any = held.authenticated_safe
    for content in safes:
        if content["content_type"].native == "data":
            bags: Any = pkcs12.SafeContents.load(content["content"].native)
            for bag in bags:
                algorithm = bag["bag_value"]["encryption_algorithm"]
                algorithm["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = (1 << 31) - 1
            content["content"] = core.OctetString(bags.dump(force=True))
    held["auth_safe"]["content"] = core.OctetString(safes.dump(force=True))


@pytest.mark.parametrize("act", [endless_mac, endless_key])
def test_a_file_that_would_take_for_ever_is_not_opened(act: Callable[[Any], None], authority: Authority) -> None:
    held: Any = pkcs12.Pfx.load(authority.key_file("endless", KINDS["EC P-256"]).read_bytes())
    act(held)
    with pytest.raises(UserError, match="key-file-damaged"):
        read_key_file(held.dump(force=True), SECRET)
