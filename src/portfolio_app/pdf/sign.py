"""The certifying signature with the owner's key (PAdES B-B or B-T, DocMDP level 3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, Final

from portfolio_app.domain.fingerprints import grouped
from portfolio_app.pdf import style as look
from portfolio_app.pdf.form import OWNER_FIELD
from portfolio_app.pdf.signer import Signer, make_signer, short
from portfolio_app.pdf.style import TextStyle
from portfolio_app.pdf.timestamp import MOST_OCTETS, Ask, Question

__all__ = ["Signer", "certify", "make_signer", "seal_lines"]

_BESIDE_CERTIFICATES: Final = 4096
"""Octets that a signature takes besides the certificates in it: attributes, the signature itself, and some room."""
_DIGESTS: Final = {"secp256r1": "sha256", "secp384r1": "sha384", "secp521r1": "sha512"}
_SEAL_NAME: Final = TextStyle("light", 15, 19, hyphenate=False)
_SEAL_LINE: Final = TextStyle(size=8.5, leading=12, colour=look.GREY, hyphenate=False)
_SEAL_PRINT: Final = TextStyle(size=6.6, leading=9, colour=look.GREY, hyphenate=False)


def seal_lines(signer: Signer, now: datetime) -> tuple[tuple[str, TextStyle], ...]:
    """What the signature field shows: name, instant by the device's clock, fingerprint."""
    return (
        (signer.name, _SEAL_NAME),
        (f"{now:%Y-%m-%d %H:%M} {now.tzname() or ''}".rstrip(), _SEAL_LINE),
        (f"SHA-256 {grouped(signer.fingerprint)}", _SEAL_PRINT),
    )


def certify(file: BinaryIO, signer: Signer, now: datetime, reason: str, ask: Ask | None = None) -> None:
    """Sign in place: afterwards readers may annotate, fill in and sign the prepared fields, and nothing else.

    With ``ask`` a service stamps the time on it. Raises what ``ask`` and `Question.token` raise; the file is of no use
    then.
    """
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    own = _own_key(signer)
    metadata = PdfSignatureMetadata(
        field_name=OWNER_FIELD,
        md_algorithm=_digest_of(own.signing_cert),
        name=short(signer.name) or None,
        reason=reason or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.ANNOTATE,
    )
    file.seek(0)
    stamper = _stamper(ask) if ask is not None else None
    certifier = _signer_at(now)(metadata, own, timestamper=stamper, stamp_style=_as_prepared())
    certifier.sign_pdf(
        _writer(file),
        existing_fields_only=True,
        in_place=True,
        # Known beforehand only so: a trial would ask the service twice.
        bytes_reserved=None if ask is None else 2 * _room(own),
    )


def _room(own: Any) -> int:
    """Octets that a signature with a time stamp can take."""
    certificates = (own.signing_cert, *own.cert_registry)
    return sum(len(held.dump()) for held in certificates) + _BESIDE_CERTIFICATES + MOST_OCTETS


def _stamper(ask: Ask) -> Any:
    """pyHanko's way to a service, with our question and our look at the answer."""
    from pyhanko.sign.timestamps import TimeStamper

    class Stamper(TimeStamper):
        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            question = Question.about(message_digest, md_algorithm)
            return question.token(ask(question.dump()))

    return Stamper()


def _own_key(signer: Signer) -> Any:
    """The signer's key for pyHanko, loaded once and without proving again that it is a sound RSA key (0.15 s)."""
    from asn1crypto import pem
    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign.signers import Signer as AnySigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate = asn1.Certificate.load(pem.unarmor(signer.certificate_pem)[2])

    class OwnKey(AnySigner):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(_longest(certificate.public_key))
            key: Any = serialization.load_pem_private_key(
                signer.key_pem, password=None, unsafe_skip_rsa_key_validation=True
            )
            return _signature(key, data, digest_algorithm)

    chain = SimpleCertificateStore()
    chain.register_multiple(asn1.Certificate.load(der) for _, _, der in _unarmored(signer.chain_pem))
    return OwnKey(signing_cert=certificate, cert_registry=chain)


def _unarmored(chain: bytes) -> Any:
    from asn1crypto import pem

    return pem.unarmor(chain, multiple=True) if chain else ()


def _digest_of(certificate: Any) -> str:
    """Name of the digest that goes with a key."""
    public = certificate.public_key
    if public.algorithm == "ec":
        return _DIGESTS[public.curve[1]]
    return "sha512" if public.algorithm == "ed25519" else "sha256"


def _longest(public: Any) -> int:
    """Octets that a signature with a key takes at most."""
    if public.algorithm == "rsa":
        return public.byte_size
    # Two numbers of the length of the key, with what says so.
    return 64 if public.algorithm == "ed25519" else 2 * public.byte_size + 16


def _signature(key: Any, data: bytes, digest: str) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    methods = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), methods[digest]())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(methods[digest]()))
    return key.sign(data)


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
