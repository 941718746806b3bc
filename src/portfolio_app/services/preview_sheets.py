"""What there is to see of a document that is being laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COVER: Final = "cover"
CONTENTS: Final = "contents"


@dataclass(frozen=True)
class Section:
    """A piece of the document: its key, its title, the number on its first page, and how many pages it has.

    One that is not laid out as it is now has no pages yet; ``first`` is then what it will be as far as is known.
    ``made`` tells one making of it from another.
    """

    key: str
    title: str
    first: int
    pages: int
    made: int = 0


@dataclass(frozen=True)
class Entry:
    """A line to jump by: a part or a heading in it, and where it stands (``page`` from 0, within its section)."""

    level: int
    title: str
    section: str
    page: int


@dataclass(frozen=True)
class Sheets:
    """What there is to see. ``whole`` says that every page is as it will be signed.

    ``sealed`` says that her key is known, whose fingerprint stands in the document: it is made when she signs first.
    """

    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    whole: bool
    sealed: bool = True

    @property
    def pages(self) -> int:
        """How many pages are known."""
        return sum(section.pages for section in self.sections)

    def section(self, key: str) -> Section | None:
        """A section by its key."""
        return next((section for section in self.sections if section.key == key), None)
