"""Finishes drawn pages as PDF/A-3a and PDF/UA-1: structure, form, metadata, colour, associated files."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from datetime import datetime, time
from typing import Any, BinaryIO, Final

from portfolio_app import paths
from portfolio_app.document import tree
from portfolio_app.domain.carrying import Place
from portfolio_app.domain.errors import UserError
from portfolio_app.pdf import manifest, xmp
from portfolio_app.pdf.form import FormWriter
from portfolio_app.pdf.layout import Pages
from portfolio_app.pdf.structure import StructureWriter
from portfolio_app.pdf.tagging import FieldSpot, told

_LANGUAGE_TAGS: Final = {"nl": "nl-NL", "en": "en-GB"}
_PACKABLE: Final = frozenset({"text/plain", "text/csv", "text/markdown", "message/rfc822", "application/json"})
_BEYOND: Final = re.compile(rb"<([0-9A-F]{5,6})>")


def archive(
    document: tree.Document,
    pages: Pages,
    attachments: Callable[[str], bytes],
    now: datetime,
    out: BinaryIO,
    check: Callable[[], None],
) -> None:
    """Write the finished, unsigned file to ``out``."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pages.data)) as pdf:
        _repair_unicode(pdf)
        names = [spot.name for notes in pages.structure.pages for spot in notes.hotspots if isinstance(spot, FieldSpot)]
        form = FormWriter(pdf, names, _seal(pdf))
        writer = StructureWriter(pdf, pages.structure, pages.final)
        writer.annotate(form.make)
        writer.write_tree()
        writer.write_outline()
        form.finish()
        _describe(pdf, document, now)
        _colour(pdf)
        _attach(pdf, document, attachments, now, check)
        check()
        pdf.save(
            out,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
            compress_streams=True,
            deterministic_id=True,
        )


def _seal(pdf: Any) -> Any:
    """The drawing that layout made for the owner's signature field, or None."""
    import pikepdf as k

    return next((held for held in pdf.objects if isinstance(held, k.Stream) and held.get("/Subtype") == "/Form"), None)


def _describe(pdf: Any, document: tree.Document, now: datetime) -> None:
    import pikepdf as k

    tag = _LANGUAGE_TAGS.get(document.lang, document.lang)
    root = pdf.Root
    root.Lang = k.String(tag)
    root.ViewerPreferences = k.Dictionary(DisplayDocTitle=True)
    root.PageMode = k.Name.UseOutlines
    root.PageLabels = k.Dictionary(Nums=k.Array([0, k.Dictionary(S=k.Name.D, St=1)]))
    title, author = told(document.title), told(document.author)
    metadata = k.Stream(pdf, xmp.packet(title, author, tag, now))
    metadata.Type, metadata.Subtype = k.Name.Metadata, k.Name.XML
    root.Metadata = pdf.make_indirect(metadata)
    date = k.String(xmp.pdf_date(now))
    pdf.trailer.Info = pdf.make_indirect(
        k.Dictionary(Title=k.String(title), Author=k.String(author), CreationDate=date, ModDate=date)
    )


def _colour(pdf: Any) -> None:
    import pikepdf as k

    profile = k.Stream(pdf, (paths.resources() / "colour" / "srgb.icc").read_bytes())
    profile.N = 3
    intent = k.Dictionary(
        Type=k.Name.OutputIntent,
        S=k.Name.GTS_PDFA1,
        OutputConditionIdentifier=k.String("sRGB IEC61966-2.1"),
        Info=k.String("sRGB"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = k.Array([pdf.make_indirect(intent)])


def _attach(
    pdf: Any, document: tree.Document, read: Callable[[str], bytes], now: datetime, check: Callable[[], None]
) -> None:
    """Put the evidence in, with a list of everything that goes along and of what is only named."""
    import pikepdf as k

    if not document.attachments:
        return
    files: dict[str, Any] = {}
    for attachment in document.attachments:
        check()
        if attachment.place is not Place.INSIDE:
            continue
        data = read(attachment.sha256)
        if hashlib.sha256(data).hexdigest() != attachment.sha256 or len(data) != attachment.octets:
            raise UserError("evidence-changed", sha256=attachment.sha256[:12])
        made = datetime.combine(attachment.made_on, time(12), now.tzinfo) if attachment.made_on else now
        name = attachment.file_name
        files[name] = _file(pdf, name, data, attachment.media_type, attachment.description, "/Supplement", made)
    listed = _listed(document).dump()
    files[manifest.NAME] = _file(pdf, manifest.NAME, listed, "application/json", "SHA-256", "/Data", now)
    names: list[Any] = []
    for name in sorted(files):
        names += [k.String(name), files[name]]
    pdf.Root.AF = k.Array(list(files.values()))
    if "/Names" not in pdf.Root:
        pdf.Root.Names = k.Dictionary()
    pdf.Root.Names.EmbeddedFiles = k.Dictionary(Names=k.Array(names))


def _listed(document: tree.Document) -> manifest.Manifest:
    return manifest.Manifest(
        tuple(
            manifest.Entry(one.file_name, one.place, one.sha256, one.octets, one.media_type, one.item_id)
            for one in document.attachments
        ),
        document.beside,
    )


def _file(pdf: Any, name: str, data: bytes, media_type: str, words: str, relation: str, made: datetime) -> Any:
    import pikepdf as k

    stream = k.Stream(pdf, b"")
    # Left alone it would be packed once more while the file is written: photos, films and office documents are already.
    stream.write(zlib.compress(data, 6 if media_type in _PACKABLE else 0), filter=k.Name.FlateDecode)
    stream.Type = k.Name.EmbeddedFile
    stream.Subtype = k.Name("/" + (media_type or "application/octet-stream"))
    checksum = hashlib.md5(data, usedforsecurity=False).digest()
    stream.Params = k.Dictionary(Size=len(data), ModDate=k.String(xmp.pdf_date(made)), CheckSum=k.String(checksum))
    held = pdf.make_indirect(stream)
    return pdf.make_indirect(
        k.Dictionary(
            Type=k.Name.Filespec,
            F=k.String(name),
            UF=k.String(name),
            Desc=k.String(told(words or name)),
            AFRelationship=k.Name(relation),
            EF=k.Dictionary(F=held, UF=held),
        )
    )


def _repair_unicode(pdf: Any) -> None:
    """reportlab writes characters beyond U+FFFF with five digits; the map wants two surrogates."""
    import pikepdf as k

    for held in pdf.objects:
        if isinstance(held, k.Dictionary) and held.get("/Type") == "/Font" and "/ToUnicode" in held:
            stream = held["/ToUnicode"]
            data = stream.read_bytes()
            if _BEYOND.search(data):
                stream.write(_BEYOND.sub(_surrogates, data))


def _surrogates(match: re.Match[bytes]) -> bytes:
    return b"<" + chr(int(match[1], 16)).encode("utf-16-be").hex().upper().encode() + b">"
