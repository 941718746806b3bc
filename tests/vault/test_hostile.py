"""Files that mean harm are contained: an answer or one sentence, in time, and the next file works."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.services.sentences import SENTENCES
from portfolio_app.services.stripping import pdf_without_metadata
from portfolio_app.vault import media, worker
from portfolio_app.vault.confine import Limits
from portfolio_app.vault.viewer import Viewer
from tests.vault import documents, hostile

QUICK = Limits(seconds=3.0, memory=512 << 20)
SPARE = 25.0
"""Seconds that a machine with much else to do may need besides."""


def read_words(data: bytes, media_type: str) -> None:
    worker.read_text(data, media_type, limits=QUICK)


def make_picture(data: bytes, media_type: str) -> None:
    worker.thumbnail(data, media_type, limits=QUICK)


def tell(data: bytes, media_type: str) -> None:
    worker.describe(data, media_type, limits=QUICK)


def strip(data: bytes, media_type: str) -> None:
    if media_type == media.PDF:
        pdf_without_metadata(data, limits=QUICK)
    else:
        worker.strip_metadata(data, media_type, limits=QUICK)


def look(data: bytes, media_type: str) -> None:
    viewer = Viewer(data, media_type, QUICK)
    try:
        viewer.open()
        if viewer.pages:
            viewer.size(0)
            viewer.draw(0, 1.0)
        else:
            viewer.words()
    finally:
        viewer.close()


WAYS = (read_words, make_picture, tell, strip, look)


def contained(way: Callable[[bytes, str], None], data: bytes, media_type: str) -> str:
    """The code of the sentence, or "" when the file could be read; anything else fails."""
    began = time.monotonic()
    try:
        way(data, media_type)
        code = ""
    except UserError as error:
        code = error.code
    assert not code or code in SENTENCES
    assert time.monotonic() - began < QUICK.seconds + SPARE
    return code


def processes() -> set[psutil.Process]:
    """Processes below this one; other tests may have left some that stay, such as the keeper of shared memory."""
    return set(psutil.Process().children(recursive=True))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_means_harm_ends_in_a_sentence(way: Callable[[bytes, str], None]) -> None:
    before, running = psutil.Process().memory_info().rss, processes()
    told = {name: contained(way, data, media_type) for name, data, media_type in hostile.samples()}
    assert processes() <= running
    # What is far too much for the process was never held here.
    assert psutil.Process().memory_info().rss - before < 400 << 20
    # Words that grow without end, or come from elsewhere, are not even begun with.
    assert way not in (read_words, look) or all(told[name] for name in ("laughs.docx", "laughs.odt", "outside.docx"))
    assert contained(way, documents.pdf("heel"), media.PDF) == ""


def test_nothing_outside_a_file_is_read_into_it() -> None:
    body = "<text:p>&x;</text:p>"
    data = documents.zipped({"content.xml": hostile.OUTSIDE.replace("<p><t>&x;</t></p>", body)})
    with pytest.raises(UserError, match="evidence-unreadable"):
        worker.read_text(data, media.ODT)


def test_a_drawing_with_references_is_never_drawn() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    kind = media.sniff("tekening.svg", drawing)
    assert worker.thumbnail(drawing, kind) is None
    assert worker.read_text(drawing, kind) == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has other limits")
def test_the_process_may_write_no_file(tmp_path: Path) -> None:
    import subprocess
    import sys

    wish = (
        "from portfolio_app.vault.confine import Limits, confine; confine(Limits())\n"
        f"open({str(tmp_path / 'gelekt')!r}, 'wb').write(b'x')\n"
    )
    subprocess.run([sys.executable, "-B", "-c", wish], capture_output=True)
    assert (tmp_path / "gelekt").stat().st_size == 0


def _sources() -> list[tuple[bytes, str]]:
    return [
        (documents.pdf("een", "twee"), media.PDF),
        (documents.docx(documents.paragraph("Lesplan", "breuken")), media.DOCX),
        (documents.odt("<text:p>Lesplan</text:p>"), media.ODT),
        (documents.jpeg(exif=documents.exif()), media.JPEG),
        (documents.png(), media.PNG),
        ((documents.FIXTURES / "phone.heic").read_bytes(), media.HEIC),
        (documents.email(), media.EMAIL),
    ]


def _spoil(rounds: int, seed: int) -> dict[str, int]:
    chance, told, running = random.Random(seed), dict[str, int](), processes()
    for _ in range(rounds):
        source, media_type = chance.choice(_sources())
        code = contained(chance.choice(WAYS), hostile.spoiled(source, chance), media_type)
        told[code or "read"] = told.get(code or "read", 0) + 1
    assert processes() <= running
    return told


def test_spoiled_files_are_contained() -> None:
    assert sum(_spoil(15, 2026).values()) == 15


@pytest.mark.fuzz
@pytest.mark.timeout(3600)
def test_many_spoiled_files_are_contained(request: pytest.FixtureRequest) -> None:
    del request
    seed = int(os.environ.get("LEERLIJN_SEED", "1"))
    told = _spoil(1000, seed)
    print(f"\nspoiled files (seed {seed}): {told}")
    assert sum(told.values()) == 1000
