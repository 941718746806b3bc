"""What a signature in a PDF is made of, as files for other programs."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.pdf.seals import find_seals


def covered_and_signature(data: bytes, folder: Path) -> tuple[Path, Path]:
    """The signed bytes and the signature over them, as files."""
    _, length, again, rest = find_seals(data)[0].ranges
    held = bytes.fromhex(data[length + 1 : again - 1].decode())
    size = int.from_bytes(held[2:4]) + 4
    covered, signature = folder / "covered.bin", folder / "signature.der"
    covered.write_bytes(data[:length] + data[again : again + rest])
    signature.write_bytes(held[:size])
    return covered, signature
