"""Keys to sign with, each with its certificate: one made here, or one that was brought along."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

_KEY_BITS: Final = 3072
_VALID_DAYS: Final = 365 * 40
_LONGEST_NAME: Final = 64
"""Octets of UTF-8."""

Standing = Literal["valid", "expired", "early"]


@dataclass(frozen=True)
class Signer:
    """A key with its certificate, both PEM; ``fingerprint`` is the certificate's SHA-256 in hex.

    ``chain_pem`` holds the certificates of those who issued it, nearest first; it is empty for a key made here.
    The key is not encrypted here: whoever keeps a signer keeps it encrypted.
    """

    name: str
    certificate_pem: bytes
    key_pem: bytes
    fingerprint: str
    chain_pem: bytes = b""

    def __repr__(self) -> str:
        return f"Signer({self.fingerprint[:16]})"

    def dump(self) -> bytes:
        """As bytes for the store."""
        parts = {
            "name": self.name,
            "certificate_pem": self.certificate_pem.decode(),
            "key_pem": self.key_pem.decode(),
            "fingerprint": self.fingerprint,
            "chain_pem": self.chain_pem.decode(),
        }
        return json.dumps(parts).encode()

    @classmethod
    def load(cls, data: bytes) -> Signer:
        """From what `dump` gave, now or in an earlier version, which knew no chain."""
        parts = json.loads(data)
        chain = parts.get("chain_pem", "")
        return cls(
            parts["name"],
            parts["certificate_pem"].encode(),
            parts["key_pem"].encode(),
            parts["fingerprint"],
            chain.encode(),
        )


@dataclass(frozen=True)
class About:
    """What a certificate says. ``issuer`` is empty where its key vouches for itself; ``kind`` is like ``RSA 3072``."""

    name: str
    organisation: str
    email: str
    issuer: str
    since: datetime
    until: datetime
    kind: str

    def standing(self, now: datetime) -> Standing:
        """Whether it is valid at an instant, not any more, or not yet."""
        if now > self.until:
            return "expired"
        return "early" if now < self.since else "valid"


def make_signer(name: str, school: str, email: str, now: datetime) -> Signer:
    """Make a new key and a certificate that says whose it is. Takes about a second."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    who = [x509.NameAttribute(NameOID.COMMON_NAME, short(name) or "?")]
    if school.strip():
        who.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, short(school)))
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
    if address := _address(email):
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    return signer_of(name, key, certificate)


def signer_of(name: str, key: Any, certificate: Any, chain: tuple[Any, ...] = ()) -> Signer:
    """A signer of a private key and the certificates that belong to it, as cryptography holds them."""
    from cryptography.hazmat.primitives import hashes, serialization

    pem = serialization.Encoding.PEM
    return Signer(
        name,
        certificate.public_bytes(pem),
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.fingerprint(hashes.SHA256()).hex(),
        b"".join(link.public_bytes(pem) for link in chain),
    )


def certificate_der(signer: Signer) -> bytes:
    """The certificate as it is given away, in a file that ends in .cer."""
    from cryptography.hazmat.primitives import serialization

    return _certificate(signer).public_bytes(serialization.Encoding.DER)


def about(signer: Signer) -> About:
    """What the certificate of a signer says."""
    from cryptography.x509.oid import NameOID

    certificate = _certificate(signer)
    issued = certificate.issuer != certificate.subject
    return About(
        name_in(certificate.subject) or signer.name,
        _attribute(certificate.subject, NameOID.ORGANIZATION_NAME),
        _email_in(certificate),
        (name_in(certificate.issuer) or certificate.issuer.rfc4514_string()) if issued else "",
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        _kind_of(certificate.public_key()),
    )


def is_of(signer: Signer, name: str, school: str, email: str) -> bool:
    """Whether a key made here says what a new one would say of its owner."""
    said = about(signer)
    return (said.name, said.organisation, said.email) == (short(name) or "?", short(school), _address(email))


def name_in(name: Any) -> str:
    """Whom a name in a certificate calls so; empty where it calls nobody."""
    from cryptography.x509.oid import NameOID

    return _attribute(name, NameOID.COMMON_NAME) or _attribute(name, NameOID.ORGANIZATION_NAME)


def _certificate(signer: Signer) -> Any:
    from cryptography import x509

    return x509.load_pem_x509_certificate(signer.certificate_pem)


def _attribute(name: Any, oid: Any) -> str:
    return next((str(found.value) for found in name.get_attributes_for_oid(oid)), "")


def _email_in(certificate: Any) -> str:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ""
    return next(iter(names.get_values_for_type(x509.RFC822Name)), "")


def _kind_of(key: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC P-{key.key_size}"
    return "Ed25519"


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


def _address(email: str) -> str:
    plain = email.strip()
    return plain if plain.isascii() and "@" in plain else ""


def short(text: str) -> str:
    """As much as a name in a certificate holds: 64 octets, of whole characters that stand for something."""
    told = "".join(letter for letter in " ".join(text.split()) if _stands_for_something(letter))
    return told.encode()[:_LONGEST_NAME].decode(errors="ignore").strip()


def _stands_for_something(letter: str) -> bool:
    """Not so: controls, halves of pairs, and the code points that Unicode keeps for no character."""
    code = ord(letter)
    return unicodedata.category(letter) not in ("Cc", "Cs") and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF
