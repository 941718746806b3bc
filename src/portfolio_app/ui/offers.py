"""What somebody brings by dropping, pasting or picking: files of this computer, or a picture that is no file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter


@dataclass(frozen=True)
class Offer:
    """Files and folders, or a picture."""

    paths: tuple[Path, ...] = ()
    picture: QImage | None = None

    def __bool__(self) -> bool:
        return bool(self.paths) or self.picture is not None


def offer_of(data: QMimeData) -> Offer:
    """What can become evidence of something dragged or copied. Files go before the picture of them that comes along.

    A picture beside text is how that text looks, as office programs copy it: that is no picture.
    """
    paths = files_of(data)
    if paths:
        return Offer(paths)
    if data.hasImage() and not data.text().strip():
        picture = QImage(data.imageData())
        if not picture.isNull():
            return Offer(picture=picture)
    return Offer()


def files_of(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer among what is dragged or copied."""
    urls: list[QUrl] = data.urls()
    return tuple(dict.fromkeys(Path(url.toLocalFile()) for url in urls if url.isLocalFile()))


def octets_of(picture: QImage) -> bytes:
    """A picture as the octets of a PNG file."""
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(octets.data())
