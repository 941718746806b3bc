"""A copy behind a password: strangers' tools open it with the words, and get the signed file as it was."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.selection import Audience, Export
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.services.spoken import new_password
from tests.services.helpers import activity, profile

NL = Translator("nl")


@pytest.fixture
def handed(services: Services, tmp_path: Path) -> Export:
    """What was handed over."""
    profile(services)
    activity(services)
    return services.exports.export(services.choosing.selection(Audience.MENTOR, "nl"), tmp_path / "portfolio Noor.pdf")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def test_the_attached_file_is_the_signed_one_byte_for_byte(services: Services, handed: Export, tmp_path: Path) -> None:
    out, words = tmp_path / "voor de mail.pdf", new_password()
    services.protecting.save(handed, words, out, NL)
    inside = tmp_path / "inside.pdf"
    with pypdfium2.PdfDocument(out, password=words) as opened:  # what Chrome and Edge read with
        [attachment] = [opened.get_attachment(at) for at in range(opened.count_attachments())]
        assert attachment.get_name() == "portfolio Noor.pdf"
        inside.write_bytes(bytes(attachment.get_data()))
    shown = subprocess.run(
        ["qpdf", f"--password={words}", "--show-attachment=portfolio Noor.pdf", out], capture_output=True, check=True
    )
    assert shown.stdout == inside.read_bytes()
    assert hashlib.sha256(inside.read_bytes()).hexdigest() == handed.sha256
    assert services.verifying.verify(inside).outcome == "untouched"
    assert "Total document signed" in run("pdfsig", "-nocert", inside).stdout


def test_without_the_words_nothing_is_read(services: Services, handed: Export, tmp_path: Path) -> None:
    out, words = tmp_path / "uit.pdf", new_password()
    services.protecting.save(handed, words, out, NL)
    raw = out.read_bytes()
    for told in (b"Zandkamp", b"Noor", b"portfolio Noor", handed.sha256.encode()):
        assert told not in raw
    for wrong in ("", words.split()[0], words.upper(), words + " "):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(out, password=wrong)
    with pikepdf.open(out, password=words) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
        assert opened.encryption.stream_method == opened.encryption.file_method
        assert opened.encryption.stream_method.name == "aesv3"
    verdict = services.verifying.verify(out)
    assert [fact.code for fact in verdict.facts] == ["password-needed"]


def test_its_page_tells_how_to_get_at_it_and_claims_nothing_untrue(
    services: Services, handed: Export, tmp_path: Path
) -> None:
    out, words = tmp_path / "uit.pdf", new_password()
    services.protecting.save(handed, words, out, NL)
    with pypdfium2.PdfDocument(out, password=words) as read:
        text = " ".join(read[0].get_textpage().get_text_range().split())
    assert "Een document met een wachtwoord" in text
    assert "portfolio Noor.pdf" in text
    assert "Adobe Reader" in text
    with pikepdf.open(out, password=words) as opened:
        told = opened.Root.Metadata.read_bytes()
        assert b"pdfaid:part" not in told
        assert b"pdfuaid:part" in told
        assert opened.Root.PageMode == "/UseAttachments"
        assert len(opened.pages) == 1
        assert bool(opened.Root.MarkInfo.Marked)


def test_it_goes_nowhere_where_it_would_do_harm(services: Services, handed: Export, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="inside-portfolio"):
        services.protecting.save(handed, "woorden", services.home / "uit.pdf", NL)
    with pytest.raises(UserError, match="folder-missing"):
        services.protecting.save(handed, "woorden", tmp_path / "weg" / "uit.pdf", NL)
    services._core.store.drop_blob(handed.sha256)
    assert not services.protecting.kept(handed)
    with pytest.raises(UserError, match="evidence-lost"):
        services.protecting.save(handed, "woorden", tmp_path / "uit.pdf", NL)
    assert not (tmp_path / "uit.pdf").exists()
