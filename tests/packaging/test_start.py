"""The one-command start: what it refuses, what it says, and that a second try goes on where the first one ended."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import start

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ("run", [])),
        (["--", "--lang", "en"], ("run", ["--lang", "en"])),
        (["--", "verify", "a.pdf"], ("run", ["verify", "a.pdf"])),
        (["demo", "--out", "d", "--seed", "3"], ("demo", ["--out", "d", "--seed", "3"])),
        (["test"], ("test", [])),
        (["test", "--", "-m", "faults"], ("test", ["-m", "faults"])),
    ],
)
def test_arguments_go_where_they_belong(arguments: list[str], expected: tuple[str, list[str]]) -> None:
    assert start.parse(arguments) == expected


@pytest.mark.parametrize("arguments", [["strat"], ["test", "-m", "faults"], ["verify", "a.pdf"]])
def test_a_slip_shows_the_three_ways_to_call_it(arguments: list[str]) -> None:
    with pytest.raises(start.StartError, match=r"start\.py test") as caught:
        start.parse(arguments)
    assert caught.value.status == 64


@pytest.mark.parametrize(
    ("system", "machine", "version"),
    [
        ("linux", "x86_64", (2, 34)),
        ("linux", "aarch64", (2, 39)),
        ("win32", "amd64", (10, 0)),
        ("darwin", "arm64", (15, 1)),
    ],
)
def test_our_platforms_are_welcome(system: str, machine: str, version: tuple[int, ...]) -> None:
    assert start.unsupported(system, machine, version) is None


@pytest.mark.parametrize(
    ("system", "machine", "version"),
    [
        ("linux", "x86_64", (2, 31)),
        ("linux", "x86_64", ()),  # musl
        ("linux", "armv7l", (2, 39)),
        ("darwin", "x86_64", (15, 1)),
        ("darwin", "arm64", (14, 7)),
        ("win32", "arm64", (10, 0)),
    ],
)
def test_other_platforms_are_named(system: str, machine: str, version: tuple[int, ...]) -> None:
    assert machine in str(start.unsupported(system, machine, version))


def test_the_lock_of_the_tests_holds_the_programs_with_the_same_pins() -> None:
    locks = [(ROOT / start.LOCKS[verb]).read_text() for verb in ("run", "test")]
    run, test = ({line.rstrip(" \\") for line in lock.splitlines() if line[:1].isalnum()} for lock in locks)
    assert run <= test
    assert all("--hash=sha256:" in package for lock in locks for package in start.pieces(lock))


def test_a_lock_is_cut_between_packages_only() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    lines = [line for line in lock.splitlines() if line and not line.startswith("#")]
    assert "".join(start.pieces(lock)).splitlines() == lines
    assert all(part[0].isalnum() for part in start.pieces(lock))


def make_wheel(folder: Path, name: str) -> str:
    """Make the smallest wheel there is and return its line for a lock."""
    files = {
        f"{name}.py": "",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},{len(text)}\n"
        for path, text in files.items()
    )
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for inside, text in files.items():
            wheel.writestr(inside, text)
        wheel.writestr(f"{name}-1.0.dist-info/RECORD", f"{record}{name}-1.0.dist-info/RECORD,,\n")
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing in it but pip."""
    root = tmp_path_factory.mktemp("bare")
    start.make_venv(root)
    return root / ".venv"


@pytest.fixture
def clone(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a lock of two packages, of which an index without a network has only the first."""
    monkeypatch.setattr(start, "PIECE", 1)
    root, wheels = tmp_path / "clone", tmp_path / "wheels"
    for folder in (root / "src", root / "packaging", wheels):
        folder.mkdir(parents=True)
    (root / "requirements.lock").write_text(make_wheel(wheels, "first") + make_wheel(wheels, "second"))
    (root / "pyproject.toml").write_text("")
    shutil.copytree(bare, root / ".venv", symlinks=True)
    (wheels / "second-1.0-py3-none-any.whl").rename(tmp_path / "second-1.0-py3-none-any.whl")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", wheels.as_uri())
    return root


def test_without_a_network_one_sentence_and_then_on_from_there(
    clone: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(start.StartError, match=r"no connection to the package index.*same command again"):
        start.make_environment(clone, "run")
    site = next((clone / ".venv").rglob("first.py")).parent
    made = (site / "first.py").stat().st_mtime_ns
    (tmp_path / "second-1.0-py3-none-any.whl").rename(tmp_path / "wheels" / "second-1.0-py3-none-any.whl")

    start.make_environment(clone, "run")
    assert (site / "second.py").exists()
    assert (site / "first.py").stat().st_mtime_ns == made  # what was there stayed
    assert (site / "portfolio_app_dev.pth").read_text().strip() == str(clone / "src")
    command = start.venv_python(clone).with_name("portfolio-app.cmd" if start.WINDOWS else "portfolio-app")
    (clone / "src" / "portfolio_app").mkdir()
    (clone / "src" / "portfolio_app" / "__main__.py").write_text("import sys; print(sys.argv[1:])")
    told = subprocess.run([command, "verify", "a file.pdf"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert told.stdout.strip() == "['verify', 'a file.pdf']"

    capfd.readouterr()
    for wheel in (tmp_path / "wheels").iterdir():
        wheel.unlink()
    start.make_environment(clone, "run")  # a second start asks nobody
    assert capfd.readouterr().err == ""


def test_a_package_that_does_not_match_its_hash_is_refused(clone: Path) -> None:
    lock = clone / "requirements.lock"
    lock.write_text(lock.read_text().replace("sha256:", "sha256:0000", 1)[:-5] + "\n")
    with pytest.raises(start.StartError, match="pip could not install"):
        start.make_environment(clone, "run")


def test_without_a_screen_it_names_what_works(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(start.StartError, match=r"no screen.*demo.*verify") as caught:
        start.run_program([])
    assert "\n" not in str(caught.value)


def test_starting_again_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    command = [sys.executable, str(ROOT / "packaging" / "start.py")]
    subprocess.run(command, capture_output=True)  # where .venv was not made by start.py, this puts its mark there
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stderr.startswith("start: there is no screen"), done.stderr
    assert done.returncode == 69


def test_who_may_not_install_gets_the_one_command_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(start.QT_LIBRARIES, "libnowhere.so.7", ("libnowhere7", "nowhere-libs"))
    monkeypatch.setitem(start.TEST_TOOLS, "nowhere-tool", ("nowhere-tools", "nowhere"))
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000)
    with pytest.raises(start.StartError) as caught:
        start.install_system_packages("test")
    assert "\n  sudo " in str(caught.value)
    assert "install" in str(caught.value)
    assert {"libnowhere7", "nowhere-tools"} <= set(str(caught.value).split())


def test_pdfjs_is_kept_only_when_it_is_the_one_that_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for part in start.PDFJS["parts"]:
            archive.addfile(tarfile.TarInfo(f"package/{part}"))
    index = tmp_path / "index" / "pdfjs-dist" / "-"
    index.mkdir(parents=True)
    file = index / Path(str(start.PDFJS["file"])).name
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", (tmp_path / "index").as_uri())
    start.fetch_pdfjs(tmp_path)  # nothing is there to be downloaded
    assert "fail until that works" in capsys.readouterr().err
    file.write_bytes(packed.getvalue())
    with pytest.raises(start.StartError, match="does not match its hash"):
        start.fetch_pdfjs(tmp_path)
    assert not list(tmp_path.glob(".venv/**/*.mjs"))
    monkeypatch.setitem(start.PDFJS, "sha256", hashlib.sha256(packed.getvalue()).hexdigest())
    start.fetch_pdfjs(tmp_path)
    assert len(list(tmp_path.glob(".venv/pdfjs/*/legacy/build/*.mjs"))) == 2
    file.unlink()
    start.fetch_pdfjs(tmp_path)  # a second time nobody is asked
