"""Time stamps (RFC 3161): what is asked of a service, and what its answer is worth. No network in here.

A token is a signature of the service over the digest of a signature and an instant. It tells that the signature was
there at that instant, as far as somebody trusts the service.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from portfolio_app.domain.errors import UserError

Ask = Callable[[bytes], bytes]
"""Brings a request to the service and its answer back. Raises `UserError`."""

MOST_OCTETS: Final = 24_000
"""Room for a token in a document. Those of the known services take five to eight thousand octets."""
_GRANTED: Final = ("granted", "granted_with_mods")
_STAMPING: Final = "time_stamping"
_STRONG: Final = frozenset({"sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
"""Digests for which nobody can make two files that share one."""


@dataclass(frozen=True)
class Stamp:
    """When a service saw a signature; ``name`` and ``fingerprint`` (SHA-256 in hex) are those of its certificate."""

    at: datetime
    name: str
    fingerprint: str


@dataclass(frozen=True)
class Question:
    """A request for one digest. The number is used once, so that no older answer can be passed off as a new one."""

    digest: bytes
    algorithm: str
    nonce: int

    @classmethod
    def about(cls, digest: bytes, algorithm: str) -> Question:
        """A new question. ``algorithm`` is the name of the digest's, such as ``sha256``."""
        return cls(digest, algorithm, secrets.randbits(63) | 1 << 62)

    def dump(self) -> bytes:
        """As it is sent: a digest and a number, and not a word about document or person."""
        from asn1crypto import algos, tsp

        imprint = tsp.MessageImprint(
            {"hash_algorithm": algos.DigestAlgorithm({"algorithm": self.algorithm}), "hashed_message": self.digest}
        )
        return tsp.TimeStampReq(
            {"version": 1, "message_imprint": imprint, "nonce": self.nonce, "cert_req": True}
        ).dump()

    def token(self, answer: bytes) -> Any:
        """The token in an answer, when it answers this question and holds.

        Raises `UserError` ``timestamp-refused``, ``timestamp-unreadable``, ``timestamp-other`` for an answer to
        another question, ``timestamp-bad`` for one whose signature does not hold, ``timestamp-expired``, and
        ``timestamp-too-large``.
        """
        token = _token_in(answer)
        if len(token.dump()) > MOST_OCTETS:
            raise UserError("timestamp-too-large")
        try:
            told, certificate = _told(token)
            imprint = told["message_imprint"]
            same = (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native)
            nonce = told["nonce"].native
        except Exception as error:
            raise UserError("timestamp-bad") from error
        if same != (self.algorithm, self.digest) or nonce != self.nonce:
            raise UserError("timestamp-other")
        if not _was_valid(certificate, told["gen_time"].native):
            raise UserError("timestamp-expired")
        return token


def _token_in(answer: bytes) -> Any:
    from asn1crypto import cms, core, tsp

    class Answer(core.Sequence):
        """With a refusal comes no token."""

        _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]

    try:
        held: Any = Answer.load(answer, strict=True)
        status = held["status"]["status"].native
        if status in _GRANTED:
            token = held["time_stamp_token"]
            if token["content_type"].native == "signed_data":
                return token
    except Exception as error:  # asn1crypto raises several types for what is no answer
        raise UserError("timestamp-unreadable") from error
    raise UserError("timestamp-unreadable" if status in _GRANTED else "timestamp-refused")


def read_stamp(token: Any, signature: bytes) -> Stamp:
    """What a token in a file tells about a signature. Raises for one that does not hold or is about another."""
    told, certificate = _told(token)
    imprint = told["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if _digest(algorithm, signature) != imprint["hashed_message"].native:
        raise ValueError("another signature")
    at = told["gen_time"].native
    if not _was_valid(certificate, at):
        raise ValueError("expired")
    name = certificate.subject.native.get("common_name", "") or certificate.subject.human_friendly
    return Stamp(at, str(name), hashlib.sha256(certificate.dump()).hexdigest())


def _was_valid(certificate: Any, at: datetime) -> bool:
    return certificate.not_valid_before <= at <= certificate.not_valid_after


def _told(token: Any) -> tuple[Any, Any]:
    """What the service signed, and its certificate, when the signature holds and the certificate is for this."""
    from pyhanko.sign.general import find_unique_cms_attribute
    from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator, SignatureValidationContext

    signed = token["content"]
    held = signed["encap_content_info"]
    if held["content_type"].native != "tst_info" or len(signed["signer_infos"]) != 1:
        raise ValueError("no time stamp")
    info = signed["signer_infos"][0]
    certificate = _signing_certificate(signed, info)
    if _STAMPING not in (certificate.extended_key_usage_value.native if certificate.extended_key_usage_value else ()):
        raise ValueError("not a certificate for time stamps")
    # Their bytes are taken before anything looks into them, which could write them anew.
    attributes: Any = info["signed_attrs"].untag()
    octets = attributes.dump()
    algorithm = info["digest_algorithm"]["algorithm"].native
    if find_unique_cms_attribute(attributes, "content_type").native != "tst_info":
        raise ValueError("content type")
    digest = _digest(algorithm, bytes(held["content"]))
    if digest != find_unique_cms_attribute(attributes, "message_digest").native:
        raise ValueError("digest")
    if not _names(attributes, certificate):
        raise ValueError("another certificate")
    context = SignatureValidationContext(contextual_md_algorithm=algorithm, prehashed=False)
    validator: Any = DefaultSignatureValidator()
    validator.validate_signature(
        info["signature"].native, octets, certificate.public_key, info["signature_algorithm"], context=context
    )
    return held["content"].parsed, certificate


def _digest(algorithm: str, octets: bytes) -> bytes:
    if algorithm not in _STRONG:
        raise ValueError("a digest that can be forged")
    return hashlib.new(algorithm, octets).digest()


def _signing_certificate(signed: Any, info: Any) -> Any:
    sid: Any = info["sid"]
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if sid.name == "subject_key_identifier":
            if certificate.key_identifier == sid.chosen.native:
                return certificate
        elif (
            certificate.issuer.dump() == sid.chosen["issuer"].dump()
            and certificate.serial_number == sid.chosen["serial_number"].native
        ):
            return certificate
    raise ValueError("no certificate")


def _names(attributes: Any, certificate: Any) -> bool:
    """Whether the service signed which certificate is its own, as it must."""
    found = False
    for attribute in attributes:
        kind = attribute["type"].native
        if kind in ("signing_certificate", "signing_certificate_v2"):
            named = attribute["values"][0]["certs"][0]
            algorithm = named["hash_algorithm"]["algorithm"].native if kind == "signing_certificate_v2" else "sha1"
            if named["cert_hash"].native != hashlib.new(algorithm, certificate.dump()).digest():
                return False
            found = True
    return found
