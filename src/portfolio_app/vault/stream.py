"""One encrypted file: AES-256-GCM in chunks (the STREAM construction), readable from any position.

A header (magic, version, chunk size, random salt) stands before the chunks. The key of the file is derived from
the vault's key and the salt. Each chunk's nonce is its number and a flag for the last one, and the header is
additional data of every chunk: a chunk that is changed, moved, repeated or missing is noticed.
"""

from __future__ import annotations

import io
import secrets
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portfolio_app.domain.errors import UserError
from portfolio_app.vault.secrets_box import derive

MAGIC: Final = b"LLEV"
VERSION: Final = 1
CHUNK: Final = 1 << 16
TAG: Final = 16
SALT_OCTETS: Final = 32
_HEADER: Final = struct.Struct(f">4sBBxx{SALT_OCTETS}s")
HEADER_OCTETS: Final = _HEADER.size


def _nonce(number: int, last: bool) -> bytes:
    # The key is used for this one file only, so the counter alone makes every nonce unique.
    return struct.pack(">7xI?", number, last)


def new_salt() -> bytes:
    """Return fresh key material for one file."""
    return secrets.token_bytes(SALT_OCTETS)


def header(salt: bytes) -> bytes:
    """Return the bytes that stand before the chunks."""
    return _HEADER.pack(MAGIC, VERSION, CHUNK.bit_length() - 1, salt)


def read_salt(head: bytes) -> bytes:
    """Return the salt of a header; raises UserError evidence-damaged or evidence-newer."""
    if len(head) != HEADER_OCTETS:
        raise UserError("evidence-damaged")
    magic, version, _bits, salt = _HEADER.unpack(head)
    if magic == MAGIC and version > VERSION:
        raise UserError("evidence-newer")
    if head != header(salt):
        raise UserError("evidence-damaged")
    return salt


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derive(key, "leerlijn evidence file", salt))


def encrypt(source: Callable[[], bytes], target: BinaryIO, key: bytes, salt: bytes) -> None:
    """Write ``source`` encrypted to ``target``.

    ``source`` returns the next `CHUNK` octets, fewer only at the end, and nothing when it is exhausted.
    """
    head = header(salt)
    cipher = _cipher(key, salt)
    target.write(head)
    number, current = 0, source()
    while True:
        following = source() if len(current) == CHUNK else b""
        target.write(cipher.encrypt(_nonce(number, not following), current, head))
        if not following:
            return
        number, current = number + 1, following


class PlainReader(io.RawIOBase):
    """The plain content of an encrypted file, read from any position; each chunk is checked before it is given.

    Opening proves the length (the last chunk carries a flag). Raises UserError evidence-damaged on any change.
    """

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._file = file
        self._head = file.read(HEADER_OCTETS)
        self.salt = read_salt(self._head)
        self._cipher = _cipher(key, self.salt)
        body = file.seek(0, io.SEEK_END) - HEADER_OCTETS
        self._chunks = max(1, -(-body // (CHUNK + TAG)))
        self.size = body - TAG * self._chunks
        self._at = 0
        self._number, self._plain = -1, b""
        if self.size < 0:
            raise UserError("evidence-damaged")
        self._load(self._chunks - 1)

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEADER_OCTETS + number * (CHUNK + TAG))
            box = self._file.read(CHUNK + TAG)
            nonce = _nonce(number, number == self._chunks - 1)
            try:
                self._plain = self._cipher.decrypt(nonce, box, self._head)
            except (InvalidTag, ValueError) as error:
                raise UserError("evidence-damaged") from error
            self._number = number
        return self._plain

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("negative position")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview | bytearray, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] - any writable buffer
        if self._at >= self.size:
            return 0
        number, start = divmod(self._at, CHUNK)
        piece = self._load(number)[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def chunks(self) -> Iterator[bytes]:
        """Give the whole content from the beginning, chunk by chunk."""
        for number in range(self._chunks):
            yield self._load(number)

    def close(self) -> None:
        self._file.close()
        super().close()


class CheckedCopy:
    """The octets of an encrypted file as they lie on the disk, checked on the way.

    ``sound`` tells at the end whether it was the file with this salt, unchanged. Raises OSError where the disk does.
    """

    def __init__(self, file: BinaryIO, key: bytes, salt: bytes) -> None:
        self._file = file
        self._head = header(salt)
        self._cipher = _cipher(key, salt)
        self.sound = False

    def __iter__(self) -> Iterator[bytes]:
        head = self._file.read(HEADER_OCTETS)
        sound = head == self._head
        yield head
        number, box = 0, self._file.read(CHUNK + TAG)
        while True:
            following = self._file.read(CHUNK + TAG)
            sound = sound and self._opens(number, box, last=not following)
            yield box
            if not following:
                break
            number, box = number + 1, following
        self.sound = sound

    def _opens(self, number: int, box: bytes, *, last: bool) -> bool:
        try:
            self._cipher.decrypt(_nonce(number, last), box, self._head)
        except (InvalidTag, ValueError):
            return False
        return True
