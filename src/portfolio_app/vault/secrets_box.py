"""The few cryptographic moves that key file and evidence share: derive, wrap, unwrap, forget."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_OCTETS: Final = 32
NONCE_OCTETS: Final = 12

Secret = bytes | bytearray


def derive(key: Secret, purpose: str, salt: bytes | None = None) -> bytes:
    """Derive a 256-bit key for one purpose from another key (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), KEY_OCTETS, salt, purpose.encode()).derive(bytes(key))


def wrap(key: Secret, secret: Secret, context: bytes) -> tuple[bytes, bytes]:
    """Encrypt ``secret`` bound to ``context``; returns nonce and box."""
    nonce = secrets.token_bytes(NONCE_OCTETS)
    return nonce, AESGCM(bytes(key)).encrypt(nonce, bytes(secret), context)


def unwrap(key: Secret, nonce: bytes, box: bytes, context: bytes) -> bytearray:
    """Undo `wrap`; raises `cryptography.exceptions.InvalidTag` when key, box or context differ."""
    return bytearray(AESGCM(bytes(key)).decrypt(nonce, box, context))


def forget(secret: bytearray) -> None:
    """Overwrite a key in memory. Copies that libraries made are beyond reach."""
    secret[:] = bytes(len(secret))
