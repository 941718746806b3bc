"""What the document says of itself (title, author, dates), compared between two revisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

from portfolio_app.pdf.verify_bounds import TooMuchError, small_bytes

_INFO_UPKEEP: Final = frozenset({"/ModDate", "/Producer"})
_PACKET_UPKEEP: Final = frozenset({"ModifyDate", "MetadataDate", "Producer", "InstanceID", "xmptk", "about"})
"""What programs write of themselves when they save."""
_CONTAINERS: Final = frozenset({"xmpmeta", "RDF", "Description"})


def changed_metadata(old: Any, new: Any) -> Iterator[str]:
    """The parts that differ: keys of the information dictionary, properties of the metadata packet."""
    before, after = _info(old), _info(new)
    for key in sorted(set(before) | set(after)):
        if before.get(key) != after.get(key):
            yield f"/Info{key}"
    if _packet(old) != _packet(new):
        told, tells = _properties(_packet(old)), _properties(_packet(new))
        if told is None or tells is None:
            yield "/Metadata"
            return
        for name in sorted({path[0] for path, _ in set(told) ^ set(tells)}):
            yield f"/Metadata/{name}"


def _info(pdf: Any) -> dict[str, str]:
    held = pdf.trailer.get("/Info", {})
    return {key: str(held[key]) for key in set(held.keys()) - _INFO_UPKEEP}


def _packet(pdf: Any) -> bytes | None:
    """The metadata packet; None where there is none that can be read."""
    import pikepdf

    held = pdf.Root.get("/Metadata")
    if not isinstance(held, pikepdf.Stream):
        return None
    try:
        return small_bytes(held)
    except TooMuchError:
        return None


def _properties(packet: bytes | None) -> list[tuple[tuple[str, ...], str]] | None:
    """Every property with its path; None for what is no plain XML."""
    if packet is None or b"<!" in packet:
        return None
    try:
        root = ElementTree.fromstring(packet.strip(b"\0 \r\n\t"))
    except ElementTree.ParseError:
        return None
    found: list[tuple[tuple[str, ...], str]] = []

    def walk(element: ElementTree.Element, path: tuple[str, ...]) -> None:
        name = _local(element.tag)
        if name in _PACKET_UPKEEP:
            return
        # The same property may be written as an attribute or as an element, with or without a description around it.
        inner = path if name in _CONTAINERS else (*path, name)
        text = (element.text or "").strip()
        if text:
            found.append((inner, text))
        for key, value in element.attrib.items():
            if _local(key) == "resource":
                found.append((inner, value))
            elif _local(key) not in _PACKET_UPKEEP | {"parseType"}:
                found.append(((*inner, _local(key)), value))
        for child in element:
            walk(child, inner)

    walk(root, ())
    return sorted(found)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
