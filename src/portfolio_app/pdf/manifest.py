"""The list of evidence that lies in a document as ``manifest.json``: what went along, where it lies, and its digest.

The signature covers the list, and so by the digests everything on it, inside the document or not::

    {
      "version": 2,
      "beside": "portfolio-bewijsstukken.zip",
      "files": [
        {"name": "verslag.pdf", "place": "inside", "sha256": "9f…", "octets": 81234,
         "media_type": "application/pdf", "item": "0198…"}
      ]
    }

``place`` is ``inside`` (a file inside the document with this name), ``beside`` (a member with this name in the ZIP file
that was handed over together with the document) or ``listed`` (not handed over, only named). ``sha256`` (64 small hex
digits) and ``octets`` are of the very bytes that were handed out; where nothing was, of the file that the owner keeps.
``beside`` is the name that the ZIP file had, "" where there is none; a reader may have given it another one. ``item``
is an opaque id of the piece of evidence, the same in each document of one portfolio. Names are unique in the list,
also for systems that take capitals and small letters for the same, and lead into no folder.

Version 1 knew neither ``beside`` nor ``place``: all of its files are inside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from portfolio_app.domain import file_names
from portfolio_app.domain.carrying import MANIFEST_NAME, Place

NAME: Final = MANIFEST_NAME
VERSION: Final = 2
MOST_OCTETS: Final = 16_000_000
"""A list that is longer is not read."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ENTRY: Final = frozenset({"name", "sha256", "octets", "media_type", "item"})
_MOST: Final = 1 << 63

T = TypeVar("T")


class ManifestError(ValueError):
    """The list is not one that this program, or an older one, could have written."""


@dataclass(frozen=True)
class Entry:
    """One file of the list."""

    name: str
    place: Place
    sha256: str
    octets: int
    media_type: str
    item: str


@dataclass(frozen=True)
class Manifest:
    """The list; ``beside`` is the name of the ZIP file."""

    files: tuple[Entry, ...]
    beside: str = ""

    def at(self, place: Place) -> dict[str, Entry]:
        """The files at a place, by name."""
        return {entry.name: entry for entry in self.files if entry.place is place}

    def dump(self) -> bytes:
        """As it is written into a document."""
        files = [
            {
                "name": entry.name,
                "place": entry.place.value,
                "sha256": entry.sha256,
                "octets": entry.octets,
                "media_type": entry.media_type,
                "item": entry.item,
            }
            for entry in self.files
        ]
        whole = {"version": VERSION, "beside": self.beside, "files": files}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def parse(data: bytes) -> Manifest:
    """Read a list; raises `ManifestError` for whatever is not exactly as described above."""
    if len(data) > MOST_OCTETS:
        raise ManifestError("too long")
    try:
        told: object = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ManifestError("no list") from error
    version = _told(told, "version", int)
    whole = _only(told, {"version", "files"} if version == 1 else {"version", "beside", "files"})
    files = cast("list[object]", _told(whole, "files", list))
    if version == 1:
        found = Manifest(tuple(_entry({**_only(one, _ENTRY), "place": Place.INSIDE.value}) for one in files))
    elif version == VERSION:
        found = Manifest(tuple(_entry(_only(one, {*_ENTRY, "place"})) for one in files), _told(whole, "beside", str))
    else:
        raise ManifestError("a version that is not known")
    _check_names(entry.name for entry in found.files)
    if found.beside:
        _check_names([found.beside])
    if bool(found.beside) is not any(entry.place is Place.BESIDE for entry in found.files):
        raise ManifestError("files beside and no file to hold them, or the other way round")
    return found


def _only(told: object, keys: AbstractSet[str]) -> dict[str, object]:
    """What was told, when it has these keys and no others."""
    if not isinstance(told, dict):
        raise ManifestError("of another form")
    found = cast("dict[str, object]", told)
    if found.keys() != keys:
        raise ManifestError("other keys")
    return found


def _told(told: object, key: str, kind: type[T]) -> T:
    value = cast("dict[str, object]", told).get(key) if isinstance(told, dict) else None
    # True is an int to Python, and no number to anybody else.
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ManifestError(f"no {key}")
    return value


def _entry(told: dict[str, object]) -> Entry:
    place = next((one for one in Place if one.value == told["place"]), None)
    sha256, octets = _told(told, "sha256", str), _told(told, "octets", int)
    if place is None or not 0 <= octets < _MOST or not _SHA256.fullmatch(sha256):
        raise ManifestError("no place, size or digest")
    name, media_type, item = (_told(told, key, str) for key in ("name", "media_type", "item"))
    return Entry(name, place, sha256, octets, media_type, item)


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = {file_names.alike(NAME)}
    for name in names:
        if name != file_names.tidy(name) or file_names.alike(name) in seen:
            raise ManifestError("a name that can't be used, or twice the same")
        seen.add(file_names.alike(name))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A key that is there twice is read in different ways by different programs."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ManifestError("a key twice")
    return found


def _refuse(constant: str) -> object:
    raise ManifestError(f"{constant} is no number")
