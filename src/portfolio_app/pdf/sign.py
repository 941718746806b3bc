"""The owner's own key, and the certifying signature with it (PAdES B-B, DocMDP level 3)."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Final

from portfolio_app.pdf import style as look
from portfolio_app.pdf.form import OWNER_FIELD
from portfolio_app.pdf.style import TextStyle

_KEY_BITS: Final = 3072
_VALID_DAYS: Final = 365 * 40
_LONGEST_NAME: Final = 64
"""Octets of UTF-8."""
_SEAL_NAME: Final = TextStyle("light", 15, 19, hyphenate=False)
_SEAL_LINE: Final = TextStyle(size=8.5, leading=12, colour=look.GREY, hyphenate=False)
_SEAL_PRINT: Final = TextStyle(size=6.6, leading=9, colour=look.GREY, hyphenate=False)


@dataclass(frozen=True)
class Signer:
    """A key with its self-signed certificate, both PEM; ``fingerprint`` is the certificate's SHA-256 in hex.

    The key is not encrypted here: whoever keeps a signer keeps it encrypted.
    """

    name: str
    certificate_pem: bytes
    key_pem: bytes
    fingerprint: str

    def __repr__(self) -> str:
        return f"Signer({self.fingerprint[:16]})"

    def dump(self) -> bytes:
        """As bytes for the store."""
        parts = asdict(self)
        return json.dumps({key: v.decode() if isinstance(v, bytes) else v for key, v in parts.items()}).encode()

    @classmethod
    def load(cls, data: bytes) -> Signer:
        """From what `dump` gave."""
        parts = json.loads(data)
        return cls(parts["name"], parts["certificate_pem"].encode(), parts["key_pem"].encode(), parts["fingerprint"])


def make_signer(name: str, school: str, email: str, now: datetime) -> Signer:
    """Make a new key and a certificate that says whose it is. Takes about a second."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    who = [x509.NameAttribute(NameOID.COMMON_NAME, _short(name) or "?")]
    if school.strip():
        who.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(school)))
    subject = x509.Name(who)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(), critical=True)
    )
    if email.strip().isascii() and "@" in email:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email.strip())]), critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    return Signer(
        name,
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _usage() -> Any:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _short(text: str) -> str:
    """As much as a name in a certificate holds: 64 octets, of whole characters that stand for something."""
    told = "".join(letter for letter in " ".join(text.split()) if _stands_for_something(letter))
    return told.encode()[:_LONGEST_NAME].decode(errors="ignore").strip()


def _stands_for_something(letter: str) -> bool:
    """Not so: controls, halves of pairs, and the code points that Unicode keeps for no character."""
    code = ord(letter)
    return unicodedata.category(letter) not in ("Cc", "Cs") and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, easy to compare by eye."""
    upper = fingerprint.upper()
    return " ".join(upper[i : i + 4] for i in range(0, len(upper), 4))


def seal_lines(signer: Signer, now: datetime) -> tuple[tuple[str, TextStyle], ...]:
    """What the signature field shows: name, instant by the device's clock, fingerprint."""
    return (
        (signer.name, _SEAL_NAME),
        (f"{now:%Y-%m-%d %H:%M} {now.tzname() or ''}".rstrip(), _SEAL_LINE),
        (f"SHA-256 {grouped(signer.fingerprint)}", _SEAL_PRINT),
    )


def certify(file: BinaryIO, signer: Signer, now: datetime, reason: str) -> None:
    """Sign in place: afterwards readers may annotate, fill in and sign the prepared fields, and nothing else."""
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    metadata = PdfSignatureMetadata(
        field_name=OWNER_FIELD,
        md_algorithm="sha256",
        name=_short(signer.name) or None,
        reason=reason or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.ANNOTATE,
    )
    file.seek(0)
    certifier = _signer_at(now)(metadata, _own_key(signer), stamp_style=_as_prepared())
    certifier.sign_pdf(_writer(file), existing_fields_only=True, in_place=True)


def _own_key(signer: Signer) -> Any:
    """The signer's key for pyHanko, loaded once and without proving again that it is a sound RSA key (0.15 s)."""
    from asn1crypto import pem
    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding
    from pyhanko.sign.signers import Signer as AnySigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate = asn1.Certificate.load(pem.unarmor(signer.certificate_pem)[2])

    class OwnKey(AnySigner):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(_KEY_BITS // 8)
            key: Any = serialization.load_pem_private_key(
                signer.key_pem, password=None, unsafe_skip_rsa_key_validation=True
            )
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    return OwnKey(signing_cert=certificate, cert_registry=SimpleCertificateStore())


def _signer_at(now: datetime) -> Any:
    """pyHanko's signer with our clock instead of its own."""
    from pyhanko.sign.signers.pdf_signer import PdfSigner

    class ClockedSigner(PdfSigner):
        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
            session: Any = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
            session.system_time = now
            return session

    return ClockedSigner


def _writer(file: BinaryIO) -> Any:
    """An update that leaves the metadata as the archive wrote it: no second clock, no other producer."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class QuietWriter(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            pass

    writer: Any = QuietWriter(file, strict=True)
    # pyHanko would leave one object number unused; poppler fills such gaps, and strict readers then see a shadow.
    writer._lastobj_id = int(writer.prev.trailer["/Size"]) - 1
    return writer


def _as_prepared() -> Any:
    """A stamp style that leaves the field's appearance as layout drew it."""
    from pyhanko.stamp import BaseStampStyle

    class AsPrepared(BaseStampStyle):
        def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:
            del writer, box, text_params
            return None

    return AsPrepared()
