"""The files of the example are what they claim to be: other programs open them."""

from __future__ import annotations

import io
import subprocess
import wave
import zipfile
from collections import Counter
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.services.example import ExamplePlan, plan

UNTIL = date(2026, 11, 24)


@cache
def example() -> ExamplePlan:
    return plan("nl", 4, UNTIL)


def files(*endings: str) -> list[tuple[Evidence, bytes]]:
    made = example()
    found = [item for item in made.records if isinstance(item, Evidence) and item.file_name.endswith(endings)]
    assert found
    return [(item, made.contents[item.sha256]) for item in found]


def test_there_are_files_of_all_kinds_and_none_twice() -> None:
    evidence = [item for item in example().records if isinstance(item, Evidence)]
    kinds = Counter(item.file_name.rpartition(".")[2] for item in evidence)
    assert set(kinds) == {"pdf", "jpg", "png", "docx", "odt", "csv", "txt", "wav", "eml"}
    assert min(kinds.values()) >= 3
    assert {item.media_type for item in evidence} == {
        "application/pdf", "image/jpeg", "image/png", "text/csv", "text/plain", "message/rfc822",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text", next(item for item, _ in files(".wav")).media_type,
    }  # fmt: skip
    assert len({item.sha256 for item in evidence}) == len({item.file_name for item in evidence}) == len(evidence)
    for item in evidence:
        data = example().contents[item.sha256]
        assert (item.octets, item.sha256) == (len(data), sha256(data).hexdigest())
    assert {item.pupils for item in evidence} == set(PupilsVisible)


def test_certificates_open_cleanly(tmp_path: Path) -> None:
    for number, (item, data) in enumerate(files(".pdf")):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
        assert text.stderr == b""
        assert "Fenna Zandkamp" in text.stdout.decode()
        assert item.title.partition(": ")[2][:30] in text.stdout.decode()
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True)
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_photos_are_stored_turned_and_say_where_they_were_taken() -> None:
    turns: Counter[int] = Counter()
    for item, data in files(".jpg"):
        image = Image.open(io.BytesIO(data))
        image.load()
        exif = image.getexif()
        turns[exif[Base.Orientation]] += 1
        assert image.size == ((1600, 1200) if exif[Base.Orientation] == 3 else (1200, 1600))
        assert len(exif.get_ifd(IFD.GPSInfo)) == 4
        assert str(exif[Base.DateTime]).startswith(item.made_on.strftime("%Y:%m:%d"))
        assert item.alternative_text
    assert set(turns) == {3, 6, 8}


def test_diagrams_are_pictures_with_a_description() -> None:
    for item, data in files(".png"):
        image = Image.open(io.BytesIO(data))
        image.load()
        assert (image.format, image.width) == ("PNG", 1200)
        assert item.alternative_text


@pytest.mark.parametrize(("ending", "part"), [(".docx", "word/document.xml"), (".odt", "content.xml")])
def test_documents_hold_their_text(ending: str, part: str) -> None:
    for item, data in files(ending):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            told = "".join(ElementTree.fromstring(archive.read(part)).itertext())
        assert told.startswith(item.title)
        assert len(told) > 150


def test_tables_have_equal_rows() -> None:
    for _, data in files(".csv"):
        rows = data.decode("utf-8-sig").strip().split("\r\n")
        assert len({row.count(";") for row in rows}) == 1
        assert len(rows) > 4


def test_sounds_are_short_and_not_silent() -> None:
    for _, data in files(".wav"):
        with wave.open(io.BytesIO(data)) as sound:
            assert 2 <= sound.getnframes() / sound.getframerate() <= 10
            assert len(set(sound.readframes(4000))) > 50


def test_mails_are_read_back() -> None:
    for _, data in files(".eml"):
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert "fenna.zandkamp@elzenkamp.example" in message["To"]
        assert not message.defects
        body = message.get_content()
        assert len(body) > 150
        assert len(body.splitlines()) >= 5
