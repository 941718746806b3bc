"""The text in a file, for the search. Meant to run in a process of its own (see `worker`): files can do harm."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import BinaryIO, Final

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, zipped


@dataclass(frozen=True)
class Caps:
    """Most that is read and given. Text beyond ``characters``, ``pages`` and ``seconds`` is left out silently."""

    octets: int = 64 << 20
    unpacked: int = 64 << 20
    characters: int = 2_000_000
    pages: int = 2_000
    seconds: float = 15.0


@dataclass(frozen=True)
class _Office:
    """Where the words of an office format stand: which parts, in which elements, and what ends a line."""

    parts: re.Pattern[str]
    within: frozenset[str]
    breaks: frozenset[str]
    gaps: frozenset[str]


_OFFICE: Final = {
    media.DOCX: _Office(
        re.compile(r"word/(document|footnotes|endnotes)\.xml"),
        frozenset({"t"}),
        frozenset({"p"}),
        frozenset({"tab", "br", "cr"}),
    ),
    media.ODT: _Office(
        re.compile(r"content\.xml"),
        frozenset({"p", "h"}),
        frozenset({"p", "h"}),
        frozenset({"s", "tab", "line-break"}),
    ),
    media.PPTX: _Office(
        re.compile(r"ppt/(slides|notesSlides)/\w+\.xml"), frozenset({"t"}), frozenset({"p"}), frozenset({"br"})
    ),
    media.XLSX: _Office(re.compile(r"xl/sharedStrings\.xml"), frozenset({"t"}), frozenset({"si"}), frozenset()),
}
_MARKS: Final = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""What a text of Unicode may begin with; that of four octets begins as the one of two."""
_PLAIN: Final = frozenset({media.TEXT, media.CSV, media.MARKDOWN})
_LINE_HYPHEN: Final = re.compile("[\ufffe\x02](\r?\n)?")
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def has_text(media_type: str) -> bool:
    """Whether files of this type are read for the search."""
    return media_type in _PLAIN or media_type in _OFFICE or media_type in (media.PDF, media.EMAIL)


def extract(source: bytes | BinaryIO, media_type: str, caps: Caps | None = None) -> str:
    """Return the text in a file, "" for a type that has none.

    Raises UserError evidence-too-large and evidence-unreadable (damaged, behind a password).
    """
    caps = caps or Caps()
    if not has_text(media_type):
        return ""
    data = source if isinstance(source, bytes) else source.read(caps.octets + 1)
    if len(data) > caps.octets:
        raise UserError("evidence-too-large")
    if media_type in _PLAIN:
        return clean(_decode(data)[: caps.characters])
    if media_type == media.EMAIL:
        return clean(_email(data)[: caps.characters])
    if media_type == media.PDF:
        from portfolio_app.vault import pdfium

        return clean(_gather(pdfium.page_texts(data, caps.pages), caps))
    return clean(_office(data, _OFFICE[media_type], caps))


def clean(text: str) -> str:
    """Text as it is read: lines put together, without signs that can't be seen."""
    text = _LINE_HYPHEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub(" ", text).strip()


def _gather(parts: Iterable[str], caps: Caps) -> str:
    until = time.monotonic() + caps.seconds
    kept: list[str] = []
    left = caps.characters
    for part in parts:
        kept.append(part[:left])
        left -= len(part)
        if left <= 0 or time.monotonic() > until:
            break
    return "\n".join(kept)


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if wide := media.wide_text(data[: media.HEAD_OCTETS]):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


class _Enough(Exception):  # noqa: N818 - it ends the reading, nothing went wrong
    pass


class _Words:
    """Collects the words of one office document while its XML passes by."""

    def __init__(self, office: _Office, caps: Caps) -> None:
        self._office = office
        self._left = caps.characters
        self._until = time.monotonic() + caps.seconds
        self._depth = 0
        self.kept: list[str] = []

    def start(self, name: str) -> None:
        if name in self._office.within:
            self._depth += 1
        elif name in self._office.gaps:
            self._add(" ")

    def data(self, text: str) -> None:
        if self._depth:
            self._add(text)

    def end(self, name: str) -> None:
        if name in self._office.within:
            self._depth -= 1
        if name in self._office.breaks:
            self._add("\n")

    def _add(self, text: str) -> None:
        self.kept.append(text[: self._left])
        self._left -= len(text)
        if self._left <= 0 or time.monotonic() > self._until:
            raise _Enough


def _office(data: bytes, office: _Office, caps: Caps) -> str:
    words = _Words(office, caps)
    allowance = zipped.Allowance(caps.unpacked)
    with zipped.archive(data) as archive:
        try:
            for name in sorted(archive.namelist(), key=_natural):
                if office.parts.fullmatch(name):
                    with archive.open(name) as part:
                        zipped.parse(zipped.pieces(part, allowance), words.start, words.data, words.end)
        except _Enough:
            pass
    return "".join(words.kept)


def _natural(name: str) -> tuple[int, str]:
    """Slide 10 comes after slide 9."""
    return len(name), name


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        if tag in ("p", "br", "div", "li", "tr", "td"):
            self.kept.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in ("script", "style")))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.kept.append(data)


def _email(data: bytes) -> str:
    from email import policy
    from email.parser import BytesParser

    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        kept = [str(message[name]) for name in ("subject", "from", "to", "date") if message[name]]
        body = message.get_body(("plain", "html"))
        if body is not None:
            content = str(body.get_content())
            kept.append(without_tags(content) if body.get_content_subtype() == "html" else content)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
        # The parser of the standard library gives up in many ways on letters that follow no rule.
        raise UserError("evidence-unreadable") from error
    return "\n".join(kept)


def without_tags(html: str) -> str:
    """The words of a page of the web."""
    parser = _Html()
    feed: Callable[[str], None] = parser.feed
    feed(html)
    parser.close()
    return "".join(parser.kept)
