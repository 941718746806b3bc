"""A copy without what camera and word processor wrote beside the content: place, device, names.

The content itself isn't touched: pictures are not compressed again.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, zipped
from portfolio_app.vault.heif import without_metadata as heic_without_metadata

_UNPACKED: Final = 256 << 20
_WHOLE: Final = 32 << 20
"""Most of a part that has to be seen as a whole; everything else passes in pieces."""
_ABOUT_OCTETS: Final = 1 << 20
_OFFICE: Final = frozenset({media.DOCX, media.PPTX, media.XLSX, media.ODT})

_ORIENTATION: Final = 0x0112
_SOS, _EOI, _APP1, _APP2, _APP13, _APP14, _COMMENT = 0xDA, 0xD9, 0xE1, 0xE2, 0xED, 0xEE, 0xFE
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD"}
    | {b"pHYs", b"acTL", b"fcTL", b"fdAT"}
)
_WEBP_HAS_EXIF_XMP: Final = 0b0000_1100

_EMPTIED: Final = re.compile(
    rb"<((?:[\w.-]+:)?(?:creator|lastModifiedBy|initial-creator|printed-by|Company|Manager))(?:\s[^<>]*)?>"
)
_REMOVED: Final = re.compile(rb"<((?:[\w.-]+:)?(?:property|user-defined))(?:\s[^<>]*)?>")
_ABOUT: Final = frozenset({"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml"})

# Who wrote a comment or changed a word, and when, stands in the midst of the content.
_TAG: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>"
    rb"|<(?P<element>[A-Za-z_][\w.:-]*)(?:\s+[^\s=<>\"']+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))+\s*/?>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(rb"(?P<before>(?<!\s)\s+(?P<name>[^\s=<>\"']+)\s*=\s*)(?:\"[^\"<]*\"|'[^'<]*')")
_WHO: Final = frozenset(
    {(b"cmAuthor", b"name"), (b"cmAuthor", b"initials")}
    | {(b"author", key) for key in (b"name", b"initials", b"userId", b"providerId")}
    | {(b"person", key) for key in (b"displayName", b"userId", b"providerId")}
    | {(b"fileSharing", b"userName"), (b"header", b"userName"), (b"absPath", b"url")}
)
"""Attributes of slides and sheets with a name in them; programs want them there, so they stay empty."""
_WHO_IN_WORD: Final = frozenset({b"author", b"initials", b"userId", b"providerId"})
_WHEN: Final = frozenset({(b"cm", b"dt"), (b"threadedComment", b"dT")})
_WHEN_IN_WORD: Final = frozenset({b"date", b"dateUtc"})
_REMOVABLE: Final = _OFFICE | {media.JPEG, media.PNG, media.WEBP, media.HEIC}
_WITHOUT: Final = frozenset({media.TEXT, media.CSV, media.MARKDOWN, media.GIF})
_WHEN_ASKED: Final = frozenset({(b"cm", b"created"), (b"reply", b"created")})
_NEVER: Final = b'"1970-01-01T00:00:00"'
_AUTHOR: Final = re.compile(rb"(<(?:[\w.-]+:)?author(?:\s[^<>]*)?(?<!/)>)[^<]*(</)")
_REMARK: Final = re.compile(rb"<((?:[\w.-]+:)?(?:annotation|change-info))(?:\s[^<>]*)?>")
_REMARKED: Final = re.compile(
    rb"(<(?:[\w.-]+:)?(?:creator|creator-initials|sender-initials)(?:\s[^<>]*)?(?<!/)>)[^<]*(</)"
)
_REMARKED_ON: Final = re.compile(rb"(<(?:[\w.-]+:)?date(?:\s[^<>]*)?(?<!/)>)[^<]*(</)")
_ODF_PARTS: Final = frozenset({"content.xml", "styles.xml"})
_OFFICE_FOLDERS: Final = frozenset({"word", "ppt", "xl"})


def leaves_metadata(media_type: str) -> bool:
    """Whether `strip_metadata` has to leave something in that may tell more than the content (sound, film, PDF)."""
    return media_type not in _REMOVABLE | _WITHOUT


def has_none(media_type: str) -> bool:
    """Whether nothing is ever written beside the content of files of this type, so that a copy is the file itself."""
    return media_type in _WITHOUT


def is_packed(media_type: str) -> bool:
    """Whether a file of this type may unpack to far more than it is, so that a process of its own should do it."""
    return media_type in _OFFICE


def strip_metadata(data: bytes, media_type: str) -> bytes:
    """Return the file without its metadata; a type that isn't known here is returned as it is.

    Raises UserError metadata-stays when the file is built in a way that isn't understood.
    """
    try:
        if media_type == media.JPEG:
            return _jpeg(data)
        if media_type == media.PNG:
            return _png(data)
        if media_type == media.WEBP:
            return _webp(data)
        if media_type == media.HEIC:
            return heic_without_metadata(data)
        if media_type in _OFFICE:
            return _office(data)
    except (struct.error, IndexError, ValueError, zlib.error) as error:
        raise UserError("metadata-stays") from error
    except UserError as error:
        raise UserError("metadata-stays") from error
    return data


# -- JPEG -----------------------------------------------------------------------------------------------------------


def _jpeg(data: bytes) -> bytes:
    out = bytearray(b"\xff\xd8")
    turned = _orientation(data)
    if turned != 1:
        # The way up is the one thing that the picture needs of it.
        out += _exif_with(turned)
    for marker, segment in _segments(data):
        adobe_or_profile = marker != _APP2 or segment[4:].startswith(b"ICC_PROFILE\0")
        dropped = marker in (_APP1, _APP13, _COMMENT) or (0xE3 <= marker <= 0xEF and marker != _APP14)
        if not dropped and adobe_or_profile:
            out += segment
    return bytes(out)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each marker with its octets up to the end of the first picture; what phones hang behind it is left out.

    A picture that was cut off while it came in ends where its octets end.
    """
    if data[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG")
    at, drawn = 2, False
    while True:
        if drawn and at >= len(data) - 1:
            yield _EOI, bytes((0xFF, _EOI))
            return
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise ValueError("no marker")
        if marker == _EOI:
            yield marker, data[at : at + 2]
            return
        if marker in _STANDALONE:
            yield marker, data[at : at + 2]
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SOS:
            end, drawn = _end_of_scan(data, end), True
        if end > len(data):
            raise ValueError("cut off")
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        if data[at + 1] != 0 and data[at + 1] not in _STANDALONE and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data) if at < 0 else at


def _orientation(data: bytes) -> int:
    from PIL import Image

    for marker, segment in _segments(data):
        if marker == _APP1 and segment[4:].startswith(b"Exif\0\0"):
            exif = Image.Exif()
            try:
                exif.load(segment[4:])
                turned = exif.get(_ORIENTATION)
            except (SyntaxError, ValueError, KeyError, TypeError, struct.error):
                return 1
            return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1
    return 1


def _exif_with(orientation: int) -> bytes:
    # One directory with one entry: orientation, a short, one value.
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body


# -- PNG and WebP ---------------------------------------------------------------------------------------------------


def _png(data: bytes) -> bytes:
    out = bytearray(data[:8])
    at = 8
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        if kind in _PNG_KEPT:
            out += data[at:end]
        if kind == b"IEND":
            return bytes(out)
        at = end


def _webp(data: bytes) -> bytes:
    kept = bytearray()
    at, end = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise ValueError("cut off")
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        following = at + 8 + length + length % 2
        chunk = bytearray(data[at:following])
        if kind == b"VP8X":
            chunk[8] &= ~_WEBP_HAS_EXIF_XMP & 0xFF
        if kind not in (b"EXIF", b"XMP "):
            kept += chunk
        at = following
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + bytes(kept)


# -- office documents -----------------------------------------------------------------------------------------------


def _office(data: bytes) -> bytes:
    out = BytesIO()
    allowance = zipped.Allowance(_UNPACKED)
    with zipped.archive(data) as source, zipfile.ZipFile(out, "w") as target:
        if sum(entry.file_size for entry in source.infolist()) > _UNPACKED:
            raise ValueError("unpacks to far more")
        for entry in source.infolist():
            # A fresh entry: the old one may tell when the file was made, and on which system.
            plain = zipfile.ZipInfo(entry.filename)
            plain.compress_type = zipfile.ZIP_STORED if entry.compress_type == 0 else zipfile.ZIP_DEFLATED
            with source.open(entry) as part, target.open(plain, "w") as written:
                for piece in _part(entry.filename, zipped.pieces(part, allowance)):
                    written.write(piece)
    return out.getvalue()


def _part(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a part as they are; one that may tell something comes whole, without that."""
    head = next(pieces, b"")
    work = _work_on(name, head)
    if work is None:
        yield head
        yield from pieces
        return
    whole = bytearray(head)
    for piece in pieces:
        whole += piece
        if len(whole) > (_ABOUT_OCTETS if name in _ABOUT else _WHOLE):
            raise ValueError("too large to be looked through")
    yield work(bytes(whole))


def _work_on(name: str, head: bytes) -> Callable[[bytes], bytes] | None:
    """What has to be done to a part that begins like this."""
    folder = name.partition("/")[0]
    if name in _ABOUT:
        return _about
    if name in _ODF_PARTS:
        return _odf
    if folder in _OFFICE_FOLDERS and name.endswith(".xml"):
        return {"word": _word, "ppt": _slides, "xl": _sheets}[folder]
    kind = media.sniff(name, head[: media.HEAD_OCTETS])
    return {media.JPEG: _jpeg, media.PNG: _png}.get(kind)


def _about(content: bytes) -> bytes:
    emptied = _each_element(_as_utf8(content), _EMPTIED, lambda element, name: b"<%b></%b>" % (name, name))
    return _each_element(emptied, _REMOVED, lambda element, name: b"", also_empty=True)


def _odf(content: bytes) -> bytes:
    return _each_element(_as_utf8(content), _REMARK, lambda element, name: _without_who(element))


def _word(content: bytes) -> bytes:
    return _TAG.sub(_word_without_names, _ended(_as_utf8(content)))


def _slides(content: bytes) -> bytes:
    return _TAG.sub(_without_names, _ended(_as_utf8(content)))


def _sheets(content: bytes) -> bytes:
    return _AUTHOR.sub(rb"\1\2", _slides(content))


def _ended(content: bytes) -> bytes:
    """The content, when its last comment has an end; without one every comment would be looked for to the end."""
    for opening, closing in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>")):
        if content.rfind(opening) > content.rfind(closing):
            raise ValueError("a comment without an end")
    return content


def _each_element(
    content: bytes, opening: re.Pattern[bytes], told: Callable[[bytes, bytes], bytes], *, also_empty: bool = False
) -> bytes:
    """The content with every element that opens like this, or with ``also_empty`` is empty, as ``told`` says it.

    ``told`` gets the element and its name. One pass: an element without an end raises ValueError.
    """
    kept: list[bytes] = []
    done = 0
    while found := opening.search(content, done):
        name: bytes = found[1]
        empty = found[0].endswith(b"/>")
        end = found.end() if empty else _end_of(content, name, found.end())
        kept.append(content[done : found.start()])
        kept.append(found[0] if empty and not also_empty else told(content[found.start() : end], name))
        done = end
    return b"".join((*kept, content[done:]))


def _end_of(content: bytes, name: bytes, at: int) -> int:
    mark = b"</" + name
    while (at := content.find(mark, at)) >= 0:
        at += len(mark)
        if content[at : at + 1] in (b">", b" ", b"\t", b"\r", b"\n"):
            end = content.find(b">", at) + 1
            if not end or content[at : end - 1].strip():
                break
            return end
    raise ValueError("an element without an end")


def _as_utf8(content: bytes) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("not UTF-8")
    return content


def _without_who(remark: bytes) -> bytes:
    """A remark or change of OpenDocument without who made it; when is asked for, and is never."""
    return _REMARKED_ON.sub(rb"\g<1>" + _NEVER.strip(b'"') + rb"\2", _REMARKED.sub(rb"\1\2", remark))


def _word_without_names(tag: re.Match[bytes]) -> bytes:
    def told(attribute: re.Match[bytes]) -> bytes:
        key = _local(attribute["name"])
        if key in _WHO_IN_WORD:
            return _saying(attribute, b'""')
        return b"" if key in _WHEN_IN_WORD else attribute[0]

    return _each_attribute(tag, told)


def _without_names(tag: re.Match[bytes]) -> bytes:
    def told(attribute: re.Match[bytes]) -> bytes:
        here = _local(tag["element"]), _local(attribute["name"])
        if here in _WHO:
            return _saying(attribute, b'""')
        if here in _WHEN_ASKED:
            return _saying(attribute, _NEVER)
        return b"" if here in _WHEN else attribute[0]

    return _each_attribute(tag, told)


def _each_attribute(tag: re.Match[bytes], told: Callable[[re.Match[bytes]], bytes]) -> bytes:
    # A comment, or text that may look like a tag, has no element.
    return _ATTRIBUTE.sub(told, tag[0]) if tag["element"] else tag[0]


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2]


def _saying(attribute: re.Match[bytes], value: bytes) -> bytes:
    return attribute["before"] + value
