"""Reading in a process of its own: the same answers, and what goes wrong there stays there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import media, previews, strip, worker
from portfolio_app.vault.worker import Limits
from tests.vault import documents

QUICK = Limits(seconds=1.0)
HEAVY = documents.heavy_pdf(150 << 20)


def children() -> list[psutil.Process]:
    """Return the processes that are still there."""
    return [each for each in psutil.Process().children(recursive=True) if "vault.worker" in " ".join(each.cmdline())]


def test_it_answers_as_the_function_itself() -> None:
    data = documents.pdf("certificaat")
    assert worker.read_text(data, media.PDF) == "certificaat"
    assert worker.thumbnail(documents.jpeg(), media.JPEG, (40, 40)) == previews.thumbnail(
        documents.jpeg(), media.JPEG, (40, 40)
    )
    assert worker.page_copy(data, media.PDF, 200) == previews.page_copy(data, media.PDF, 200)


def test_a_large_file_goes_over_whole_however_slowly_the_process_starts() -> None:
    from portfolio_app.vault.text import Caps

    data = b"woord " * (5 << 20)
    text = worker.read_text(data, media.TEXT, caps=Caps(characters=40 << 20), limits=Limits(memory=2 << 30))
    assert len(text) == len(data.strip())


def test_what_has_no_text_or_picture_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert worker.read_text(b"x", media.WAV) == ""
    assert worker.thumbnail(b"x", media.WAV) is None


def test_its_errors_are_the_same() -> None:
    with pytest.raises(UserError, match="evidence-unreadable"):
        worker.read_text(b"rubbish", media.DOCX)
    with pytest.raises(UserError, match="picture-too-large"):
        worker.thumbnail(documents.png_bomb(60_000, 60_000), media.PNG)


def test_a_pdf_without_end_is_stopped_in_time() -> None:
    began = time.monotonic()
    with pytest.raises(UserError, match="evidence-reading-stopped"):
        worker.read_text(HEAVY, media.PDF, limits=QUICK)
    assert time.monotonic() - began < 30
    assert children() == []


def test_a_file_that_eats_memory_is_stopped() -> None:
    """A progressive JPEG is held whole while it is read, however small the picture that is wanted."""
    from PIL import Image

    huge = documents.jpeg(Image.new("L", (9_000, 9_000)), quality=20, progressive=True)
    began = time.monotonic()
    with pytest.raises(UserError, match=r"evidence-reading-stopped|picture-too-large|evidence-unreadable"):
        worker.page_copy(huge, media.JPEG, limits=Limits(memory=150 << 20))
    assert time.monotonic() - began < 30
    assert children() == []


def test_a_document_is_looked_through_in_the_process_and_a_picture_here(monkeypatch: pytest.MonkeyPatch) -> None:
    written = documents.docx(documents.paragraph("Verslag"))
    assert worker.strip_metadata(written, media.DOCX) == strip.strip_metadata(written, media.DOCX)
    bomb = documents.zipped({"word/document.xml": bytes(30 << 20)})
    with pytest.raises(UserError, match="metadata-stays"):
        worker.strip_metadata(bomb, media.DOCX, limits=Limits(memory=60 << 20))
    monkeypatch.setattr(subprocess, "Popen", None)
    assert worker.strip_metadata(documents.jpeg(), media.JPEG) == strip.strip_metadata(documents.jpeg(), media.JPEG)


def test_stopping_ends_the_process_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled):
        worker.read_text(HEAVY, media.PDF, cancelled=lambda: True)
    assert time.monotonic() - began < 30
    assert children() == []


def test_a_process_that_dies_is_told() -> None:
    broken = [sys.executable, "-c", "import os; os.abort()"]
    original = subprocess.Popen

    class Broken(original):
        def __init__(self, _command: object, **options: object) -> None:
            super().__init__(broken, **options)  # pyright: ignore[reportArgumentType, reportCallIssue]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(subprocess, "Popen", Broken)
        with pytest.raises(UserError, match="evidence-reading-stopped") as caught:
            worker.read_text(b"x" * (1 << 20), media.TEXT)
    assert caught.value.facts == {"reason": "crash"}


def test_content_is_never_written_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert worker.read_text(documents.pdf("certificaat"), media.PDF) == "certificaat"
    assert worker.thumbnail((documents.FIXTURES / "phone.heic").read_bytes(), media.HEIC)
    assert list(tmp_path.iterdir()) == []


def test_it_runs_where_the_package_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(os.sep)
    assert worker.read_text(b"tekst", media.TEXT) == "tekst"
