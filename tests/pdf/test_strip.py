"""Somebody's PDF without what was written beside its pages; what can't be cleaned is refused, not half done."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.strip import without_metadata
from portfolio_app.services.stripping import pdf_without_metadata
from portfolio_app.vault import media, pdfium, strip
from tests.vault import documents


def jpeg_clean(data: bytes) -> bytes:
    return strip.strip_metadata(data, media.JPEG)


def written(change: str = "") -> bytes:
    """A PDF with an author, a photo with a place, a remark with a name, and XMP; ``change`` adds a difficulty."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    canvas.setAuthor("Saskia Jansen")
    canvas.drawString(20, 350, "Verslag van de les")
    photo = documents.jpeg(exif=documents.exif(1))
    canvas.drawImage(ImageReader(io.BytesIO(photo)), 20, 20, 96, 64)
    canvas.save()
    with pikepdf.open(out) as pdf:
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = ["Saskia Jansen"]
        page = pdf.pages[0].obj
        for name, item in page.Resources.XObject.items():
            del name
            # Whatever the library made of it: the octets of the photo as the phone wrote them.
            item.write(photo, filter=pikepdf.Name.DCTDecode)
        page.Annots = pdf.make_indirect(
            pikepdf.Array(
                [
                    pdf.make_indirect(
                        pikepdf.Dictionary(
                            Type=pikepdf.Name.Annot,
                            Subtype=pikepdf.Name.Text,
                            Rect=[10, 10, 30, 30],
                            Contents="Mooi gedaan",
                            T="Leerling Tim",
                            M="D:20240503",
                        )
                    )
                ]
            )
        )
        if change == "signed":
            pdf.Root.AcroForm = pdf.make_indirect(
                pikepdf.Dictionary(
                    Fields=[
                        pdf.make_indirect(
                            pikepdf.Dictionary(
                                FT=pikepdf.Name.Sig, T="s", V=pikepdf.Dictionary(ByteRange=[0, 1, 2, 3], Contents="x")
                            )
                        )
                    ]
                )
            )
        if change == "filed":
            pdf.attachments["los.txt"] = b"Saskia Jansen"
        made = io.BytesIO()
        password = pikepdf.Encryption(owner="a", user="") if change == "locked" else False
        pdf.save(made, encryption=password)
    return made.getvalue()


def everything(data: bytes) -> bytes:
    """Every octet that stands in a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
        return out.getvalue()


def test_names_place_and_program_are_gone_and_the_page_is_the_same() -> None:
    source = written()
    for secret in (b"Saskia", b"GeheimeCamera", b"Leerling Tim"):
        assert secret in everything(source)
    made = pdf_without_metadata(source)
    for secret in (b"Saskia", b"GeheimeCamera", b"Leerling Tim", b"20240503"):
        assert secret not in everything(made)
    assert b"Mooi gedaan" in everything(made)
    assert list(pdfium.page_texts(made, 5)) == list(pdfium.page_texts(source, 5))
    before, after = (pdfium.first_page(data, 300) for data in (source, made))
    assert before.tobytes() == after.tobytes()


def test_the_same_file_gives_the_same_copy() -> None:
    source = written()
    assert without_metadata(source, jpeg_clean) == without_metadata(source, jpeg_clean)
    made = without_metadata(source, jpeg_clean)
    assert without_metadata(made, jpeg_clean) == made


@pytest.mark.parametrize("change", ["signed", "locked", "filed"])
def test_what_would_break_or_hide_more_is_refused(change: str) -> None:
    with pytest.raises(UserError, match="metadata-stays"):
        without_metadata(written(change), jpeg_clean)


def test_rubbish_is_refused() -> None:
    with pytest.raises(UserError, match="metadata-stays"):
        pdf_without_metadata(b"%PDF-1.7 rubbish")


def test_a_photo_inside_that_is_not_understood_stays_as_it_is() -> None:
    def refuse(data: bytes) -> bytes:
        raise UserError("metadata-stays")

    made = without_metadata(written(), refuse)
    assert b"GeheimeCamera" in everything(made)
    assert isinstance(pdfium.first_page(made, 100), Image.Image)
