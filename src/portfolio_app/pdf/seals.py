"""The signatures of a file, found and checked in its raw bytes before anything is parsed.

A changed byte must read as "broken", never as a parser's error; so the digests come first.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from portfolio_app.pdf.timestamp import Stamp, read_stamp

_BYTE_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_HEX: Final = re.compile(rb"<[0-9A-Fa-f\s]*>")
_TRACES: Final = (b"/ByteRange", b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached", b"/DocMDP")
_NEAR: Final = 65_536
_MOST: Final = 32
"""Signatures that are looked at: each takes a digest over the whole file."""
_STRONG: Final = frozenset({"sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
"""Digests for which nobody can make two files that share one."""


class TooManySealsError(Exception):
    """No file that people sign holds so many."""


@dataclass(frozen=True)
class Seal:
    """A signature that lies in the file as one should: signed bytes around one hexadecimal string.

    ``intact`` says whether the digest of those bytes is the signed one; ``valid`` whether the signature over it is.
    """

    ranges: tuple[int, int, int, int]
    intact: bool
    valid: bool
    fingerprint: str = ""
    name: str = ""
    weak: bool = False
    """Whether it rests on a digest that can be forged."""
    stamp: Stamp | None = None
    bad_stamp: bool = False
    """Whether there is a timestamp that doesn't hold."""

    @property
    def end(self) -> int:
        """Where the signed revision ends."""
        return self.ranges[2] + self.ranges[3]

    @property
    def good(self) -> bool:
        """Whether it holds in every respect."""
        return self.intact and self.valid and not self.weak


def find_seals(data: bytes) -> list[Seal]:
    """Every well-formed signature, checked once, in the order of what it covers. Raises `TooManySealsError`."""
    seals: dict[tuple[int, int, int, int], Seal] = {}
    for match in _BYTE_RANGE.finditer(data):
        start, length, again, rest = (int(group) for group in match.groups())
        ranges = (start, length, again, rest)
        if ranges in seals or not _well_placed(data, ranges, match.start()):
            continue
        if len(seals) == _MOST:
            raise TooManySealsError
        seals[ranges] = _checked(data, ranges)
    return sorted(seals.values(), key=lambda seal: seal.end)


def has_traces(data: bytes) -> bool:
    """Whether something in the bytes tells of a signature, however damaged."""
    return any(trace in data for trace in _TRACES)


def _well_placed(data: bytes, ranges: tuple[int, int, int, int], at: int) -> bool:
    start, length, again, rest = ranges
    gap = again - length
    if start != 0 or gap < 2 or again + rest > len(data):
        return False
    if not (abs(at - length) < _NEAR or abs(at - again) < _NEAR):
        return False
    return data[length : length + 1] == b"<" and data[again - 1 : again] == b">"


def _checked(data: bytes, ranges: tuple[int, int, int, int]) -> Seal:
    """Check digest and signature. Bytes that are no signature give a seal that does not hold."""
    _, length, again, rest = ranges
    hexadecimal = data[length:again]
    if not _HEX.fullmatch(hexadecimal):
        return Seal(ranges, intact=False, valid=False)
    try:
        signed, certificate = _signed_data(bytes.fromhex(hexadecimal[1:-1].decode("ascii")))
        info = signed["signer_infos"][0]
        algorithm = info["digest_algorithm"]["algorithm"].native
        digest = hashlib.new(algorithm)
        view = memoryview(data)
        digest.update(view[:length])
        digest.update(view[again : again + rest])
        intact, valid = _integrity(info, certificate, digest.digest())
    except Exception:  # noqa: BLE001 - damaged DER raises anything; each of it means that the signature does not hold
        return Seal(ranges, intact=False, valid=False)
    fingerprint, name = _identified(certificate)
    try:
        stamp, bad_stamp = _stamp(info), False
    except Exception:  # noqa: BLE001 - damaged DER raises anything; each of it means that the stamp does not hold
        stamp, bad_stamp = None, True
    return Seal(ranges, intact, valid, fingerprint, name, algorithm not in _STRONG, stamp, bad_stamp)


def _stamp(info: Any) -> Stamp | None:
    """The timestamp of a signature, None where there is none. Raises for one that doesn't hold."""
    attributes = info["unsigned_attrs"]
    if not attributes or not attributes.native:
        return None
    tokens = [each["values"][0] for each in attributes if each["type"].native == "signature_time_stamp_token"]
    if not tokens:
        return None
    told: Any = tokens[0]["content"]["encap_content_info"]["content"].parsed
    if told["message_imprint"]["hash_algorithm"]["algorithm"].native not in _STRONG:
        raise ValueError("a digest that can be forged")
    return read_stamp(tokens[0], info["signature"].native)


def _identified(certificate: Any) -> tuple[str, str]:
    """Fingerprint and name."""
    name = str(certificate.subject.native.get("common_name", "")) or certificate.subject.human_friendly
    return hashlib.sha256(certificate.dump()).hexdigest(), name


def certificate_of(data: bytes) -> tuple[str, str]:
    """Fingerprint and name of a certificate in a file, DER or PEM. Raises ValueError for what is none."""
    from asn1crypto import pem, x509

    try:
        if pem.detect(data):
            kind, _, data = pem.unarmor(data)
            if kind != "CERTIFICATE":
                raise ValueError(kind)
        certificate: Any = x509.Certificate.load(data, strict=True)
        # Lazily read: what is no certificate is found out when it is looked into.
        certificate.public_key.algorithm  # noqa: B018
        return _identified(certificate)
    except Exception as error:  # damaged DER raises anything
        raise ValueError("no certificate") from error


def _signed_data(der: bytes) -> tuple[Any, Any]:
    """The CMS and the certificate of its signer. What follows it must be zeros."""
    from asn1crypto import cms, parser

    size = sum(len(part) for part in parser.parse(der)[3:6])
    if der[size:].strip(b"\0"):
        raise ValueError("padding")
    content = cms.ContentInfo.load(der[:size], strict=True)
    signed: Any = content["content"]
    if len(signed["signer_infos"]) != 1:
        raise ValueError("signers")
    wanted: Any = signed["signer_infos"][0]["sid"].chosen
    for choice in signed["certificates"]:
        certificate = choice.chosen
        # By their bytes: the library prepares names for comparing them, and cannot do that with every name.
        same_issuer = certificate.issuer.dump() == wanted["issuer"].dump()
        if same_issuer and certificate.serial_number == wanted["serial_number"].native:
            return signed, certificate
    raise ValueError("no certificate")


def _integrity(info: Any, certificate: Any, digest: bytes) -> tuple[bool, bool]:
    """Digest and signature. Raises for attributes that contradict each other or name another certificate.

    The library's own check is not used: it compares names as words, and cannot do that with every name.
    """
    from cryptography.exceptions import InvalidSignature
    from pyhanko.sign.general import find_unique_cms_attribute
    from pyhanko.sign.validation.generic_cms import validate_algorithm_protection
    from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator, SignatureValidationContext

    # Their bytes are taken before anything looks into them, which could write them anew.
    attributes: Any = info["signed_attrs"].untag()
    octets = attributes.dump()
    algorithm, method = info["digest_algorithm"], info["signature_algorithm"]
    validate_algorithm_protection(attributes, algorithm, method, None)
    if find_unique_cms_attribute(attributes, "content_type").native != "data":
        raise ValueError("content type")
    if not _names_certificate(attributes, certificate):
        return True, False
    context = SignatureValidationContext(contextual_md_algorithm=algorithm["algorithm"].native, prehashed=False)
    intact = digest == find_unique_cms_attribute(attributes, "message_digest").native
    validator: Any = DefaultSignatureValidator()
    try:
        validator.validate_signature(info["signature"].native, octets, certificate.public_key, method, context=context)
    except InvalidSignature:
        return intact, False
    return intact, True


def _names_certificate(attributes: Any, certificate: Any) -> bool:
    """Whether the signature names this certificate by its digest; another one was put in its place otherwise."""
    for attribute in attributes:
        kind = attribute["type"].native
        if kind in ("signing_certificate", "signing_certificate_v2"):
            named = attribute["values"][0]["certs"][0]
            algorithm = named["hash_algorithm"]["algorithm"].native if kind == "signing_certificate_v2" else "sha1"
            if named["cert_hash"].native != hashlib.new(algorithm, certificate.dump()).digest():
                return False
    return True
