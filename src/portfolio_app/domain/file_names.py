"""Names of files as they are kept, shown and exported: readable, harmless, and not too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import Final

from portfolio_app.domain import canonical

LONGEST: Final = 200
"""In characters, the ending included."""
_LONGEST_ENDING: Final = 20
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters and what turns the direction of writing: with those ``exe.pdf`` can look like ``fdp.exe``."""
_DAY: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<between>[-_.]?)(?P<month>\d\d)(?P=between)(?P<day>\d\d)(?!\d)", re.ASCII
)
_SEPARATORS: Final = re.compile(r"[/\\]")
_REFUSED: Final = re.compile(r'[<>:"|?*]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\Z)", re.IGNORECASE)
_LONGEST_OCTETS: Final = 190
"""Of UTF-8: most disks take 255. What is added where two files have the same name stays within `LONGEST`."""


def tidy(name: str) -> str:
    """The name of a file without what can't be read or would lead into another folder, ``_`` when nothing is left.

    What is not text in the file system's name is shown as U+FFFD.
    """
    name = _SEPARATORS.sub("_", without_unseen(name)).strip()
    if len(name) > LONGEST:
        ending = PurePath(name).suffix
        ending = ending if len(ending) <= _LONGEST_ENDING else ""
        name = name[: LONGEST - len(ending)].rstrip() + ending
    return "_" if name in ("", ".", "..") else name


def portable(name: str) -> str:
    """A tidy name that a disk of any system takes, so that a file with it can be unpacked everywhere."""
    name = _REFUSED.sub("_", unicodedata.normalize("NFC", tidy(name)))
    stem, ending = parted(name)
    while len((stem + ending).encode()) > _LONGEST_OCTETS and len(stem) > 1:
        stem = stem[:-1]
    name = (stem + ending).rstrip(". ")
    return "_" + name if not name or _DEVICE.match(name) else name


def parted(name: str) -> tuple[str, str]:
    """A name without its ending, and the ending with its dot."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and len(ending) < _LONGEST_ENDING else (name, "")


def alike(name: str) -> str:
    """What is the same for two names that some system takes for one: capitals and composed characters don't count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def apart(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names in their order, numbered where one is like an earlier one or like one that is ``taken``."""
    seen = {alike(name) for name in taken}
    made: list[str] = []
    for name in names:
        (stem, ending), number, free = parted(name), 1, name
        while alike(free) in seen:
            number += 1
            free = f"{stem} ({number}){ending}"
        seen.add(alike(free))
        made.append(free)
    return made


def day_in(name: str) -> date | None:
    """The day that a camera or a person wrote in a name (IMG_20260311_0915.jpg, Notulen 2026-03-11), or None.

    Of several the first; a number that is no day, such as 2025-2026, is none.
    """
    for found in _DAY.finditer(name):
        try:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            continue
    return None


def without_unseen(text: str) -> str:
    """One line of text without control characters and turns of the direction of writing."""
    return _UNSEEN.sub("", canonical.sound(text))
