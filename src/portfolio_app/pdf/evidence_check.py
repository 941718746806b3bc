"""Whether the evidence that came along is what the signed list says: files in the document, and a ZIP file beside it.

Nothing is unpacked to disk, and of each file no more is read than the list says it holds.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from portfolio_app.domain.carrying import Place
from portfolio_app.domain.errors import Cancelled
from portfolio_app.pdf import manifest
from portfolio_app.pdf.manifest import Entry, Manifest, ManifestError
from portfolio_app.pdf.verdict import Fact, fact
from portfolio_app.pdf.verify_bounds import LARGEST_ATTACHMENTS, TooMuchError, digest, small_bytes
from portfolio_app.pdf.zip_layout import is_plain

_CHUNK: Final = 1 << 20
_LARGEST_DIRECTORY: Final = 16 << 20
"""Octets of a ZIP file's table of contents."""
_MOST_TOLD: Final = 40
"""Files of a kind that are told by name; who swaps more has swapped enough."""
_GOOD: Final = frozenset({"attachments-match", "beside-match", "beside-absent", "evidence-listed"})
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_END_64, _PLACE_64 = b"PK\x06\x06", b"PK\x06\x07"


@dataclass(frozen=True)
class Watch:
    """Hears how many octets were read, of how many, and of which file; says whether to stop."""

    progress: Callable[[int, int, str], None] = lambda done, total, name: None
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Beside:
    """Where a ZIP file may lie: the one that was ``given``, else one of the right name in ``folder``."""

    given: Path | None = None
    folder: Path | None = None

    def find(self, name: str) -> Path | None:
        """The file, None where there is none."""
        if self.given is not None:
            return self.given
        found = self.folder / name if self.folder is not None and name else None
        return found if found is not None and found.is_file() else None


UNWATCHED: Final = Watch()
NOWHERE: Final = Beside()


def check_evidence(signed: bytes, whole: bytes, beside: Beside, watch: Watch) -> list[Fact]:
    """Facts about all evidence. The list is that of the ``signed`` revision; nothing to say where there is none."""
    import pikepdf

    listed = _listed(signed)
    if isinstance(listed, Fact):
        return [listed]
    if listed is None:
        return [fact("beside-unexpected")] if beside.given is not None else []
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        try:
            held = attached(pdf)
        except TooMuchError:
            return [fact("manifest-unreadable")]
    held.pop(manifest.NAME, None)
    facts = list(_inside(listed.at(Place.INSIDE), held))
    facts += check_beside(listed, beside, watch)
    named = len(listed.at(Place.LISTED))
    return [*facts, fact("evidence-listed", count=named)] if named else facts


def verified(facts: list[Fact]) -> bool | None:
    """Whether the evidence is as it was signed; None where there is none, or not all of it could be looked at."""
    if all(each.code == "evidence-listed" for each in facts):
        return None
    if any(each.code not in _GOOD for each in facts):
        return False
    return None if any(each.code == "beside-absent" for each in facts) else True


def attached(pdf: Any) -> dict[str, str]:
    """SHA-256 of every attached file, by name. Raises `TooMuchError`."""
    found: dict[str, str] = {}
    left = LARGEST_ATTACHMENTS
    for name, spec in pdf.attachments.items():
        found[name], size = digest(spec.get_file().obj, left)
        left -= size
    return found


def _listed(signed: bytes) -> Manifest | Fact | None:
    import pikepdf

    with pikepdf.open(io.BytesIO(signed)) as pdf:
        if manifest.NAME not in pdf.attachments:
            return None
        try:
            return manifest.parse(small_bytes(pdf.attachments[manifest.NAME].get_file().obj))
        except (ManifestError, TooMuchError):
            return fact("manifest-unreadable")


def _inside(listed: Mapping[str, Entry], held: Mapping[str, str]) -> Iterator[Fact]:
    facts = [fact("attachment-missing", name=name) for name in sorted(set(listed) - set(held))]
    facts += [fact("attachment-unlisted", name=name) for name in sorted(set(held) - set(listed))]
    facts += [
        fact("attachment-differs", name=name)
        for name in sorted(set(held) & set(listed))
        if held[name] != listed[name].sha256
    ]
    yield from facts or ([fact("attachments-match", count=len(listed))] if listed else [])


def check_beside(listed: Manifest, beside: Beside, watch: Watch) -> list[Fact]:
    """Facts about the ZIP file. Raises `Cancelled`."""
    wanted = listed.at(Place.BESIDE)
    if not wanted:
        return [fact("beside-unexpected")] if beside.given is not None else []
    place = beside.find(listed.beside)
    if place is None:
        return [fact("beside-absent", name=listed.beside, count=len(wanted))]
    try:
        if not place.is_file():
            # A pipe would be read for ever.
            return [fact("beside-unreadable", name=place.name)]
        with place.open("rb") as file:
            if not _reasonable(file):
                return [fact("beside-unreadable", name=place.name)]
            with zipfile.ZipFile(file) as archive:
                found = list(_Compared(archive, wanted, watch).facts())
                if not found and not is_plain(file, archive):
                    found = [fact("beside-unreadable", name=place.name)]
                return found or [fact("beside-match", count=len(wanted))]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OverflowError):
        # All that a table of contents made to harm was seen to raise.
        return [fact("beside-unreadable", name=place.name)]


def _reasonable(file: BinaryIO) -> bool:
    """Whether the table of contents, which is read as a whole, is not larger than any that was ever needed."""
    size = file.seek(0, io.SEEK_END)
    back = min(size, _END_SIZE + _LONGEST_COMMENT)
    file.seek(size - back)
    tail = file.read(back)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        return False
    octets = int.from_bytes(tail[at + 12 : at + 16], "little")
    if tail[max(0, at - 20) : max(0, at - 16)] == _PLACE_64:
        file.seek(int.from_bytes(tail[at - 12 : at - 4], "little"))
        ending = file.read(56)
        if ending[:4] != _END_64:
            return False
        octets = int.from_bytes(ending[40:48], "little")
    file.seek(0)
    return octets <= min(size, _LARGEST_DIRECTORY)


class _Compared:
    """A ZIP file against the files that should lie in it."""

    def __init__(self, archive: zipfile.ZipFile, wanted: Mapping[str, Entry], watch: Watch) -> None:
        self._archive, self._wanted, self._watch = archive, wanted, watch
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for member in archive.infolist():
            self._members.setdefault(member.filename, []).append(member)
        self._done, self._total = 0, sum(entry.octets for entry in wanted.values())

    def facts(self) -> Iterator[Fact]:
        """What is not as it should be."""
        missing = {name: entry for name, entry in self._wanted.items() if name not in self._members}
        extra = [name for name in self._members if name not in self._wanted]
        told = [self._judged(name, entry) for name, entry in self._wanted.items() if name in self._members]
        yield from _some([each for each in told if each is not None])
        renamed = self._renamed(missing, extra)
        yield from _some([fact("beside-renamed", name=old, other=new) for old, new in renamed.items()])
        yield from _some([fact("beside-missing", name=name) for name in missing if name not in renamed])
        found = set(renamed.values())
        yield from _some([fact("beside-extra", name=name) for name in extra if name not in found])

    def _judged(self, name: str, entry: Entry) -> Fact | None:
        if len(self._members[name]) > 1:
            # Each program unpacks another one of them.
            return fact("beside-twice", name=name)
        member = self._members[name][0]
        if member.flag_bits & 1:
            return fact("beside-locked", name=name)
        return None if self._holds(member, entry) else fact("beside-differs", name=name)

    def _renamed(self, missing: Mapping[str, Entry], extra: list[str]) -> dict[str, str]:
        """Files that are there under another name."""
        free = [name for name in extra if len(self._members[name]) == 1]
        found: dict[str, str] = {}
        for old, entry in missing.items():
            for name in free[:_MOST_TOLD]:
                member = self._members[name][0]
                same_size = member.file_size == entry.octets and not member.flag_bits & 1
                if same_size and name not in found.values() and self._holds(member, entry):
                    found[old] = name
                    break
        return found

    def _holds(self, member: zipfile.ZipInfo, entry: Entry) -> bool:
        """Whether a member is the very file; no more of it is read than that file has."""
        if member.file_size != entry.octets:
            return False
        found, octets = hashlib.sha256(), 0
        try:
            with self._archive.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    if self._watch.cancelled():
                        raise Cancelled
                    octets += len(piece)
                    if octets > entry.octets:
                        return False
                    found.update(piece)
                    self._done += len(piece)
                    self._watch.progress(min(self._done, self._total), self._total, entry.name)
        except Cancelled:
            raise
        except Exception:  # noqa: BLE001 - each way of packing raises errors of its own, and none of them is the file
            return False
        return octets == entry.octets and found.hexdigest() == entry.sha256


def _some(facts: list[Fact]) -> list[Fact]:
    """The first ones, and how many more there are."""
    if len(facts) <= _MOST_TOLD:
        return facts
    return [*facts[:_MOST_TOLD], fact("beside-more", count=len(facts) - _MOST_TOLD)]
