"""How many operations were committed, told apart from the database, so that commits that got lost are noticed.

A damaged write-ahead log drops commits without a word. The counter lies in its own small file: two records that are
written in turn, each with a keyed checksum. A write that stops half-way spoils only the older one. It is not
forced to the disk each time: behind the database it says nothing, ahead of it, it reports a loss. A loss is reported
until the owner accepts it: later steps don't make up for those that are gone.
"""

from __future__ import annotations

import hmac
import os
import struct
from pathlib import Path
from typing import Final

from portfolio_app.vault.disk import disk_trouble, write_whole

_VALUE: Final = struct.Struct(">4xQ")
_SEAL_OCTETS: Final = 32
_RECORD: Final = _VALUE.size + _SEAL_OCTETS


class Counter:
    """The mirror of the store's operation counter; ``key`` is `MasterKey.counter_key`."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._ahead = 0

    def _record(self, count: int) -> bytes:
        value = _VALUE.pack(count)
        return value + hmac.digest(self._key, value, "sha256")

    def read(self) -> int | None:
        """Return the highest count with a true seal; None when there is none (missing, damaged or forged).

        Raises UserError no-permission.
        """
        try:
            with disk_trouble():
                return self._highest(self.path.read_bytes())
        except FileNotFoundError:
            return None

    def missing(self, there: int) -> int:
        """How many steps more were noted than the ``there`` that the database holds."""
        noted = self.read()
        return 0 if noted is None else max(0, noted - there)

    def go_on(self, there: int) -> None:
        """Begin to note, with ``there`` steps in the database; steps that are missing now stay missing."""
        self._ahead = self.missing(there)

    def _highest(self, data: bytes) -> int | None:
        counts: list[int] = []
        for start in (0, _RECORD):
            record = data[start : start + _RECORD]
            if len(record) == _RECORD:
                (count,) = _VALUE.unpack(record[: _VALUE.size])
                if hmac.compare_digest(record, self._record(count)):
                    counts.append(count)
        return max(counts, default=None)

    def write(self, count: int, *, durable: bool = False) -> None:
        """Note the count after a commit, never lowering what was noted. ``durable`` forces it to the disk (at closing).

        Raises UserError disk-full and no-permission.
        """
        noted = count + self._ahead
        with disk_trouble():
            if not self._write_in_turn(noted, durable=durable):
                write_whole(self.path, self._record(noted) * 2)

    def reset(self, count: int) -> None:
        """Begin again at ``count``, also a lower one: after a restore, or when the owner accepted a loss."""
        write_whole(self.path, self._record(count) * 2)
        self._ahead = 0

    def _write_in_turn(self, count: int, *, durable: bool) -> bool:
        try:
            file = self.path.open("r+b", buffering=0)
        except FileNotFoundError:
            return False
        with file:
            if os.fstat(file.fileno()).st_size != 2 * _RECORD:
                return False
            if (self._highest(file.read(2 * _RECORD)) or 0) <= count:
                file.seek(_RECORD * (count % 2))
                file.write(self._record(count))
            if durable:
                os.fsync(file.fileno())
        return True
