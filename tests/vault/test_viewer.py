"""A file that is looked at: pages, pictures and words come out as they are, and harm stays in the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

import psutil
import pytest
from PIL import Image

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import media, sights
from portfolio_app.vault.confine import Limits
from portfolio_app.vault.viewer import Viewer
from tests.vault import documents


def processes() -> list[psutil.Process]:
    return [each for each in psutil.Process().children(recursive=True) if "vault.viewer" in " ".join(each.cmdline())]


@contextmanager
def opened(data: bytes, media_type: str, limits: Limits | None = None) -> Generator[Viewer]:
    viewer = Viewer(data, media_type, limits)
    try:
        viewer.open()
        yield viewer
    finally:
        viewer.close()


def colour(drawn: sights.Drawing, x: int, y: int) -> tuple[int, ...]:
    at = (y * drawn.width + x) * 3
    return tuple(drawn.rgb[at : at + 3])


def test_pages_turn_in_one_process_and_it_ends_with_the_look() -> None:
    with opened(documents.pdf("een", "twee", "drie"), media.PDF) as viewer:
        assert (viewer.kind, viewer.pages) == ("pages", 3)
        assert viewer.size(2) == (400.0, pytest.approx(533.33, abs=0.01))
        (process,) = processes()
        for number in (0, 2, 1):
            drawn = viewer.draw(number, 0.5)
            assert (drawn.width, drawn.height) == (200, 267)
            assert colour(drawn, 100, 260) == (0, 0, 204)
        assert processes() == [process]
    assert processes() == []


def test_a_picture_stands_upright_at_every_scale() -> None:
    turned = documents.jpeg(exif=documents.exif(6))
    with opened(turned, media.JPEG) as viewer:
        assert (viewer.kind, viewer.size(0)) == ("picture", (64.0, 96.0))
        for scale in (0.5, 1.0, 2.0):
            drawn = viewer.draw(0, scale)
            assert (drawn.width, drawn.height) == (64 * scale, 96 * scale)
            assert colour(drawn, drawn.width // 2, 2)[0] > 150
            assert colour(drawn, drawn.width // 2, drawn.height - 3)[2] > 150


def test_a_picture_of_a_phone_is_shown() -> None:
    with opened((documents.FIXTURES / "phone.heic").read_bytes(), media.HEIC) as viewer:
        assert viewer.kind == "picture"
        assert len(viewer.draw(0, 1.0).rgb) > 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_words_are_shown_in_whatever_encoding_they_came(encoding: str) -> None:
    words = "Wat bleef je bij?\nEén café, 'n ruïne.\n" * 3
    data = words.encode(encoding)
    assert media.sniff("verslag.txt", data) == media.TEXT
    with opened(data, media.TEXT) as viewer:
        assert (viewer.kind, viewer.words()) == ("text", words.strip())


def test_documents_of_word_processors_show_their_words() -> None:
    for data, media_type in (
        (documents.docx(documents.paragraph("Les", "plan")), media.DOCX),
        (documents.odt("<text:p>Lesplan</text:p>"), media.ODT),
    ):
        with opened(data, media_type) as viewer:
            assert viewer.words() == "Lesplan"


def test_a_drawing_never_grows_beyond_what_it_may() -> None:
    with opened(documents.pdf("een"), media.PDF) as viewer:
        drawn = viewer.draw(0, 500.0)
        assert drawn.width * drawn.height <= sights.MOST_DRAWN * 1.01
    line = documents.png(Image.new("L", (60_000, 1)))
    with opened(line, media.PNG) as viewer:
        assert viewer.draw(0, 4.0).height == 1


def test_a_page_too_much_ends_only_this_process() -> None:
    heavy = documents.heavy_pdf(150 << 20)
    with opened(heavy, media.PDF, Limits(seconds=1.0)) as viewer:
        began = time.monotonic()
        with pytest.raises(UserError, match="evidence-reading-stopped"):
            viewer.draw(0, 1.0)
        assert time.monotonic() - began < 30
        assert viewer.over
    assert processes() == []


def test_a_page_that_is_not_there_is_refused_and_the_talk_goes_on() -> None:
    with opened(documents.pdf("een"), media.PDF) as viewer:
        with pytest.raises(UserError, match="evidence-unreadable"):
            viewer.draw(7, 1.0)
        assert viewer.draw(0, 0.2).width == 80


def test_closing_ends_what_is_under_way() -> None:
    viewer = Viewer(documents.heavy_pdf(150 << 20), media.PDF)
    viewer.open()
    ended: list[BaseException] = []

    def draw() -> None:
        try:
            viewer.draw(0, 1.0)
        except (UserError, Cancelled) as error:
            ended.append(error)

    thread = threading.Thread(target=draw)
    thread.start()
    time.sleep(0.2)
    viewer.close()
    thread.join(10)
    assert not thread.is_alive()
    assert len(ended) == 1
    assert processes() == []


def test_stopping_ends_the_process() -> None:
    viewer = Viewer(documents.heavy_pdf(150 << 20), media.PDF)
    try:
        viewer.open()
        with pytest.raises(Cancelled):
            viewer.draw(0, 1.0, cancelled=lambda: True)
    finally:
        viewer.close()
    assert processes() == []


def test_another_file_takes_the_place_of_the_first_in_the_same_process() -> None:
    with opened(documents.pdf("een", "twee", "drie"), media.PDF) as viewer:
        (process,) = processes()
        assert viewer.words_on(1).strip() == "twee"
        viewer.change(documents.pdf("vier"))
        assert viewer.pages == 1
        assert viewer.words_on(0).strip() == "vier"
        with pytest.raises(UserError, match="evidence-unreadable"):
            viewer.change(b"%PDF-1.7 niets")
        viewer.change(documents.pdf("vijf", "zes"))
        assert viewer.words_on(1).strip() == "zes"
        assert processes() == [process]
