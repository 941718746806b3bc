"""Evidence in the vault: comes back whole, or says that it doesn't; says nothing to who has no key."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import disk, stream
from portfolio_app.vault.blobs import Stored, Vault
from tests.tools.somebody import common_folder, somebody_else

KEY = b"v" * 32
CHUNK = stream.CHUNK
HEADER = stream.HEADER_OCTETS
TAG = stream.TAG
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 3 * CHUNK + 17]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", KEY)


def noise(octets: int, seed: int = 1) -> bytes:
    """Return octets that don't compress and are the same every time."""
    return random.Random(seed).randbytes(octets)


def put(vault: Vault, data: bytes) -> Stored:
    """Put some content in."""
    return vault.put(io.BytesIO(data))


def files(vault: Vault) -> list[Path]:
    """Return every file in the vault's folder."""
    return sorted(path for path in vault.folder.rglob("*") if path.is_file())


# -- whole --------------------------------------------------------------------------------------------------------


def test_a_file_that_may_not_be_read_is_told() -> None:
    with common_folder() as folder:
        vault = Vault(folder / "vault", KEY)
        stored = put(vault, b"een brief")
        vault.keep_preview(stored.sha256, "small", b"klein")
        for path in files(vault):
            path.chmod(0o000)
        (folder / "vault").chmod(0o755)
        for path in vault.folder.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        with somebody_else():
            for look in (vault.open, vault.read, vault.verify):
                with pytest.raises(UserError, match="evidence-out-of-reach"):
                    look(stored)
            assert vault.preview(stored.sha256, "small") is None
        assert len(files(vault)) == 2


@pytest.mark.parametrize("size", SIZES)
def test_content_of_every_awkward_size_comes_back(vault: Vault, size: int) -> None:
    data = noise(size)
    stored = put(vault, data)
    assert (stored.sha256, stored.octets) == (hashlib.sha256(data).hexdigest(), size)
    assert vault.read(stored) == data
    assert vault.read(stored.sha256) == data
    assert Vault(vault.folder, KEY).read(stored) == data
    vault.verify(stored)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chunks=st.integers(0, 3),
    more=st.integers(-3, 3),
    reads=st.lists(st.tuples(st.integers(0, 4 * CHUNK), st.integers(0, 2 * CHUNK)), max_size=6),
)
def test_any_stretch_reads_as_from_a_plain_file(
    vault: Vault, chunks: int, more: int, reads: list[tuple[int, int]]
) -> None:
    data = noise(max(0, chunks * CHUNK + more))
    stored, plain = put(vault, data), io.BytesIO(data)
    with vault.open(stored) as reader:
        for position, length in reads:
            assert reader.seek(position) == plain.seek(position)
            assert reader.read(length) == plain.read(length)
            assert reader.tell() == plain.tell()
        assert reader.seek(0, os.SEEK_END) == len(data)


def test_a_pipe_that_gives_little_at_a_time_is_read_to_its_end(vault: Vault) -> None:
    data = noise(2 * CHUNK + 5)
    outgoing, incoming = os.pipe()

    def feed() -> None:
        with os.fdopen(incoming, "wb", 0) as end:
            for start in range(0, len(data), 1000):
                end.write(data[start : start + 1000])

    feeder = threading.Thread(target=feed)
    feeder.start()
    with os.fdopen(outgoing, "rb", 0) as end:
        stored = vault.put(end)  # a raw stream reads short, which is the point
    feeder.join()
    assert vault.read(stored) == data


def test_a_large_file_takes_little_memory_and_tells_how_far_it_is(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    with source.open("wb") as file:
        for seed in range(48):
            file.write(noise(1 << 20, seed))
    told: list[tuple[int, int | None]] = []
    tracemalloc.start()
    stored = vault.put(source, lambda done, total: told.append((done, total)))
    vault.verify(stored)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 << 20
    assert told[-1] == (48 << 20, 48 << 20)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_limit_spares_the_memory(vault: Vault) -> None:
    stored = put(vault, noise(1000))
    assert len(vault.read(stored, 1000)) == 1000
    with pytest.raises(UserError, match="evidence-too-large"):
        vault.read(stored, 999)


# -- once ---------------------------------------------------------------------------------------------------------


def test_the_same_content_is_kept_once_and_made_young_again(vault: Vault) -> None:
    first = put(vault, b"certificaat")
    os.utime(vault.path(first), (0, 0))
    second = put(vault, b"certificaat")
    assert (first.fresh, second.fresh) == (True, False)
    assert (second.name, second.salt) == (first.name, first.salt)
    assert len(files(vault)) == 1
    assert vault.path(first).stat().st_mtime > time.time() - 60


def test_offering_it_again_heals_a_damaged_file(vault: Vault) -> None:
    first = put(vault, b"certificaat")
    damage(vault.path(first), lambda data: data[:-1])
    second = put(vault, b"certificaat")
    assert second.fresh
    assert second.salt != first.salt
    assert vault.read(second) == b"certificaat"


# -- nothing said -------------------------------------------------------------------------------------------------


def test_neither_content_nor_name_nor_hash_stand_in_the_folder(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "Loopbaangesprek-Saskia.txt"
    source.write_text("vertrouwelijk gespreksverslag " * 5000)
    stored = vault.put(source)
    vault.keep_preview(stored.sha256, "thumbnail", source.read_bytes())
    told = b"".join(path.read_bytes() + str(path.relative_to(vault.folder)).encode() for path in files(vault)).lower()
    for word in (b"vertrouwelijk", b"gespreksverslag", b"saskia", b"loopbaangesprek", stored.sha256.encode()):
        assert word not in told
    assert bytes.fromhex(stored.sha256) not in told


def test_names_can_not_be_guessed_from_the_content(vault: Vault, tmp_path: Path) -> None:
    other = Vault(tmp_path / "other", b"w" * 32)
    assert put(vault, b"same").name != put(other, b"same").name


def test_the_same_content_looks_different_every_time(vault: Vault, tmp_path: Path) -> None:
    twin = Vault(tmp_path / "twin", KEY)
    one, two = put(vault, noise(5000)), put(twin, noise(5000))
    assert one.name == two.name
    assert vault.path(one).read_bytes()[HEADER:] != twin.path(two).read_bytes()[HEADER:]


def test_another_key_opens_nothing(vault: Vault) -> None:
    stored = put(vault, b"x")
    stranger = Vault(vault.folder, b"w" * 32)
    with pytest.raises(UserError, match="evidence-lost"):
        stranger.open(stored)
    path = stranger.path(stored)
    path.parent.mkdir(parents=True)
    path.write_bytes(vault.path(stored).read_bytes())
    with pytest.raises(UserError, match="evidence-damaged"):
        stranger.open(stored)


# -- damage -------------------------------------------------------------------------------------------------------


def damage(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file of the vault."""
    path.write_bytes(change(path.read_bytes()))


def body(data: bytes) -> list[bytes]:
    """Return the encrypted chunks of a file."""
    return [data[at : at + CHUNK + TAG] for at in range(HEADER, len(data), CHUNK + TAG)]


def exchanged(data: bytes) -> bytes:
    head, chunks = data[:HEADER], body(data)
    return head + b"".join([chunks[1], chunks[0], *chunks[2:]])


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "half a header": lambda data: data[: HEADER // 2],
    "header only": lambda data: data[:HEADER],
    "less than a tag": lambda data: data[: HEADER + TAG - 1],
    "one octet less": lambda data: data[:-1],
    "last chunk gone": lambda data: data[: HEADER + 2 * (CHUNK + TAG)],
    "first chunk gone": lambda data: data[:HEADER] + data[HEADER + CHUNK + TAG :],
    "middle chunk gone": lambda data: data[:HEADER] + body(data)[0] + b"".join(body(data)[2:]),
    "chunks exchanged": exchanged,
    "a chunk twice": lambda data: data[:HEADER] + body(data)[0] * 2 + b"".join(body(data)[2:]),
    "one octet more": lambda data: data + b"\0",
    "a chunk more": lambda data: data + body(data)[0],
    "zeros": lambda data: data[:HEADER] + bytes(len(data) - HEADER),
    "another format": lambda data: b"%PDF-1.7" + data[8:],
    "another chunk size": lambda data: data[:5] + b"\x0f" + data[6:],
    "reserved octets": lambda data: data[:6] + b"\1" + data[7:],
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_noticed(vault: Vault, name: str) -> None:
    stored = put(vault, noise(2 * CHUNK + 100))
    damage(vault.path(stored), DAMAGES[name])
    for look in (vault.verify, vault.read):
        with pytest.raises(UserError, match="evidence-damaged"):
            look(stored)


def test_a_single_changed_bit_anywhere_is_noticed(vault: Vault) -> None:
    stored = put(vault, noise(CHUNK + 300))
    path = vault.path(stored)
    sound = path.read_bytes()
    choice = random.Random(7)
    places = {*range(HEADER), *range(len(sound) - 2 * TAG, len(sound)), HEADER + CHUNK, HEADER + CHUNK + TAG}
    for at in sorted(places | set(choice.sample(range(len(sound)), 200))):
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << choice.randrange(8)]) + sound[at + 1 :])
        with pytest.raises(UserError, match=r"evidence-(damaged|newer)"):
            vault.verify(stored)
    path.write_bytes(sound)
    vault.verify(stored)


def test_a_damaged_chunk_spoils_no_other(vault: Vault) -> None:
    data = noise(3 * CHUNK)
    stored = put(vault, data)
    at = HEADER + CHUNK + TAG + 5
    damage(vault.path(stored), lambda sound: sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
    with vault.open(stored) as reader:
        assert reader.read(CHUNK) == data[:CHUNK]
        reader.seek(2 * CHUNK)
        assert reader.read() == data[2 * CHUNK :]
        reader.seek(CHUNK)
        with pytest.raises(UserError, match="evidence-damaged"):
            reader.read(1)


def test_one_sound_file_in_the_place_of_another_is_noticed_at_opening(vault: Vault) -> None:
    one, two = put(vault, noise(500, 1)), put(vault, noise(500, 2))
    vault.path(one).write_bytes(vault.path(two).read_bytes())
    with pytest.raises(UserError, match="evidence-damaged"):
        vault.open(one)
    with pytest.raises(UserError, match="evidence-damaged"):
        vault.read(one.sha256)


def test_a_missing_file_is_lost(vault: Vault) -> None:
    stored = put(vault, b"x")
    vault.path(stored).unlink()
    assert not vault.has(stored)
    for look in (vault.open, vault.read, vault.verify):
        with pytest.raises(UserError, match="evidence-lost"):
            look(stored)


def test_a_file_of_a_newer_version_is_not_called_damaged(vault: Vault) -> None:
    stored = put(vault, b"x")
    damage(vault.path(stored), lambda data: data[:4] + b"\2" + data[5:])
    with pytest.raises(UserError, match="evidence-newer"):
        vault.open(stored)


# -- trouble while copying ----------------------------------------------------------------------------------------


def test_a_file_that_is_not_there(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="evidence-vanished"):
        vault.put(tmp_path / "nowhere.pdf")
    assert files(vault) == []


@pytest.mark.skipif(os.name == "nt", reason="making links needs rights there")
@pytest.mark.parametrize("name", ["loop", "nowhere", "a.pdf/b.pdf", "n" * 300, "é" * 150])
def test_a_name_that_leads_nowhere(vault: Vault, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "nowhere").symlink_to("there")
    with pytest.raises(UserError, match="evidence-vanished"):
        vault.put(tmp_path / name)
    assert files(vault) == []


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be taken away there")
@pytest.mark.parametrize("change", ["taken away", "another in its place"])
def test_a_file_that_goes_away_while_it_is_copied_is_in_whole(vault: Vault, tmp_path: Path, change: str) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(noise(4 * CHUNK))

    def meanwhile(done: int, total: int | None) -> None:
        if done == CHUNK:
            source.unlink()
            if change != "taken away":
                source.write_bytes(b"other")

    assert vault.read(vault.put(source, meanwhile)) == noise(4 * CHUNK)


def test_a_folder_or_a_device_is_no_evidence(vault: Vault, tmp_path: Path) -> None:
    for source in (tmp_path, Path(os.devnull)):
        with pytest.raises(UserError, match="evidence-not-a-file"):
            vault.put(source)


@pytest.mark.parametrize("change", ["grows", "shrinks", "rewritten"])
def test_a_file_that_changes_while_it_is_copied(vault: Vault, tmp_path: Path, change: str) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(noise(4 * CHUNK))

    def meanwhile(done: int, total: int | None) -> None:
        if done != CHUNK:
            return
        match change:
            case "grows":
                with source.open("ab") as file:
                    file.write(b"more")
            case "shrinks":
                os.truncate(source, 2 * CHUNK)
            case _:
                with source.open("r+b") as file:
                    file.write(b"other")
                os.utime(source, (1, 1))

    with pytest.raises(UserError, match="evidence-vanished"):
        vault.put(source, meanwhile)
    assert files(vault) == []


class Unplugged(io.BytesIO):
    """A stick that is pulled out."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= CHUNK:
            raise OSError(errno.EIO, "pulled out")
        return super().read(size)


def test_a_stick_that_is_pulled_out(vault: Vault) -> None:
    with pytest.raises(UserError, match="evidence-vanished"):
        vault.put(Unplugged(noise(3 * CHUNK)))
    assert files(vault) == []


def test_stopping_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(noise(8 * CHUNK))
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        vault.put(source, None, cancelled)
    assert files(vault) == []


def test_a_full_disk_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    """A limit on the size of files fails the write in the kernel, as a full disk does."""
    program = """
import resource, signal, sys
from pathlib import Path
from portfolio_app.domain.errors import UserError
from portfolio_app.vault.blobs import Vault
resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20))
try:
    Vault(Path(sys.argv[1]), b"v" * 32).put(Path(sys.argv[2]))
except UserError as error:
    print(error.code)
"""
    source = tmp_path / "a.bin"
    source.write_bytes(noise(5 << 20))
    ended = subprocess.run(
        [sys.executable, "-c", program, vault.folder, source], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "disk-full"
    assert files(vault) == []


@pytest.mark.parametrize("step", ["fsync", "replace", "make_folder"])
@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk-full"), (errno.EROFS, "no-permission")])
def test_every_step_that_fails_leaves_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, step: str, number: int, code: str
) -> None:
    known = put(vault, b"what was there before")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        if step == "fsync":
            patched.setattr(os, "fsync", fail)
        else:
            patched.setattr(disk, step, fail)
        with pytest.raises(UserError, match=code):
            put(vault, noise(CHUNK))
    assert files(vault) == [vault.path(known)]
    vault.verify(known)


def test_killing_it_at_any_moment_leaves_nothing_half(tmp_path: Path) -> None:
    """The program is killed while it puts one file after the other; what is visible must be whole."""
    program = """
import io, random, sys
from pathlib import Path
from portfolio_app.vault.blobs import Vault
vault = Vault(Path(sys.argv[1]), b"v" * 32)
print("ready", flush=True)
for seed in range(10_000):
    print(vault.put(io.BytesIO(random.Random(seed).randbytes(400_000))).sha256, flush=True)
"""
    vault = Vault(tmp_path / "vault", KEY)
    seen = 0
    for attempt in range(8):
        folder = tmp_path / f"vault{attempt}"
        vault = Vault(folder, KEY)
        with subprocess.Popen([sys.executable, "-c", program, folder], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.005 + 0.013 * attempt)
            process.send_signal(signal.SIGKILL)
            promised = [line.strip() for line in process.stdout if len(line) == 65]
        for sha256 in promised:
            vault.verify(sha256)
        # A file may be there whose promise was not given yet: it must be whole too.
        names = {
            vault.name(hashlib.sha256(random.Random(seed).randbytes(400_000)).hexdigest()): seed
            for seed in range(len(promised) + 2)
        }
        for name in vault.names():
            vault.verify(hashlib.sha256(random.Random(names[name]).randbytes(400_000)).hexdigest())
        vault.clear_unfinished()
        assert [path.name for path in files(vault)] == sorted(vault.names())
        seen += len(promised)
    assert seen


# -- sweeping -----------------------------------------------------------------------------------------------------


def test_sweeping_takes_what_nobody_names_after_thirty_days(vault: Vault) -> None:
    live, old, young = (put(vault, text) for text in (b"live", b"old", b"young"))
    month_ago = time.time() - timedelta(days=31).total_seconds()
    for stored in (live, old):
        os.utime(vault.path(stored), (month_ago, month_ago))
    vault.keep_preview(old.sha256, "thumbnail", b"picture")
    vault.keep_preview(live.sha256, "thumbnail", b"picture")
    assert vault.sweep({live.sha256}) == 1
    assert (vault.has(live), vault.has(old), vault.has(young)) == (True, False, True)
    assert vault.preview(live.sha256, "thumbnail") == b"picture"
    assert vault.preview(old.sha256, "thumbnail") is None


def test_sweeping_leaves_alone_what_is_just_coming_in(vault: Vault) -> None:
    data = noise(3 * CHUNK)
    swept: list[int] = []

    def sweep(done: int, total: int | None) -> None:
        swept.append(vault.sweep(set()))

    stored = vault.put(io.BytesIO(data), sweep)
    assert swept
    assert vault.read(stored) == data
    assert vault.clear_unfinished() == 0


def test_content_offered_again_gets_another_thirty_days(vault: Vault) -> None:
    stored = put(vault, b"again")
    os.utime(vault.path(stored), (0, 0))
    put(vault, b"again")
    assert vault.sweep(set()) == 0
    assert vault.sweep(set(), now=time.time() + timedelta(days=31).total_seconds()) == 1


# -- previews -----------------------------------------------------------------------------------------------------


def test_previews_are_kept_by_content_and_kind(vault: Vault) -> None:
    stored = put(vault, b"photo")
    vault.keep_preview(stored.sha256, "thumbnail", b"small")
    vault.keep_preview(stored.sha256, "page", b"")
    vault.keep_preview(stored.sha256, "thumbnail", b"smaller")
    assert vault.preview(stored.sha256, "thumbnail") == b"smaller"
    assert vault.preview(stored.sha256, "page") == b""
    assert vault.preview(stored.sha256, "other") is None


def test_a_damaged_or_exchanged_preview_counts_as_none(vault: Vault) -> None:
    one, two = put(vault, b"one"), put(vault, b"two")
    for stored in (one, two):
        vault.keep_preview(stored.sha256, "thumbnail", stored.sha256.encode())
    previews = [path for path in files(vault) if "previews" in path.parts]
    first, second = previews
    swapped = first.read_bytes(), second.read_bytes()
    first.write_bytes(swapped[1])
    second.write_bytes(swapped[0])
    assert vault.preview(one.sha256, "thumbnail") is None
    assert vault.preview(two.sha256, "thumbnail") is None
    assert [path for path in files(vault) if "previews" in path.parts] == []


def test_it_travels_to_a_process_that_reads(vault: Vault) -> None:
    stored = vault.put(io.BytesIO(b"Foto van het bord"))
    there = pickle.loads(pickle.dumps(vault))
    assert there.read(stored) == b"Foto van het bord"
    assert there.put(io.BytesIO(b"Nog een foto")).fresh
