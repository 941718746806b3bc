"""What device, program and people wrote beside the content of a file. Meant to run in a process of its own (`worker`).

Values are short texts by a code: ``made_at`` (ISO 8601), ``device``, ``program``, ``author``, ``changed_by``,
``company``, ``title``, ``remark``, and ``place`` ("yes"). What isn't there is left out.
"""

from __future__ import annotations

import re
from typing import Any, Final

from portfolio_app.vault import media, previews, zipped

Facts = dict[str, str]

_LONGEST: Final = 200
_UNPACKED: Final = 4 << 20
_EXIF, _GPS, _XP_AUTHOR = 0x8769, 0x8825, 0x9C9D
_MADE, _CHANGED, _MAKE, _MODEL, _SOFTWARE, _ARTIST, _OWNER = 0x9003, 0x0132, 0x010F, 0x0110, 0x0131, 0x013B, 0xA430
_LATITUDE: Final = 2
_DATE: Final = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)")
_PDF_DATE: Final = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
_OFFICE: Final = {
    "docProps/core.xml": {"creator": "author", "lastModifiedBy": "changed_by", "created": "made_at", "title": "title"},
    "docProps/app.xml": {"Company": "company", "Application": "program", "Manager": "company"},
    "meta.xml": {
        "initial-creator": "author",
        "creator": "changed_by",
        "creation-date": "made_at",
        "generator": "program",
        "title": "title",
    },
}
_PDF: Final = {"Author": "author", "Creator": "program", "CreationDate": "made_at", "Title": "title"}


def describe(data: bytes, media_type: str) -> Facts:
    """Return what is known; raises UserError evidence-unreadable and evidence-too-large."""
    if media_type in previews.PICTURES:
        found = _picture(data, media_type)
    elif media_type == media.PDF:
        found = _pdf(data)
    elif media_type in (media.DOCX, media.PPTX, media.XLSX, media.ODT):
        found = _office(data)
    else:
        found = {}
    return {key: value for key, value in ((key, _tidy(value)) for key, value in found.items()) if value}


def _tidy(value: object) -> str:
    text = value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:_LONGEST]


def _picture(data: bytes, media_type: str) -> Facts:
    picture = previews.opened(data, media_type)
    exif: Any = picture.getexif()
    inner: Any = exif.get_ifd(_EXIF)
    place: Any = exif.get_ifd(_GPS)
    make, model = _tidy(exif.get(_MAKE) or ""), _tidy(exif.get(_MODEL) or "")
    found: dict[str, object] = {
        "made_at": _day(_DATE, inner.get(_MADE) or exif.get(_CHANGED)),
        # Some makers write their name in front of the model too.
        "device": model if model.lower().startswith(make.lower()) else f"{make} {model}",
        "program": exif.get(_SOFTWARE) or picture.info.get("Software") or "",
        "author": exif.get(_ARTIST) or inner.get(_OWNER) or picture.info.get("Author") or "",
        "title": picture.info.get("Title") or "",
        "remark": picture.info.get("comment") or picture.info.get("Comment") or "",
        "place": "yes" if _LATITUDE in place else "",
    }
    return {key: _tidy(value) for key, value in found.items() if isinstance(value, str | bytes)}


def _pdf(data: bytes) -> Facts:
    from portfolio_app.vault import pdfium

    told = pdfium.information(data)
    found = {code: told.get(name, "") for name, code in _PDF.items()}
    return {**found, "made_at": _day(_PDF_DATE, found["made_at"])}


def _office(data: bytes) -> Facts:
    found: Facts = {}
    allowance = zipped.Allowance(_UNPACKED)
    with zipped.archive(data) as archive:
        for name in sorted(set(archive.namelist()) & set(_OFFICE)):
            wanted, here = _OFFICE[name], list[str]()

            def start(element: str, here: list[str] = here) -> None:
                here.append(element)

            def text(words: str, here: list[str] = here, wanted: dict[str, str] = wanted) -> None:
                code = wanted.get(here[-1]) if here else None
                if code and len(found.get(code, "")) < _LONGEST:
                    found[code] = found.get(code, "") + words[:_LONGEST]

            def end(element: str, here: list[str] = here) -> None:
                del element
                here.pop()

            with archive.open(name) as part:
                zipped.parse(zipped.pieces(part, allowance), start, text, end)
    return {**found, "made_at": _day(_DATE, found.get("made_at", ""))}


def _day(written: re.Pattern[str], value: object) -> str:
    seen = written.match(_tidy(value or ""))
    if not seen:
        return ""
    year, month, day = (int(part or 1) for part in seen.groups())
    sane = 1900 < year < 2200 and 1 <= month <= 12 and 1 <= day <= 31
    return f"{year:04d}-{month:02d}-{day:02d}" if sane else ""
