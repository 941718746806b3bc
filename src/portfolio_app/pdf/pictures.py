"""Prepared pictures on their way into the file."""

from __future__ import annotations

import io

from reportlab.lib.utils import ImageReader


class PreparedPicture(ImageReader):
    """A prepared picture. A JPEG goes into the file as it is and is never decoded.

    reportlab would decode it, and keep what it decoded, only to tell whether it met the same picture before; the
    JPEG's own octets tell that just as well.
    """

    _dataA: ImageReader | None = None  # noqa: N815 - the name is reportlab's

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._octets = data

    def getRGBData(self) -> bytes:  # noqa: N802 - the name is reportlab's
        """What tells this picture from others: the octets of a JPEG, the pixels of anything else."""
        return self._octets if self.jpeg_fh() is not None else super().getRGBData()
