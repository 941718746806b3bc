"""What somebody does to the signature value itself (CMS) of a signed file."""

from __future__ import annotations

import asyncio
import hashlib
import re
from typing import Any

from asn1crypto import cms, pem, x509

from portfolio_app.pdf.sign import Signer, _own_key

_CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def _certificate(signer: Signer) -> Any:
    return x509.Certificate.load(pem.unarmor(signer.certificate_pem)[2])


def held(data: bytes) -> Any:
    """The first signature."""
    found = _CONTENTS.search(data)
    assert found
    return cms.ContentInfo.load(bytes.fromhex(found[1].decode()).rstrip(b"\0") + b"\0" * 4)


def put(data: bytes, made: Any) -> bytes:
    """Another signature in the place of the first."""
    found = _CONTENTS.search(data)
    assert found
    start, end = found.span(1)
    digits = made.dump(force=True).hex().encode()
    assert len(digits) <= end - start
    return data[:start] + digits.ljust(end - start, b"0") + data[end:]


def covered(data: bytes) -> bytes:
    """What the first signature covers."""
    found = _RANGE.search(data)
    assert found
    start, length, again, rest = (int(number) for number in found.groups())
    return data[start:length] + data[again : again + rest]


def resealed(data: bytes, signer: Signer) -> bytes:
    """The same bytes, signed by somebody else."""
    return grafted(data, signer, "sha256")


def grafted(data: bytes, signer: Signer, algorithm: str) -> bytes:
    """The same bytes, signed by a key with a digest of choice."""
    if algorithm == "sha256":
        digest = hashlib.sha256(covered(data)).digest()
        return put(data, asyncio.run(_own_key(signer).async_sign(digest, "sha256", use_pades=True)))
    return put(data, _by_hand(data, signer, algorithm))


def _by_hand(data: bytes, signer: Signer, algorithm: str) -> Any:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    certificate = _certificate(signer)
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.new(algorithm, covered(data)).digest()]}),
        ]
    )
    key: Any = serialization.load_pem_private_key(signer.key_pem, None)
    kinds = {"sha1": hashes.SHA1(), "md5": hashes.MD5()}
    value = key.sign(attributes.dump(), padding.PKCS1v15(), kinds[algorithm])
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number}),
            ),
            "digest_algorithm": {"algorithm": algorithm},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": f"{algorithm}_rsa"},
            "signature": value,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": algorithm}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def with_certificate(data: bytes, signer: Signer) -> bytes:
    """Somebody else's certificate in the place of the signer's, and named as the signer's."""
    made, other = held(data), _certificate(signer)
    signed = made["content"]
    signed["certificates"] = cms.CertificateSet([cms.CertificateChoices("certificate", other)])
    signed["signer_infos"][0]["sid"] = cms.SignerIdentifier(
        "issuer_and_serial_number",
        cms.IssuerAndSerialNumber({"issuer": other.issuer, "serial_number": other.serial_number}),
    )
    return put(data, made)


def with_bag(data: bytes, signer: Signer) -> bytes:
    """Another certificate laid first among those of the signature."""
    made = held(data)
    signed = made["content"]
    known = [cms.CertificateChoices("certificate", _certificate(signer)), *list(signed["certificates"])]
    signed["certificates"] = cms.CertificateSet(known)
    return put(data, made)


def with_second_signer(data: bytes, signer: Signer) -> bytes:
    """A second signer in the same signature."""
    made, more = held(data), held(resealed(data, signer))
    signed, other = made["content"], more["content"]
    signed["signer_infos"] = cms.SignerInfos([signed["signer_infos"][0], other["signer_infos"][0]])
    return put(data, made)


def without_attributes(data: bytes) -> bytes:
    """Without the attribute that holds the digest of what was signed."""
    made = held(data)
    info = made["content"]["signer_infos"][0]
    kept = [each for each in info["signed_attrs"] if each["type"].native != "message_digest"]
    info["signed_attrs"] = cms.CMSAttributes(kept)
    return put(data, made)


def restamped(data: bytes, other: bytes) -> bytes:
    """The timestamp of another file's signature in the place of this one's."""
    made = held(data)
    made["content"]["signer_infos"][0]["unsigned_attrs"] = held(other)["content"]["signer_infos"][0]["unsigned_attrs"]
    return put(data, made)


def unstamped(data: bytes) -> bytes:
    """Without its timestamp."""
    made = held(data)
    made["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([])
    return put(data, made)


def backdated(data: bytes) -> bytes:
    """With another instant written over the one in the timestamp."""
    made = held(data).dump()
    at = made.index(b"Z", made.index(bytes.fromhex("180f32303236")))
    older = made[: at - 14] + b"20200101000000" + made[at:]
    return put(data, cms.ContentInfo.load(older))
