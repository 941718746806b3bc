"""All the words in a file, also those that no page shows: remarks, deleted words, headers, cells, addresses of links.

The search wants what somebody would look for; what goes out with a document must be known whole. Meant to run in a
process of its own (see `worker`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Final

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, text, zipped
from portfolio_app.vault.text import Caps

_PARTS: Final = {
    media.DOCX: re.compile(r"(word|docProps)/[\w/.-]+\.(xml|rels)"),
    media.PPTX: re.compile(
        r"(ppt/(slides|notesSlides|comments|slideMasters|slideLayouts)|docProps)/[\w/.-]+\.(xml|rels)"
    ),
    media.XLSX: re.compile(r"(xl|docProps)/[\w/.-]+\.(xml|rels|vml)"),
    media.ODT: re.compile(r"(content|styles|meta)\.xml"),
}
_NO_WORDS: Final = re.compile(r".*/(theme|fonts?|fontTable|settings|webSettings|numbering|calcChain)[\w.-]*\.xml")
_LINES: Final = frozenset({"p", "h", "row", "si", "comment", "tr", "property", "is"})
_GAPS: Final = frozenset({"tab", "br", "cr", "c", "s", "line-break", "lpstr", "tc", "table-cell"})
_TOLD: Final = frozenset({"descr", "title", "Target", "href", "tooltip", "alt"})
"""Attributes with words or addresses in them: what a picture shows, where a link leads."""
_BESIDE: Final = re.compile(r"docProps/.*|meta\.xml")
_NO_ADDRESSES: Final = frozenset({"message-id", "references", "in-reply-to"})
"""Headers that look like addresses and are numbers of letters."""
_LONGEST_RAW: Final = 8 << 20
_RAW: Final = re.compile(rb"[\t\x20-\x7e\x80-\xff]{6,}|(?:[\t\x20-\x7e\xa0-\xff]\x00){6,}")


def extract_all(data: bytes, media_type: str, caps: Caps | None = None) -> str:
    """Return all words of a file, "" for a type that has none; raises what `text.extract` raises."""
    caps = caps or Caps()
    if len(data) > caps.octets:
        raise UserError("evidence-too-large")
    if media_type in _PARTS:
        return text.clean(_office(data, _PARTS[media_type], caps))
    if media_type == media.EMAIL:
        return text.clean(_gathered(_letter(data), caps))
    return text.extract(data, media_type, caps)


def raw_words(data: bytes) -> str:
    """Runs of signs in a file that nobody knows how to read, one on a line: enough to find a number in."""
    found: list[str] = []
    for match in _RAW.finditer(data[:_LONGEST_RAW]):
        piece = match.group()
        wide = piece[1:2] == b"\0"
        found.append(piece.decode("utf-16-le" if wide else "cp1252", "replace"))
    return "\n".join(found)


class _All:
    """Collects every word of one office document while its XML passes by."""

    def __init__(self, caps: Caps) -> None:
        self._left = caps.characters
        self._until = time.monotonic() + caps.seconds
        self.kept: list[str] = []
        self.apart = False

    @property
    def enough(self) -> bool:
        """Whether no more may be kept."""
        return self._left <= 0 or time.monotonic() > self._until

    def start(self, name: str) -> None:
        if name in _GAPS:
            self.add(" ")

    def attributes(self, told: Mapping[str, str]) -> None:
        for name, value in told.items():
            local = name.rpartition(":")[2]
            # A target without a scheme is another part of the same file.
            if local in _TOLD and value and (local not in ("Target", "href") or ":" in value):
                self.add(f"\n{value}\n")

    def end(self, name: str) -> None:
        if self.apart or name in _LINES:
            self.add("\n")

    def add(self, words: str) -> None:
        if not self.enough:
            self.kept.append(words[: self._left])
            self._left -= len(words)


def _office(data: bytes, parts: re.Pattern[str], caps: Caps) -> str:
    words = _All(caps)
    allowance = zipped.Allowance(caps.unpacked)
    with zipped.archive(data) as archive:
        for name in sorted(archive.namelist(), key=lambda name: (len(name), name)):
            if words.enough or not parts.fullmatch(name) or _NO_WORDS.fullmatch(name):
                continue
            words.apart = bool(_BESIDE.fullmatch(name))
            words.add("\n")
            with archive.open(name) as part:
                passing = zipped.pieces(part, allowance)
                zipped.parse(passing, words.start, words.add, words.end, words.attributes)
    return "".join(words.kept)


def _gathered(parts: Iterator[str], caps: Caps) -> str:
    kept: list[str] = []
    left = caps.characters
    for part in parts:
        kept.append(part[:left])
        left -= len(part)
        if left <= 0:
            break
    return "\n".join(kept)


def _letter(data: bytes) -> Iterator[str]:
    """Headers, every text of a letter, and the names of what hangs on it."""
    from email import policy
    from email.parser import BytesParser

    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        yield from (f"{name}: {value}" for name, value in message.items() if name.lower() not in _NO_ADDRESSES)
        for part in message.walk():
            if name := part.get_filename():
                yield name
            if part.get_content_maintype() == "text":
                content = str(part.get_content())
                yield text.without_tags(content) if part.get_content_subtype() == "html" else content
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
        raise UserError("evidence-unreadable") from error
