"""Timestamps on signatures (RFC 3161): whether a token is sound, and what its clock said.

Whose clock it was can't be known offline: anybody can run a timestamp service. So its name is told, and never vouched
for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

_ATTRIBUTE: Final = "signature_time_stamp_token"


@dataclass(frozen=True)
class Stamp:
    """A timestamp: its instant, and what the service calls itself."""

    at: datetime
    by: str


class BadStampError(Exception):
    """There is a token, and it doesn't hold or belongs to another signature."""


def stamp_of(info: Any, strong: frozenset[str]) -> Stamp | None:
    """The timestamp of a signature (its CMS signer info), None where there is none. Raises `BadStampError`."""
    attributes = info["unsigned_attrs"]
    if not attributes or not attributes.native:
        return None
    tokens = [each["values"][0] for each in attributes if each["type"].native == _ATTRIBUTE]
    if not tokens:
        return None
    try:
        return _checked(tokens[0]["content"], info["signature"].native, strong)
    except BadStampError:
        raise
    except Exception as error:  # damaged DER raises anything; each of it means that the token does not hold
        raise BadStampError from error


def _checked(signed: Any, stamped: bytes, strong: frozenset[str]) -> Stamp:
    from pyhanko.sign.general import find_unique_cms_attribute
    from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator, SignatureValidationContext

    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise BadStampError
    octets = signed["encap_content_info"]["content"].contents
    told: Any = signed["encap_content_info"]["content"].parsed
    imprint = told["message_imprint"]
    if imprint["hashed_message"].native != _digest(imprint["hash_algorithm"]["algorithm"].native, stamped, strong):
        raise BadStampError
    if len(signed["signer_infos"]) != 1:
        raise BadStampError
    info = signed["signer_infos"][0]
    certificate = _certificate(signed, info)
    attributes: Any = info["signed_attrs"].untag()
    covered = attributes.dump()
    algorithm = info["digest_algorithm"]["algorithm"].native
    if find_unique_cms_attribute(attributes, "message_digest").native != _digest(algorithm, octets, strong):
        raise BadStampError
    usage = certificate.extended_key_usage_value
    if usage is None or "time_stamping" not in usage.native:
        raise BadStampError
    context = SignatureValidationContext(contextual_md_algorithm=algorithm, prehashed=False)
    validator: Any = DefaultSignatureValidator()
    validator.validate_signature(
        info["signature"].native, covered, certificate.public_key, info["signature_algorithm"], context=context
    )
    name = str(certificate.subject.native.get("common_name", "")) or certificate.subject.human_friendly
    return Stamp(told["gen_time"].native, name)


def _digest(algorithm: str, octets: bytes, strong: frozenset[str]) -> bytes:
    if algorithm not in strong:
        raise BadStampError
    return hashlib.new(algorithm, octets).digest()


def _certificate(signed: Any, info: Any) -> Any:
    wanted: Any = info["sid"].chosen
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if info["sid"].name == "subject_key_identifier":
            found = certificate.key_identifier == wanted.native
        else:
            found = (certificate.issuer.dump(), certificate.serial_number) == (
                wanted["issuer"].dump(),
                wanted["serial_number"].native,
            )
        if found:
            return certificate
    raise BadStampError
