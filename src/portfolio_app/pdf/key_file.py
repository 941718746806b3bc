"""A key of somebody's own, brought along in a file: PKCS #12 (.p12, .pfx), also in its old encryptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.signer import Signer, name_in, signer_of

LARGEST: Final = 1 << 20
"""Octets that such a file has at most: a key, its certificate, and those of who issued it."""
_MOST_ROUNDS: Final = 5_000_000
"""Rounds of a passphrase's derivation; programs take from two thousand to a million. More would take for ever."""
_LEAST_RSA_BITS: Final = 2048
_CURVES: Final = ("secp256r1", "secp384r1", "secp521r1")
_LONGEST_CHAIN: Final = 6
_PURPOSES: Final = frozenset(
    {
        "2.5.29.37.0",  # any
        "1.3.6.1.5.5.7.3.2",  # to log in with, which is how persons' certificates are often marked
        "1.3.6.1.5.5.7.3.4",  # mail
        "1.3.6.1.5.5.7.3.36",  # documents
        "1.3.6.1.4.1.311.10.3.12",  # documents, by Microsoft
        "1.2.840.113583.1.1.5",  # documents, by Adobe
    }
)
"""Purposes of which one is enough; a certificate that only has others (a web server's, say) signs no documents."""


def read_key_file(data: bytes, passphrase: str) -> Signer:
    """The key in the file, with its certificate and the certificates of who issued it.

    Raises `UserError`: ``key-file-foreign`` for a file of another kind, ``key-file-damaged``,
    ``key-file-passphrase`` for one that this passphrase does not open, ``key-file-no-key``,
    ``key-file-no-certificate``, and what is wrong with the key itself: ``key-weak`` (bits, least), ``key-kind``,
    ``key-not-for-signing``.
    """
    _check_shape(data)
    found = _opened(data, passphrase)
    if found.key is None:
        raise UserError("key-file-no-key")
    _check_key(found.key)
    certificates = [held.certificate for held in (found.cert, *found.additional_certs) if held is not None]
    own = [held for held in certificates if _octets(held.public_key()) == _octets(found.key.public_key())]
    if not own:
        raise UserError("key-file-no-certificate")
    # Renewed for the same key, both may be in it.
    certificate = max(own, key=lambda held: held.not_valid_after_utc)
    _check_usage(certificate)
    return signer_of(
        name_in(certificate.subject) or certificate.subject.rfc4514_string(),
        found.key,
        certificate,
        _chain(certificate, certificates),
    )


def _check_shape(data: bytes) -> None:
    from asn1crypto import pkcs12

    if len(data) > LARGEST or not data.startswith(b"\x30"):
        raise UserError("key-file-foreign")
    if _is_certificate(data):
        raise UserError("key-file-no-key")
    try:
        held: Any = pkcs12.Pfx.load(data)
        kind = held["auth_safe"]["content_type"].native
        endless = kind == "data" and any(rounds > _MOST_ROUNDS for rounds in _rounds(held))
    except Exception as error:  # asn1crypto raises several types for what is no such structure
        raise UserError("key-file-damaged") from error
    if endless:
        raise UserError("key-file-damaged")
    if kind not in ("data", "signed_data"):
        raise UserError("key-file-foreign")


def _rounds(held: Any) -> Iterator[int]:
    """How often a passphrase is worked over for each part of the file; the library can't be stopped once it works."""
    from asn1crypto import pkcs12

    if held["mac_data"].native is not None:
        yield held["mac_data"]["iterations"].native
    for content in held.authenticated_safe:
        if content["content_type"].native == "encrypted_data":
            algorithm = content["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            yield from _numbers(algorithm["parameters"].native)
        elif content["content_type"].native == "data":
            safe: Any = pkcs12.SafeContents.load(content["content"].native)
            for bag in safe:
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield from _numbers(bag["bag_value"]["encryption_algorithm"]["parameters"].native)


def _numbers(told: object) -> Iterator[int]:
    if isinstance(told, int):
        yield told
    elif isinstance(told, Mapping):
        for inner in cast("Mapping[str, object]", told).values():
            yield from _numbers(inner)


def _is_certificate(data: bytes) -> bool:
    from cryptography import x509

    try:
        x509.load_der_x509_certificate(data)
    except ValueError:
        return False
    return True


def _opened(data: bytes, passphrase: str) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12

    # A file without a passphrase was made with an empty one or with none at all, which is not the same.
    for secret in [passphrase.encode("utf-8", "replace")] if passphrase else [b"", None]:
        try:
            return pkcs12.load_pkcs12(data, secret)
        except UnsupportedAlgorithm as error:
            raise UserError("key-kind") from error
        except ValueError:
            continue
    raise UserError("key-file-passphrase")


def _check_key(key: Any) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < _LEAST_RSA_BITS:
            raise UserError("key-weak", bits=key.key_size, least=_LEAST_RSA_BITS)
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        if key.curve.name not in _CURVES:
            raise UserError("key-kind")
    elif not isinstance(key, ed25519.Ed25519PrivateKey):
        raise UserError("key-kind")


def _check_usage(certificate: Any) -> None:
    from cryptography import x509

    usage = _extension(certificate, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise UserError("key-not-for-signing")
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    if purposes is not None and not any(purpose.dotted_string in _PURPOSES for purpose in purposes):
        raise UserError("key-not-for-signing")


def _extension(certificate: Any, kind: Any) -> Any:
    """What a certificate says of itself in an extension; None where it says nothing or can't be understood."""
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, ValueError):
        return None


def _octets(key: Any) -> bytes:
    from cryptography.hazmat.primitives import serialization

    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _chain(certificate: Any, held: Sequence[Any]) -> tuple[Any, ...]:
    """Who issued it, who issued that one, and so on, as far as the file tells."""
    chain: list[Any] = []
    last = certificate
    while last.issuer != last.subject and len(chain) < _LONGEST_CHAIN:
        issuer = next((other for other in held if other.subject == last.issuer and other not in chain), None)
        if issuer is None:
            break
        chain.append(issuer)
        last = issuer
    return tuple(chain)
