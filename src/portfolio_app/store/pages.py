"""Tells a wrong key from a damaged first page, which SQLCipher reports with one and the same error.

SQLCipher 4 ends every page of 4096 bytes with a 16-byte initialisation vector and an HMAC-SHA512 over the
ciphertext, the vector and the page number. Where one page proves the key, the key is right and the file is damaged.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

PAGE = 4096
SALT = 16
_MAC = 64
_MAC_SALT_MASK = 0x3A
_MAC_KEY_ROUNDS = 2
_SAMPLES = 64


def read_salt(path: Path) -> bytes:
    """First 16 bytes of the file: the salt under which its pages are authenticated."""
    with path.open("rb") as file:
        return file.read(SALT)


def key_fits(path: Path, key: bytes, salts: tuple[bytes, ...]) -> bool:
    """Whether any of a sample of pages was written with this key under one of the salts."""
    count = path.stat().st_size // PAGE
    step = max(1, count // _SAMPLES)
    with path.open("rb") as file:
        for salt in salts:
            mac_key = _mac_key(key, salt)
            for number in range(1, count + 1, step):
                file.seek((number - 1) * PAGE)
                if _authentic(file.read(PAGE), number, mac_key):
                    return True
    return False


def _mac_key(key: bytes, salt: bytes) -> bytes:
    masked = bytes(byte ^ _MAC_SALT_MASK for byte in salt)
    return hashlib.pbkdf2_hmac("sha512", key, masked, _MAC_KEY_ROUNDS, 32)


def _authentic(page: bytes, number: int, mac_key: bytes) -> bool:
    start = SALT if number == 1 else 0
    mac = hmac.new(mac_key, page[start:-_MAC] + number.to_bytes(4, "little"), "sha512").digest()
    return hmac.compare_digest(mac, page[-_MAC:])
