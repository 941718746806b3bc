"""How evidence goes along: inside the document, in a file beside it, small enough for a mail, or only on the list."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portfolio_app.domain import carrying
from portfolio_app.domain.carrying import MEGABYTE, Place
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience, Carry, Export, Selection
from portfolio_app.pdf.manifest import Manifest, parse
from portfolio_app.services.carrying import Outlook
from portfolio_app.services.session import Services
from tests.services.helpers import activity, profile, saved
from tests.tools.verapdf import validate

LARGE = carrying.SMALL_OCTETS + 1


@pytest.fixture
def course(services: Services) -> Experience:
    """What all evidence here belongs to."""
    profile(services)
    return activity(services)


@pytest.fixture
def add(services: Services, course: Experience, tmp_path: Path) -> Callable[[str, bytes], Evidence]:
    """Takes in a file that may go along."""
    folder = tmp_path / "from"
    folder.mkdir()

    def work(name: str, data: bytes) -> Evidence:
        path = folder / name
        path.write_bytes(data)
        item = services.evidence.add(path, about=course).evidence
        return saved(services, replace(item, pupils=PupilsVisible.NO))

    return work


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the document goes, in a folder of its own."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "portfolio.pdf"


def chosen(services: Services, carry: Carry = Carry.FITTING, **more: int) -> Selection:
    return replace(services.choosing.default(Audience.DOSSIER), carry=carry, **more)


def outlook_of(services: Services, selection: Selection) -> Outlook:
    return services.carrying.outlook(selection, services.choosing.plan(selection).included)


def noise(octets: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(octets)


def photo(width: int = 2000, height: int = 1500, seed: int = 1, quality: int = 92) -> bytes:
    """A photo with much in it, and with where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "Vertrouwelijk"
    small = width // 4, height // 4
    grain = Image.frombytes("L", small, noise(small[0] * small[1], seed)).resize((width, height))
    picture = Image.merge("RGB", [grain, grain.rotate(180), grain])
    held = BytesIO()
    picture.save(held, "JPEG", quality=quality, exif=exif)
    return held.getvalue()


def listed(document: Path) -> Manifest:
    with pikepdf.open(document) as pdf:
        return parse(pdf.attachments["manifest.json"].get_file().read_bytes())


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def text(document: Path) -> str:
    """Its words without spaces and hyphens: lines may break anywhere."""
    return squeezed(
        subprocess.run(["pdftotext", "-raw", document, "-"], capture_output=True, text=True, check=True).stdout
    )


def squeezed(words: str) -> str:
    return "".join(words.replace("-", "").replace("\u00ad", "").split())


def test_small_files_go_inside_and_large_ones_beside(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path
) -> None:
    note, film = add("verslag.txt", b"Wat ik zag."), add("les: 3b?.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    made = services.exports.export(chosen(services), out)
    beside = out.with_name("portfolio-bewijsstukken.zip")
    assert [path.name for path in sorted(out.parent.iterdir())] == [beside.name, out.name]
    assert members(beside) == {"les_ 3b_.mp4": b"\0\0\0\x18ftypmp42" + noise(LARGE)}
    data = beside.read_bytes()
    assert (made.beside_name, made.beside_octets) == (beside.name, len(data))
    assert made.beside_sha256 == hashlib.sha256(data).hexdigest()
    found = {entry.item: entry for entry in listed(out).files}
    assert {(found[one.id].place, found[one.id].name, found[one.id].sha256) for one in (note, film)} == {
        (Place.INSIDE, "verslag.txt", note.sha256),
        (Place.BESIDE, "les_ 3b_.mp4", film.sha256),
    }
    assert listed(out).beside == beside.name
    attached = subprocess.run(["pdfdetach", "-list", out], capture_output=True, text=True, check=True).stdout
    assert "verslag.txt" in attached
    assert "mp4" not in attached
    said = text(out)
    assert squeezed(f"naast dit document, in het bestand {beside.name}") in said
    assert film.sha256[:16] in said
    assert services.verifying.verify(out).outcome == "untouched"
    assert subprocess.run(["qpdf", "--check", out], capture_output=True, check=False).returncode == 0
    assert subprocess.run(["unzip", "-tqq", beside], capture_output=True, check=False).returncode in (0, 127)
    assert all(result.compliant for profile in ("PDFA-3A", "PDFUA-1") for result in validate(profile, out))


def test_the_file_beside_is_the_same_each_time_and_tells_nothing_else(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path
) -> None:
    add("bord.jpg", photo(3200, 2400, quality=97))
    assert all(item.octets > LARGE for item in services.evidence.all())
    first = services.exports.export(chosen(services), out)
    again = services.exports.export(chosen(services), out)
    assert first.beside_sha256 == again.beside_sha256
    assert [path.name for path in sorted(out.parent.iterdir())] == [first.beside_name, out.name]
    data = (out.parent / first.beside_name).read_bytes()
    assert b"Vertrouwelijk" not in data
    assert str(Path.home()).encode() not in data


def test_together_small_files_stay_within_a_sum(services: Services) -> None:
    sizes = {f"{number:02}": 4 * MEGABYTE for number in range(9)} | {"small": 10}
    where = carrying.places(Carry.FITTING, sizes)
    assert sum(place is Place.INSIDE for place in where.values()) == 7
    assert where["small"] is Place.INSIDE
    assert carrying.total(sizes, where, Place.INSIDE) <= carrying.SMALL_OCTETS_TOGETHER
    assert outlook_of(services, chosen(services)).beside == 0


def test_everything_inside_up_to_a_limit(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    made = services.exports.export(chosen(services, Carry.INSIDE), out)
    assert made.beside_name == ""
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert {entry.place for entry in listed(out).files} == {Place.INSIDE}
    monkeypatch.setattr(carrying, "MOST_OCTETS_INSIDE", LARGE)
    with pytest.raises(UserError, match="inside-too-large"):
        services.exports.export(chosen(services, Carry.INSIDE), out.with_name("b.pdf"))
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_only_listed(services: Services, add: Callable[[str, bytes], Evidence], out: Path) -> None:
    film = add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    services.exports.export(chosen(services, Carry.LISTED), out)
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    (entry,) = listed(out).files
    assert (entry.place, entry.sha256, entry.octets) == (Place.LISTED, film.sha256, film.octets)
    with pikepdf.open(out) as pdf:
        assert list(pdf.attachments) == ["manifest.json"]


def test_photos_become_small_enough_for_a_mail(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path
) -> None:
    for number in range(6):
        add(f"bord-{number}.jpg", photo(seed=number))
    note, film = add("verslag.txt", b"Wat ik zag."), add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    selection = chosen(services, Carry.MAIL, mail_megabytes=2)
    outlook = outlook_of(services, selection)
    assert (outlook.inside, outlook.beside) == (7, 1)
    assert outlook.octets <= 2 * MEGABYTE
    made = services.exports.export(selection, out)
    assert made.octets == out.stat().st_size <= 2 * MEGABYTE
    assert outlook.octets / 2 < made.octets < outlook.octets * 2
    entries = {entry.item: entry for entry in listed(out).files}
    assert entries[note.id].place is Place.INSIDE
    assert entries[film.id].place is Place.BESIDE
    assert set(members(out.parent / made.beside_name)) == {"les.mp4"}
    with pikepdf.open(out) as pdf:
        data = pdf.attachments["bord-1.jpg"].get_file().read_bytes()
    entry = next(one for one in entries.values() if one.name == "bord-1.jpg")
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (entry.sha256, entry.octets)
    with Image.open(BytesIO(data)) as picture:
        assert max(picture.size) < 2000
    assert b"Vertrouwelijk" not in data
    assert "kleinergemaakt" in text(out)
    assert services.verifying.verify(out).attachments_ok


def test_a_room_that_is_too_small_leaves_photos_beside(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path
) -> None:
    shown = add("bord.jpg", photo())
    made = services.exports.export(chosen(services, Carry.MAIL, mail_megabytes=0), out)
    (entry,) = listed(out).files
    assert (entry.place, entry.item) == (Place.BESIDE, shown.id)
    with Image.open(BytesIO(members(out.parent / made.beside_name)["bord.jpg"])) as picture:
        assert max(picture.size) == 2000


def test_somebody_elses_file_is_not_written_over(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path
) -> None:
    add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    beside = out.with_name("portfolio-bewijsstukken.zip")
    beside.write_bytes(b"of mine")
    made = services.exports.export(chosen(services), out)
    assert made.beside_name == "portfolio-bewijsstukken (2).zip"
    assert beside.read_bytes() == b"of mine"
    assert listed(out).beside == made.beside_name


def nothing_left(services: Services, out: Path, *names: str) -> None:
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(names)
    assert services.exports.all() == services.records.trashed() == []


@pytest.mark.parametrize("name", [" voor de map.pdf", "mentor\\portfolio.pdf", f"{'lang ' * 39}.pdf"])
@pytest.mark.skipif(os.name == "nt", reason="Windows takes no such names")
def test_a_document_with_an_odd_name_is_untouched_too(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path, name: str
) -> None:
    add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    odd = out.with_name(name)
    made = services.exports.export(chosen(services), odd, agreed=None)
    assert (odd.parent / made.beside_name).is_file()
    verdict = services.verifying.verify(odd)
    assert (verdict.outcome, verdict.attachments_ok) == ("untouched", True)


def test_stopping_leaves_nothing(services: Services, add: Callable[[str, bytes], Evidence], out: Path) -> None:
    add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    seen: list[str] = []
    for stage in ("pictures", "layout", "sign", "beside"):
        seen.clear()
        with pytest.raises(Cancelled):
            services.exports.export(
                chosen(services),
                out,
                progress=lambda done, total, what: seen.append(what),
                cancelled=lambda stage=stage: stage in seen,
            )
        nothing_left(services, out)


def test_both_files_or_neither(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    moved = os.replace

    def refuse(source: Path, target: Path) -> None:
        if target == out:
            raise OSError(errno.ENOSPC, "No space left on device")
        moved(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserError, match="disk-full"):
        services.exports.export(chosen(services), out)
    nothing_left(services, out)
    monkeypatch.undo()
    first = services.exports.export(chosen(services), out)
    before = {path.name: path.read_bytes() for path in out.parent.iterdir()}
    add("nog-een.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE, 2))
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserError, match="disk-full"):
        services.exports.export(chosen(services), out)
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == before
    assert services.exports.all() == [first]


def test_evidence_that_was_damaged_is_one_sentence(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path
) -> None:
    film = add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    (path,) = [one for one in (services.home / "vault" / "files").rglob("*") if one.is_file()]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(UserError, match="evidence-damaged"):
        services.exports.export(chosen(services), out)
    nothing_left(services, out)
    assert film.octets > LARGE


def test_what_was_written_beside_is_in_the_list_of_what_went_out(
    services: Services, add: Callable[[str, bytes], Evidence], out: Path
) -> None:
    add("les.mp4", b"\0\0\0\x18ftypmp42" + noise(LARGE))
    made = services.exports.export(chosen(services), out)
    (kept,) = services.exports.all()
    assert isinstance(kept, Export)
    assert kept == made
    assert kept.beside_octets > LARGE
    assert [item.file_name for item in services.exports.keeping_metadata(chosen(services))] == ["les.mp4"]
