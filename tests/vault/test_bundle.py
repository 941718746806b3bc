"""The container of bundles: ordinary ZIP to others, and strict to us."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import bundle as bundles
from portfolio_app.vault import container
from portfolio_app.vault.bundle import Bundle, Manifest, Member, Writer, is_safe_name, vault_member
from tests.vault.helpers import NOW, PORTFOLIO, code_of

SEAL = b"s" * 32
CONTENT = {
    "keys.json": b'{"slots": []}',
    "portfolio.db": bytes(range(256)) * 300,
    vault_member("ab" * 32): b"versleuteld" * 9000,
    vault_member("cd" * 32): b"",
    "sets/schemes/onze-school.toml": b"id = 1",
}


def written(path: Path, content: dict[str, bytes] = CONTENT, damaged: tuple[str, ...] = ()) -> Path:
    with path.open("w+b") as file:
        writer = Writer(file)
        for name, data in content.items():
            writer.add(name, (data[:1000], data[1000:]), len(data))
        writer.finish(Manifest(PORTFOLIO, NOW, 7, "chosen", writer.members, damaged=damaged), SEAL)
    return path


def judged(path: Path) -> str:
    """What is wrong with a bundle; nothing at all says "sound"."""
    try:
        bundle = Bundle.open(path)
        bundle.check_seal(SEAL)
        bundle.verify()
    except UserError as error:
        return error.code
    return "sound"


def test_any_program_for_zip_files_can_unpack_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path / "b.leerlijn")) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in CONTENT} == CONTENT
        assert archive.namelist()[-1] == "manifest.json"


def test_everything_comes_back_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path / "b.leerlijn", damaged=("ab" * 32,))
    bundle = Bundle.open(path)
    bundle.check_seal(SEAL)
    told: list[tuple[int, int]] = []
    bundle.verify(lambda *step: told.append(step))
    assert {name: b"".join(bundle.pieces(name)) for name in bundle.names()} == CONTENT
    assert told[-1] == (bundle.manifest.octets,) * 2
    assert (bundle.manifest.made_at, bundle.manifest.operations, bundle.manifest.whole) == (NOW, 7, False)
    with bundle.open_member("portfolio.db") as member:
        member.seek(-3, 2)
        assert member.read() == b"\xfd\xfe\xff"


def test_a_flipped_bit_is_noticed_wherever_it_lies(tmp_path: Path) -> None:
    whole = written(tmp_path / "b.leerlijn").read_bytes()
    bad = tmp_path / "bad.leerlijn"
    # Closely in the manifest and the directory, which have no sum of their own; of the rest a sample.
    content = sum(len(data) for data in CONTENT.values())
    places = {*range(60), *range(len(whole) - 2200, len(whole), 3)} | set(
        random.Random(3).sample(range(len(whole)), 40)
    )
    passed = 0
    for place in sorted(places):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        bad.write_bytes(flipped)
        passed += judged(bad) == "sound"
    print(f"bit flips in a bundle: {len(places)} of {len(whole)} octets ({content} of content), unnoticed: {passed}")
    assert passed == 0


def test_a_bundle_that_was_cut_off_or_added_to_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "b.leerlijn").read_bytes()
    bad = tmp_path / "bad.leerlijn"
    for spoiled in (whole[:-1], whole[:5000], whole + b"\0", whole + whole, b"#!" + whole, whole[:-5000]):
        bad.write_bytes(spoiled)
        assert judged(bad) in ("bundle-damaged", "bundle-foreign")
    bad.write_bytes(b"")
    assert judged(bad) == "bundle-foreign"
    with pytest.raises(UserError) as caught:
        Bundle.open(tmp_path / "none.leerlijn")
    assert code_of(caught) == "bundle-missing"


def test_other_files_are_not_taken_for_a_bundle(tmp_path: Path) -> None:
    path = tmp_path / "foto.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("foto.jpg", b"\xff\xd8")
    assert judged(path) == "bundle-foreign"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"body": "[]", "seal": ""}))
    assert judged(path) in ("bundle-foreign", "bundle-damaged")
    path.write_bytes(b"PDF")
    assert judged(path) == "bundle-foreign"


@pytest.mark.parametrize(
    "name",
    [
        "../portfolio.db",
        "/etc/passwd",
        "sets/../../x.toml",
        "sets/..\\x.toml",
        "C:/x",
        "sets/con.toml",
        "sets/x.toml ",
        "sets/a\0b",
        "sets//x",
        "sets/",
        "lock",
        "vault/files/ab/cd/short",
        "vault/files/ab/ab/" + "cd" * 32,
        "sets/" + "x" * 400,
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    assert not is_safe_name(name)
    path = tmp_path / "b.leerlijn"
    with path.open("w+b") as file:
        writer = Writer(file)
        with pytest.raises(ValueError, match="no name"):
            writer.add(name, (b"x",), 1)
        # Somebody else's program would not ask.
        writer.finish(Manifest(PORTFOLIO, NOW, 0, "chosen", (Member(name, 1, 0, "0" * 64),)), SEAL)
    assert judged(path) == "bundle-damaged"


def test_two_members_that_one_file_would_have_to_hold_are_refused(tmp_path: Path) -> None:
    for double in ("sets/Een.toml", "sets/een.toml"):
        path = written(tmp_path / "b.leerlijn", {"sets/een.toml": b"1"})
        with path.open("w+b") as file:
            writer = Writer(file)
            writer.add("sets/een.toml", (b"1",), 1)
            writer.add(double, (b"2",), 1)
            writer.finish(Manifest(PORTFOLIO, NOW, 0, "chosen", writer.members), SEAL)
        assert judged(path) == "bundle-damaged"


def test_a_manifest_of_another_hand_does_not_pass(tmp_path: Path) -> None:
    path = written(tmp_path / "b.leerlijn")
    with pytest.raises(UserError) as caught:
        Bundle.open(path).check_seal(b"t" * 32)
    assert code_of(caught) == "bundle-forged"


def test_a_newer_format_is_told_apart_from_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(bundles, "FORMAT", 2)
        path = written(tmp_path / "b.leerlijn")
    assert judged(path) == "bundle-newer"


def test_a_member_that_breaks_off_leaves_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "b.leerlijn"
    with path.open("w+b") as file:
        writer = Writer(file)
        writer.add("counter", (b"1",), 1)
        with pytest.raises(UserError):
            writer.add("portfolio.db", (b"much",), 5)
        writer.add("keys.json", (b"2",), 1)
        writer.finish(Manifest(PORTFOLIO, NOW, 0, "chosen", writer.members), SEAL)
    assert judged(path) == "sound"
    assert list(Bundle.open(path).names()) == ["counter", "keys.json"]
    with pytest.raises(UserError):
        Bundle.open(path).open_member("portfolio.db")


def test_sizes_above_four_gigabytes_are_written_as_zip_knows_them() -> None:
    large = Member("portfolio.db", 5 << 30, 1, "0" * 64)
    assert len(container.local(large)) == container.local_octets(large.name, large.octets)
    manifest = Member("manifest.json", 10, 2, "0" * 64)
    listed = b"".join(container.directory((large, manifest)))
    found = container.last_entry(listed, "manifest.json")
    assert found == (2, 10, container.local_octets(large.name, large.octets) + (5 << 30))
    ending = container.Ending(2, len(listed), 6 << 30)
    tail = container.end(ending)
    assert container.read_end((b"x" * 200 + tail)[-container.TAIL_OCTETS :]) == ending
