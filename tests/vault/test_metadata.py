"""What is told of a file beside its content."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, metadata, worker
from tests.vault import documents


def phone() -> Image.Exif:
    """What a phone writes."""
    written = documents.exif(6)
    written[0x010F] = "Apple"
    written[0x0110] = "iPhone 13"
    written.get_ifd(0x8769)[0x9003] = "2024:05:03 14:12:11"
    return written


def test_a_photo_tells_when_with_what_and_that_the_place_is_in_it() -> None:
    wanted = {"made_at": "2024-05-03", "device": "Apple iPhone 13", "place": "yes"}
    for kind, media_type in (("JPEG", media.JPEG), ("PNG", media.PNG), ("WEBP", media.WEBP)):
        out = BytesIO()
        documents.halves().save(out, kind, exif=phone())
        assert metadata.describe(out.getvalue(), media_type) == wanted
    data = documents.jpeg(exif=phone())
    assert worker.describe(data, media.JPEG) == wanted


def test_a_picture_of_a_phone_in_heic_is_read_too() -> None:
    assert metadata.describe((documents.FIXTURES / "phone.heic").read_bytes(), media.HEIC)


def test_documents_tell_who_wrote_them_and_with_what() -> None:
    assert metadata.describe(documents.docx(""), media.DOCX) == {
        "title": "Verslag",
        "author": "Saskia Jansen",
        "changed_by": "Leerling Tim",
        "made_at": "2026-01-01",
        "company": "Het Grote Lyceum",
    }
    assert metadata.describe(documents.odt(""), media.ODT) == {
        "title": "Verslag",
        "author": "Saskia Jansen",
        "changed_by": "Leerling Tim",
    }


def test_a_pdf_tells_its_author() -> None:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setAuthor("Saskia Jansen")
    canvas.setCreator("Word")
    canvas.drawString(10, 10, "tekst")
    canvas.save()
    told = metadata.describe(out.getvalue(), media.PDF)
    assert (told["author"], told["program"]) == ("Saskia Jansen", "Word")
    assert len(told["made_at"]) == 10


def test_what_tells_nothing_is_told_as_nothing() -> None:
    assert metadata.describe(documents.jpeg(), media.JPEG) == {}
    assert metadata.describe(b"tekst", media.TEXT) == {}


def test_long_and_odd_values_are_tamed() -> None:
    written = Image.Exif()
    written[0x0110] = "toestel\n\u202e" + "x" * 5_000
    written[0x0132] = "0000:99:99"
    told = metadata.describe(documents.jpeg(exif=written), media.JPEG)
    assert set(told) == {"device"}
    assert len(told["device"]) <= 200
    assert "\n" not in told["device"]


@pytest.mark.parametrize("media_type", [media.JPEG, media.PDF, media.DOCX, media.HEIC])
def test_rubbish_is_an_error_and_no_more(media_type: str) -> None:
    with pytest.raises(UserError, match="evidence-unreadable"):
        worker.describe(b"rubbish", media_type)
