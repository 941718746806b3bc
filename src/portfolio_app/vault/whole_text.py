"""All the words in a file, also those that no page shows: remarks, deleted words, headers, cells, addresses of links.

The search wants what somebody would look for; what goes out with a document must be known whole. Meant to run in a
process of its own (see `worker`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final
from xml.parsers.expat import ExpatError

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, text, zipped
from portfolio_app.vault.text import Caps

CUT: Final = "\uffff"
"""Ends the words of a file when there may be more in it that was not read; no text has this sign."""
_XML: Final = re.compile(r"[^\\]+\.(xml|rels|vml)")
_PARTS: Final = {
    media.DOCX: _XML,
    media.PPTX: _XML,
    media.XLSX: _XML,
    media.ODT: re.compile(r"(.*/)?(content|styles|meta)\.xml"),
}
_INSIDE: Final = re.compile(r".+/embeddings/.+|word/[^/]+\.(html?|mht|txt|rtf|docx)", re.IGNORECASE)
"""Files within a document: a sheet behind a chart, a text that was put in whole."""
_DEEPEST: Final = 3
"""Files within files within files."""
_NO_WORDS: Final = re.compile(r".*/(theme|fonts?|fontTable|webSettings|numbering|calcChain)[\w.-]*\.xml")
_LINES: Final = frozenset({"p", "h", "row", "si", "comment", "tr", "property", "is"})
_GAPS: Final = frozenset({"tab", "br", "cr", "c", "s", "line-break", "lpstr", "tc", "table-cell"})
_TOLD: Final = frozenset(
    {"descr", "title", "Target", "href", "tooltip", "alt", "displayName", "displayText", "prompt", "promptTitle"}
)
"""Attributes with words or addresses in them: what a picture shows, where a link leads, what a list offers."""
_NAMING: Final = re.compile(r"xl/(workbook|tables/.*|pivot.*)\.xml|ppt/(commentAuthors|presentation)\.xml")
_NAMES: Final = frozenset({"name", "v", "val"})
"""Attributes with words in them in the parts that name sheets, columns and people; elsewhere they name styles."""
_NUMBER: Final = re.compile(r"\d(?:[ .\-\xa0]?\d){7}")
_SHORTEST: Final = 8
_LETTER: Final = re.compile(r"[^\W\d_]")
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
    if not text.has_text(media_type):
        return ""
    words, whole = _gathered(_read(data, media_type, caps, 0), caps)
    return text.clean(words) + ("" if whole else CUT)


def words_within(name: str, data: bytes) -> str:
    """The words of a file that hangs on another one, as `extract_all` gives them; "" for a picture, sound or film."""
    words, whole = _gathered(_within(name, data, Caps(), 0), Caps())
    return text.clean(words) + ("" if whole else CUT)


def _read(data: bytes, media_type: str, caps: Caps, depth: int) -> Iterator[str]:
    """The words of a file piece by piece; `CUT` by itself for what can't be read."""
    if media_type in _PARTS:
        yield from _office(data, _PARTS[media_type], caps, depth)
    elif media_type == media.EMAIL:
        yield from _letter(data, caps, depth)
    elif media_type == media.PDF:
        from portfolio_app.vault import pdfium

        for number, page in enumerate(pdfium.page_texts(data, caps.pages + 1)):
            yield page if number < caps.pages else CUT
    else:
        yield text.extract(data, media_type, replace(caps, characters=caps.octets))


def _within(name: str, data: bytes, caps: Caps, depth: int) -> Iterator[str]:
    """The words of a file within another one."""
    kind = media.sniff(name, data[: media.HEAD_OCTETS])
    if kind.startswith(("image/", "audio/", "video/")):
        return
    if name.lower().endswith((".htm", ".html", ".mht", ".rtf")):
        yield raw_words(data)
    elif depth < _DEEPEST and text.has_text(kind):
        try:
            yield from _read(data, kind, caps, depth + 1)
        except UserError:
            yield CUT
    else:
        yield CUT


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
        self.naming = False

    @property
    def enough(self) -> bool:
        """Whether no more may be kept."""
        return self._left <= 0 or time.monotonic() > self._until

    def start(self, name: str) -> None:
        if name in _GAPS:
            self.add(" ")

    def attributes(self, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            local = name.rpartition(":")[2]
            # A target without a scheme is another part of the same file.
            told = local in _TOLD and (local not in ("Target", "href") or ":" in value)
            named = self.naming and local in _NAMES
            numbered = len(value) > _SHORTEST and _NUMBER.search(value) and _LETTER.search(value)
            if value and (told or named or numbered):
                self.add(f"\n{value}\n")

    def end(self, name: str) -> None:
        if self.apart or name in _LINES:
            self.add("\n")

    def add(self, words: str) -> None:
        if not self.enough:
            self.kept.append(words[: self._left])
            self._left -= len(words)


def _office(data: bytes, parts: re.Pattern[str], caps: Caps, depth: int) -> Iterator[str]:
    words = _All(caps)
    allowance = zipped.Allowance(caps.unpacked)
    inside: list[tuple[str, bytes]] = []
    torn = False
    with zipped.archive(data) as archive:
        for name in sorted(archive.namelist(), key=lambda name: (len(name), name)):
            if words.enough:
                break
            if _INSIDE.fullmatch(name):
                with archive.open(name) as part:
                    inside.append((name, b"".join(zipped.pieces(part, allowance))))
                continue
            if not parts.fullmatch(name) or _NO_WORDS.fullmatch(name):
                continue
            words.apart = bool(_BESIDE.fullmatch(name))
            words.naming = bool(_NAMING.fullmatch(name))
            words.add("\n")
            with archive.open(name) as part:
                passing = zipped.pieces(part, allowance)
                torn |= not _passed(passing, words)
    yield "".join(words.kept)
    if words.enough or torn:
        yield CUT
    for name, held in inside:
        yield from _within(name, held, caps, depth)


def _passed(part: Iterator[bytes], words: _All) -> bool:
    """Take the words of a part; False where it is damaged, which says nothing of the other ones."""
    try:
        zipped.parse(part, words.start, words.add, words.end, words.attributes)
    except ExpatError:
        return False
    except UserError as error:
        if error.code != "evidence-unreadable":
            raise
        return False
    return True


def _gathered(parts: Iterator[str], caps: Caps) -> tuple[str, bool]:
    """As much as may be given, and whether that is all there is."""
    until = time.monotonic() + caps.seconds
    kept: list[str] = []
    left, whole = caps.characters, True
    for part in parts:
        if part == CUT:
            whole = False
            continue
        kept.append(part[:left])
        left -= len(part)
        if left < 0 or time.monotonic() > until:
            return "\n".join(kept), False
    return "\n".join(kept), whole


def _letter(data: bytes, caps: Caps, depth: int) -> Iterator[str]:
    """Headers, every text of a letter, and the names and words of what hangs on it."""
    from email import policy
    from email.parser import BytesParser

    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        for part in message.walk():
            yield from (f"{name}: {value}" for name, value in part.items() if name.lower() not in _NO_ADDRESSES)
            yield from filter(None, (part.preamble, part.epilogue))
            if name := part.get_filename():
                yield name
            if part.get_content_maintype() == "text":
                content = str(part.get_content())
                yield text.without_tags(content) if part.get_content_subtype() == "html" else content
            elif not part.is_multipart() and isinstance(held := part.get_payload(decode=True), bytes):
                yield from _within(part.get_filename() or "", held, caps, depth)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
        raise UserError("evidence-unreadable") from error
