"""Files into the vault and out again; the same file twice; files that vanish or are damaged."""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.i18n import Translator
from portfolio_app.services.checks import tell
from portfolio_app.services.session import Services
from portfolio_app.store.values import Finding, Query
from tests.services.helpers import Desk, activity


def text_file(folder: Path, name: str = "verslag_les 3.txt", words: str = "Verslag van een stille les") -> Path:
    path = folder / name
    path.write_text(words)
    os.utime(path, (1_767_225_600, 1_767_225_600))  # 1 January 2026
    return path


def photo(folder: Path) -> Path:
    out = BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(out, "JPEG")
    path = folder / "bord.jpg"
    path.write_bytes(out.getvalue())
    return path


def test_a_file_is_kept_and_comes_back(services: Services, tmp_path: Path) -> None:
    made = activity(services)
    told: list[tuple[int, int, str]] = []
    source = text_file(tmp_path)
    added = services.evidence.add(source, about=made, progress=lambda *report: told.append(report))
    item = added.evidence
    assert (item.title, item.file_name, item.media_type) == ("verslag les 3", "verslag_les 3.txt", "text/plain")
    assert (item.made_on, item.pupils) == (date(2026, 1, 1), PupilsVisible.UNKNOWN)
    assert told[-1] == (item.octets, item.octets, source.name)
    with services.evidence.open_stream(item) as stream:
        assert stream.read() == source.read_bytes()
    assert services.evidence.of(made.id) == [item]
    assert services.evidence.proves(item.id) == [made]
    out = services.evidence.export_copy(item, tmp_path / "kopie.txt")
    assert out.read_bytes() == source.read_bytes()
    services.undo.undo()
    assert services.evidence.all() == []
    services.undo.redo()
    assert services.evidence.read(item) == source.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name of a file is text")
def test_a_file_with_a_name_that_is_not_text_is_taken_in(services: Services, tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    source.write_bytes(b"Verslag van een stille les")
    told: list[str] = []
    item = services.evidence.add(source, title="Caf\udce9", progress=lambda *report: told.append(report[2])).evidence
    assert (item.file_name, item.title, item.media_type) == ("caf\ufffd.txt", "Caf\ufffd", "text/plain")
    assert set(told) == {item.file_name}
    assert services.evidence.all() == [item]
    assert services.evidence.read(item) == source.read_bytes()


def test_a_name_that_pretends_is_shown_for_what_it_is(services: Services, tmp_path: Path) -> None:
    source = text_file(tmp_path, f"rapport\u202efdp.{'lang' * 50}\u2066.txt")
    item = services.evidence.add(source).evidence
    assert len(item.file_name) == 200
    assert item.file_name.startswith("rapportfdp.lang")
    assert item.file_name.endswith("langl.txt")


def test_the_same_file_is_recognised_and_told_where(services: Services, tmp_path: Path) -> None:
    first, second = activity(services), activity(services, "Nog een studiedag")
    item = services.evidence.add(text_file(tmp_path), about=first).evidence
    again = services.evidence.add(text_file(tmp_path, "andere naam.txt"), about=second)
    assert (again.evidence.id, again.duplicate, again.where) == (item.id, True, (first,))
    assert services.evidence.proves(item.id) == [first, second]
    assert services.records.count(Query(kinds=(Evidence.KIND,))) == 1
    services.records.trash(Evidence.KIND, item.id)
    told = services.evidence.add(text_file(tmp_path))
    assert (told.trashed, told.evidence.id) == (True, item.id)
    assert services.evidence.all() == []  # it is offered back, and stays in the trash until she wants it
    back = services.evidence.add(text_file(tmp_path), about=first)
    assert (back.trashed, back.evidence.id) == (True, item.id)
    assert services.evidence.all() == [item]
    assert services.evidence.proves(item.id) == [first, second]  # its links came back with it


def test_a_damaged_file_is_mended_by_adding_it_again(services: Services, tmp_path: Path) -> None:
    item = services.evidence.add(text_file(tmp_path)).evidence
    (stored,) = [path for path in (services.home / "vault" / "files").rglob("*") if path.is_file()]
    data = bytearray(stored.read_bytes())
    data[-1] ^= 1
    stored.write_bytes(data)
    with pytest.raises(UserError, match="evidence-damaged"):
        services.evidence.read(item)
    with pytest.raises(UserError, match="evidence-damaged"):
        services.evidence.export_copy(item, tmp_path / "kopie.txt")
    assert not (tmp_path / "kopie.txt").exists()
    assert [finding.code for finding in services.checks.check().findings] == ["evidence-damaged"]
    assert services.evidence.add(text_file(tmp_path)).duplicate
    assert services.evidence.read(item) == text_file(tmp_path).read_bytes()
    assert services.checks.check().sound
    stored.unlink()
    assert [finding.code for finding in services.checks.check(deep=False).findings] == ["evidence-lost"]


@pytest.mark.parametrize("deep", [True, False])
def test_a_file_that_may_not_be_read_is_told_by_the_check(services: Services, tmp_path: Path, deep: bool) -> None:
    services.evidence.add(text_file(tmp_path))
    other = tmp_path / "ander.txt"
    other.write_text("Iets anders.")
    item = services.evidence.add(other).evidence
    (stored,) = [
        path
        for path in (services.home / "vault" / "files").rglob("*")
        if path.name == services._core.vault.name(item.sha256)
    ]
    # Rights are no obstacle to an administrator, under whom tests may run; a folder in its place is one to everybody.
    stored.unlink()
    stored.mkdir()
    with pytest.raises(UserError, match="evidence-out-of-reach"):
        services.evidence.read(item)
    (finding,) = services.checks.check(deep=deep).findings
    assert finding == Finding("evidence-out-of-reach" if deep else "evidence-lost", {"count": 1})
    if deep:
        assert ": 1." in tell(finding, Translator("nl"))


def test_what_was_swept_can_be_added_anew(services: Services, tmp_path: Path) -> None:
    item = services.evidence.add(text_file(tmp_path)).evidence
    services.records.trash(Evidence.KIND, item.id)
    services.maintain(keep=timedelta(0)).result(30)
    services.records.restore(Evidence.KIND, item.id)
    assert services.evidence.read(item)  # the trash still names it
    services.records.purge(Evidence.KIND, item.id)
    services.maintain(keep=timedelta(0)).result(30)
    assert not [path for path in (services.home / "vault" / "files").rglob("*") if path.is_file()]
    assert services._core.store.blob(item.sha256) is None
    again = services.evidence.add(text_file(tmp_path)).evidence
    assert again.id != item.id
    assert services.evidence.read(again) == text_file(tmp_path).read_bytes()
    assert services.checks.check().sound


def test_what_cannot_be_added(services: Services, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="evidence-vanished"):
        services.evidence.add(tmp_path / "weg.txt")
    with pytest.raises(UserError, match="evidence-not-a-file"):
        services.evidence.add(tmp_path)
    with pytest.raises(Cancelled):
        services.evidence.add(text_file(tmp_path), cancelled=lambda: True)
    assert services.evidence.all() == []
    assert not [path for path in (services.home / "vault").rglob("*") if path.is_file()]


def test_a_file_that_vanishes_while_it_is_copied(services: Services, tmp_path: Path) -> None:
    source = tmp_path / "groot.bin"
    source.write_bytes(bytes(3 << 20))

    def cut_short(done: int, total: int, name: str) -> None:
        os.truncate(source, 1 << 20)

    with pytest.raises(UserError, match="evidence-vanished"):
        services.evidence.add(source, progress=cut_short)
    assert services.evidence.all() == []


def test_words_in_files_are_found(services: Services, tmp_path: Path) -> None:
    item = services.evidence.add(text_file(tmp_path)).evidence
    assert services.evidence.index(item)
    assert [hit.id for hit in services.search.find("stille les")] == [item.id]
    empty = services.evidence.add(text_file(tmp_path, "leeg.txt", "  ")).evidence
    assert not services.evidence.index(empty)


def test_what_was_never_read_is_read_in_time_and_only_once(services: Services, tmp_path: Path) -> None:
    item = services.evidence.add(text_file(tmp_path)).evidence
    broken = tmp_path / "kapot.pdf"
    broken.write_bytes(b"%PDF-1.7 en verder niets")
    services.evidence.add(broken)
    lost = services.evidence.add(text_file(tmp_path, "kwijt.txt", "kwijtgeraakt verslag")).evidence
    vault, away = services._core.vault, tmp_path / "apart"
    vault.path(lost.sha256).rename(away)
    assert services.search.find("stille les") == []
    services.maintain().result(60)
    assert [hit.id for hit in services.search.find("stille les")] == [item.id]
    # What has nothing to read is not tried again; what could not be reached is.
    assert services._core.store.evidence_unread() == [lost.id]
    away.rename(vault.path(lost.sha256))
    services.maintain().result(60)
    assert [hit.id for hit in services.search.find("kwijtgeraakt")] == [lost.id]
    assert services._core.store.evidence_unread() == []


def test_pictures_are_made_once_and_kept(services: Services, tmp_path: Path) -> None:
    item = services.evidence.add(photo(tmp_path)).evidence
    made = services.evidence.thumbnail(item)
    assert made is not None
    assert made[:2] == b"\xff\xd8"
    assert services.evidence.thumbnail(item) == made
    assert services.evidence.page_copy(services.evidence.add(text_file(tmp_path)).evidence) is None


@pytest.mark.parametrize(
    ("place", "code"),
    [("weg/kopie.txt", "folder-missing"), ("verslag.txt/kopie.txt", "folder-missing"), ("x" * 300, "write-failed")],
)
def test_a_copy_that_cannot_be_written_there(services: Services, tmp_path: Path, place: str, code: str) -> None:
    item = services.evidence.add(text_file(tmp_path, "verslag.txt")).evidence
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError, match=code):
        services.evidence.export_copy(item, tmp_path / place)
    assert sorted(tmp_path.iterdir()) == before


def test_a_copy_may_have_the_longest_of_names(services: Services, tmp_path: Path) -> None:
    item = services.evidence.add(text_file(tmp_path)).evidence
    target = tmp_path / ("x" * 255)
    services.evidence.export_copy(item, target)
    assert target.read_bytes() == services.evidence.read(item)


def test_evidence_waits_for_a_passphrase_too(desk: Desk, tmp_path: Path) -> None:
    services = desk.open(read_only=True)
    with pytest.raises(UserError, match="read-only"):
        services.evidence.add(text_file(tmp_path))
