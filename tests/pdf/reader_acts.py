"""What readers and attackers do to a signed file: every act is an incremental update."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic as g
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portfolio_app.pdf.sign import Signer

N = g.NameObject
S = g.TextStringObject


def update(data: bytes, act: Callable[[Any], None]) -> bytes:
    """Append an update."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data), strict=True)
    writer._lastobj_id = int(writer.prev.trailer["/Size"]) - 1
    act(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def numbers(*values: float) -> g.ArrayObject:
    """An array of numbers."""
    return g.ArrayObject([g.FloatObject(str(value)) for value in values])


def drawing(writer: Any, width: float, height: float, operators: bytes, **resources: Any) -> Any:
    """A form XObject."""
    entries = {N("/" + key): value for key, value in resources.items()}
    return writer.add_object(
        g.StreamObject(
            dict_data={
                N("/Type"): N("/XObject"),
                N("/Subtype"): N("/Form"),
                N("/BBox"): numbers(0, 0, width, height),
                N("/Resources"): g.DictionaryObject(entries),
            },
            stream_data=operators,
        )
    )


def annotate(
    kind: str, rect: tuple[float, float, float, float], page: int = 2, **entries: Any
) -> Callable[[Any], None]:
    """Add an annotation. ``fill`` is the operators of an appearance."""

    def act(writer: Any) -> None:
        reference, _ = writer.find_page_for_modification(page)
        held = reference.get_object()
        listed = held.get("/Annots", g.ArrayObject())
        annotation = g.DictionaryObject(
            {
                N("/Type"): N("/Annot"),
                N("/Subtype"): N("/" + kind),
                N("/Rect"): numbers(*rect),
                N("/F"): g.NumberObject(4),
                N("/T"): S("J. Bakker"),
                N("/Contents"): S("Mooi"),
            }
        )
        fill = entries.get("fill")
        if fill:
            width, height = rect[2] - rect[0], rect[3] - rect[1]
            annotation[N("/AP")] = g.DictionaryObject({N("/N"): drawing(writer, width, height, fill)})
        for key, value in entries.items():
            if key != "fill":
                annotation[N("/" + key)] = value
        added = g.ArrayObject([listed.raw_get(i) for i in range(len(listed))])
        added.append(writer.add_object(annotation))
        held[N("/Annots")] = added
        writer.mark_update(reference)

    return act


def field_named(writer: Any, name: str) -> Any:
    """The reference of a field."""
    fields = writer.root["/AcroForm"]["/Fields"]
    found = (fields.raw_get(index) for index in range(len(fields)))
    return next(reference for reference in found if reference.get_object()["/T"] == name)


def fill(name: str, value: str, shown: str | None = None) -> Callable[[Any], None]:
    """Fill in a text field; ``shown`` is what its appearance says where that differs."""
    said = (value if shown is None else shown).encode("cp1252")
    return typed(name, value, b"/Tx BMC q BT /Form 10 Tf 0 g 2 5 Td (" + said + b") Tj ET Q EMC")


def typed(name: str, value: str, operators: bytes, **entries: Any) -> Callable[[Any], None]:
    """Fill in a text field with the operators that a viewer writes for it."""

    def act(writer: Any) -> None:
        reference = field_named(writer, name)
        field = reference.get_object()
        field[N("/V")] = S(value)
        fonts = writer.root["/AcroForm"]["/DR"].raw_get("/Font")
        left, bottom, right, top = (float(edge) for edge in field["/Rect"])
        shape = drawing(writer, right - left, top - bottom, operators, Font=fonts)
        field[N("/AP")] = g.DictionaryObject({N("/N"): shape})
        field[N("/M")] = S("D:20261125090000Z")
        for key, entry in entries.items():
            field[N("/" + key)] = entry
        writer.mark_update(reference.reference)

    return act


def tick(name: str) -> Callable[[Any], None]:
    """Tick a check box."""

    def act(writer: Any) -> None:
        reference = field_named(writer, name)
        field = reference.get_object()
        field[N("/V")] = field[N("/AS")] = N("/Yes")
        writer.mark_update(reference.reference)

    return act


def sign_prepared(data: bytes, signer: Signer, field: str, now: datetime) -> bytes:
    """Sign a prepared field as a reader does, in pyHanko's usual way."""
    from asn1crypto import keys, pem, x509
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from portfolio_app.pdf.sign import _as_prepared

    certificate = x509.Certificate.load(pem.unarmor(signer.certificate_pem)[2])
    key = keys.PrivateKeyInfo.load(pem.unarmor(signer.key_pem)[2])
    own = SimpleSigner(certificate, key, SimpleCertificateStore())
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data), strict=True)
    writer._lastobj_id = int(writer.prev.trailer["/Size"]) - 1
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    pdf_signer = PdfSigner(metadata, own, stamp_style=_as_prepared())
    return pdf_signer.sign_pdf(writer, existing_fields_only=True).getvalue()
