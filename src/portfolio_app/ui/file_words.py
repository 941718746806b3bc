"""What a file is, in words and as an icon. Knows no Qt."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from portfolio_app.domain.evidence import Evidence
from portfolio_app.i18n import N_, Translator

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_LONGEST_ENDING: Final = 12

_NAMES: Final[dict[str, str]] = {
    "application/pdf": N_("PDF document"),
    "image/jpeg": N_("Photo (JPEG)"),
    "image/png": N_("Picture (PNG)"),
    "image/gif": N_("Picture (GIF)"),
    "image/webp": N_("Picture (WebP)"),
    "image/heic": N_("Photo (HEIC)"),
    f"{_OFFICE}wordprocessingml.document": N_("Word document"),
    f"{_OFFICE}presentationml.presentation": N_("PowerPoint presentation"),
    f"{_OFFICE}spreadsheetml.sheet": N_("Excel workbook"),
    "application/vnd.oasis.opendocument.text": N_("LibreOffice document"),
    "text/csv": N_("Table (CSV)"),
    "text/plain": N_("Text"),
    "text/markdown": N_("Text (Markdown)"),
    "message/rfc822": N_("E-mail"),
    "application/zip": N_("Packed folder (ZIP)"),
    "audio/wav": N_("Sound recording (WAV)"),
    "audio/mpeg": N_("Sound recording (MP3)"),
    "audio/mp4": N_("Sound recording (M4A)"),
    "video/mp4": N_("Film (MP4)"),
    "video/quicktime": N_("Film (MOV)"),
}
_ICONS: Final[tuple[tuple[str, str], ...]] = (
    ("application/pdf", "file-pdf"),
    ("image/", "image"),
    ("audio/", "microphone"),
    ("message/", "envelope-simple"),
    ("text/", "file-text"),
    (_OFFICE, "file-text"),
    ("application/vnd.oasis", "file-text"),
    ("application/zip", "archive"),
)
ONLY_WORDS: Final = frozenset(
    {name for name in _NAMES if name.startswith((_OFFICE, "application/vnd.oasis"))} | {"message/rfc822"}
)
"""Types of which the window shows the words and not what they look like."""


def file_name_of_kind(item: Evidence, t: Translator) -> str:
    """What kind of file it is ("PDF document"); for one that isn't known its ending."""
    name = _NAMES.get(item.media_type)
    if name:
        return t(name)
    ending = PurePath(item.file_name).suffix.lstrip(".")
    return t("File ({ending})", ending=ending) if 0 < len(ending) <= _LONGEST_ENDING else t("File")


def file_icon(media_type: str) -> str:
    """Icon of a kind of file."""
    return next((icon for start, icon in _ICONS if media_type.startswith(start)), "file")
