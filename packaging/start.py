#!/usr/bin/env python3
"""Start Leerlijn from its sources; the first time this makes everything that is needed.

    python3 packaging/start.py [-- ARGUMENTS]           open the window; arguments after -- go to the program
    python3 packaging/start.py demo --out DIR [...]     make a complete example portfolio and open the window on it
    python3 packaging/start.py test [-- ARGUMENTS]      run every check and test; with arguments only pytest, with them

It needs Python 3.11 to 3.14 and nothing else: packages come from a lock file with hashes and go into .venv beside the
sources; on Linux missing system libraries are installed when it runs as root and named in one command when not.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = sys.platform == "win32"
LINUX = sys.platform.startswith("linux")
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
WRONG_USAGE = 64
UNAVAILABLE = 69
RECIPE = 2  # how .venv is made; counted up when that changes
PIECE = 12  # packages in one call of pip: what is installed stays when the network goes away half-way
WITHOUT_SCREEN = ("demo", "new", "export", "verify", "check", "-h", "--help", "--version")
PYTEST = ("--numprocesses=2", "--durations=20", "--durations-min=0.05")

# library: Debian's package, Fedora's package
QT_LIBRARIES = {
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
}
# what the tests call: command or file, Debian's package, Fedora's package
TEST_TOOLS = {
    "Xvfb": ("xvfb", "xorg-x11-server-Xvfb"),
    "openbox": ("openbox", "openbox"),
    "xdotool": ("xdotool", "xdotool"),
    "pdftotext": ("poppler-utils", "poppler-utils"),
    "qpdf": ("qpdf", "qpdf"),
    "mutool": ("mupdf-tools", "mupdf"),
    "openssl": ("openssl", "openssl"),
    "javac": ("default-jdk-headless", "java-latest-openjdk-devel"),
    "/usr/share/java/jaxb-runtime.jar": ("libjaxb-java", "jaxb-runtime"),
    "cc": ("gcc", "gcc"),
    "/usr/include/stdio.h": ("libc6-dev", "glibc-devel"),
    "dbus-daemon": ("dbus", "dbus-daemon"),
    "dbus-run-session": ("dbus", "dbus-daemon"),
    "gnome-keyring-daemon": ("gnome-keyring", "gnome-keyring"),
    "/usr/libexec/at-spi-bus-launcher": ("at-spi2-core", "at-spi2-core"),
    "/usr/lib/python3*/*-packages/pyatspi": ("python3-pyatspi", "python3-pyatspi"),
}
# pdf.js, with which browsers show a PDF: it is asked in the tests what it sees in ours
PDFJS = {
    "file": "pdfjs-dist/-/pdfjs-dist-5.6.205.tgz",
    "sha256": "e196561c11faacf04e224e177b5d792619136cec5bd2274d8c743e577239ebc7",
    "parts": ("legacy/build/pdf.mjs", "legacy/build/pdf.worker.mjs", "LICENSE"),
}
CHECKS = (  # module or script, arguments
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("pyright",),
    ("importlinter.cli", "lint_imports_command"),
    ("packaging/catalogue.py", "check"),
)


class StartError(Exception):
    """Ends the start with one sentence."""

    def __init__(self, sentence: str, status: int = UNAVAILABLE) -> None:
        super().__init__(sentence)
        self.status = status


def quietly(
    command: Sequence[str | os.PathLike[str]], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it says."""
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def say(sentence: str) -> None:
    """Tell what is going on; standard output is left to the program."""
    print(f"start: {sentence}", file=sys.stderr, flush=True)


# --- the machine ------------------------------------------------------------------------------------------------


def check_machine() -> None:
    """Stop with one sentence on a Python or a platform for which there are no packages."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        raise StartError(f"Leerlijn needs Python 3.11 to 3.14, this is {platform.python_version()}.")
    problem = unsupported(sys.platform, platform.machine().lower(), _system_version())
    if problem or sys.maxsize < 2**32:
        raise StartError(
            "Leerlijn runs on Linux (x86-64 with glibc 2.34, ARM with glibc 2.39, or newer), Windows 10 and 11"
            f" (64-bit) and macOS 15 or newer on Apple silicon; this is {problem or 'a 32-bit Python'}."
        )


def unsupported(system: str, machine: str, version: tuple[int, ...]) -> str | None:
    """Name the platform when it is not one of ours; `version` is that of glibc, Windows or macOS."""
    least = {
        ("linux", "x86_64"): (2, 34),
        ("linux", "aarch64"): (2, 39),
        ("win32", "amd64"): (10,),
        ("darwin", "arm64"): (15,),
    }.get((system, machine))
    if least is not None and version >= least:
        return None
    return f"{system} {'.'.join(map(str, version)) or 'without glibc'} on {machine}"


def _system_version() -> tuple[int, ...]:
    if WINDOWS:
        text = platform.version()
    elif sys.platform == "darwin":
        text = platform.mac_ver()[0]
    else:
        name, text = platform.libc_ver()
        text = text if name == "glibc" else ""
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    if not LINUX or os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install_system_packages(verb: str) -> None:
    """Find what Linux lacks; install it as root, else stop with the one command that does."""
    if not LINUX:
        return
    root = os.geteuid() == 0
    missing: list[tuple[str, str]] = []
    if _lacks_ensurepip():
        missing.append((f"python3.{sys.version_info.minor}-venv", "python3-pip"))
    if verb == "test" or root or has_screen():
        missing += [packages for name, packages in QT_LIBRARIES.items() if not _loads(name)]
    if verb == "test":
        missing += [packages for name, packages in TEST_TOOLS.items() if not _found(name)]
    if not missing:
        return
    debian, fedora = (sorted(set(names)) for names in zip(*missing, strict=True))
    if shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "--no-install-recommends", *debian]
        if not root:
            raise StartError("system packages are missing; this command installs them:\n  sudo " + " ".join(command))
        _apt(command)
    elif shutil.which("dnf"):
        sudo = "" if root else "sudo "
        raise StartError(
            f"system packages are missing; this command installs them:\n  {sudo}dnf install {' '.join(fedora)}"
        )
    else:
        raise StartError("system packages are missing; install what Debian calls " + ", ".join(debian) + ".")


def _apt(command: list[str]) -> None:
    say("installing " + " ".join(command[4:]))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = quietly(command, env=environment)
    if done.returncode:  # the list of packages is missing or old
        quietly(["apt-get", "update", "-qq"], env=environment)
        done = quietly(command, env=environment)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StartError(
            f"the system packages could not be installed ({reason}); is there a network?"
            " Run the same command again to go on from here."
        )


def _lacks_ensurepip() -> bool:
    """Debian keeps ensurepip's wheels in a package of their own."""
    return not venv_python(ROOT).exists() and importlib.util.find_spec("ensurepip") is None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _found(tool: str) -> bool:
    return any(Path("/").glob(tool[1:])) if tool.startswith("/") else shutil.which(tool) is not None


# --- .venv ------------------------------------------------------------------------------------------------------


def venv_python(root: Path) -> Path:
    """Path of the interpreter in .venv."""
    return root / ".venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")


def stamp_of(root: Path, verb: str) -> str:
    """Fingerprint of everything that decides what must be installed."""
    parts = [(root / LOCKS[verb]).read_bytes(), (root / "pyproject.toml").read_bytes()]
    parts.append(repr((RECIPE, sys.version_info[:2], sys.platform, platform.machine(), str(root))).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_environment(root: Path, verb: str) -> None:
    """Make or complete .venv; at once when nothing changed, and from where it was after a failure."""
    marks_file = root / ".venv" / "leerlijn-stamps.json"
    stamp = stamp_of(root, verb)
    marks: dict[str, str] = json.loads(marks_file.read_text()) if marks_file.exists() else {}
    if stamp not in marks.values() or not venv_python(root).exists():
        make_venv(root)
        install(root, (root / LOCKS[verb]).read_text(encoding="utf-8"))
        _add_sources(root)
        # The lock of the tests holds the program's with the same pins.
        marks = {name: stamp_of(root, name) for name in ({"run", "test"} if verb == "test" else {"run"})}
        marks_file.write_text(json.dumps(marks))
    compile_catalogues(root)


def make_venv(root: Path) -> None:
    """Make the bare environment, unless a usable one of this Python is there."""
    folder, python = root / ".venv", venv_python(root)
    version = "import sys; print(sys.version_info[:2])"
    same = python.exists() and quietly([python, "-c", version]).stdout.strip() == repr(sys.version_info[:2])
    if same and quietly([python, "-c", "import pip"]).returncode == 0:
        return
    say(f"making {folder}")
    try:
        venv.EnvBuilder(clear=not same, with_pip=True, symlinks=not WINDOWS).create(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        raise StartError(f"{folder} can't be made ({error}).") from error


def pieces(lock: str) -> list[str]:
    """Cut a lock file into parts of some packages each."""
    packages: list[str] = []
    for line in lock.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            packages[-1] += "\n" + line
        else:
            packages.append(line)
    return ["\n".join(packages[at : at + PIECE]) + "\n" for at in range(0, len(packages), PIECE)]


def install(root: Path, lock: str) -> None:
    """Install the locked packages, each checked against its hashes."""
    say("installing the packages of the lock file (the first time this takes a minute)")
    parts = pieces(lock)
    with tempfile.TemporaryDirectory() as folder:
        for number, part in enumerate(parts, 1):
            file = Path(folder, "part.txt")
            file.write_text(part, encoding="utf-8")
            command = [
                venv_python(root),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-input",
            ]
            command += [
                "--no-deps",
                "--require-hashes",
                "--only-binary=:all:",
                "--retries=2",
                "--timeout=30",
                "-r",
                file,
            ]
            done = quietly(command)
            if done.returncode:
                raise StartError(_pip_trouble(done.stdout + done.stderr))
            say(f"packages: {number * 100 // len(parts)}%")


def _pip_trouble(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith("ERROR")] or output.splitlines()[-1:]
    signs = ("Connection", "connection", "resolve", "resolution", "timed out", "Timeout", "unreachable", "ProxyError")
    if any(sign in output for sign in signs) and "DO NOT MATCH" not in output:
        return (
            "the packages can't be downloaded: there is no connection to the package index."
            " What is installed stays; run the same command again to go on from here."
        )
    return "pip could not install the packages: " + (lines[0] if lines else "it gave no reason")


def _add_sources(root: Path) -> None:
    """Make the sources importable and compiled: uncompiled, the window opens half as fast."""
    python = venv_python(root)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = quietly([python, "-c", code]).stdout.strip()
    Path(site, "portfolio_app_dev.pth").write_text(f"{root / 'src'}\n", encoding="utf-8")
    _add_command(python)
    quietly([python, "-m", "compileall", "-q", root / "src"])


def _add_command(python: Path) -> None:
    """Put the command ``portfolio-app`` beside the interpreter, as installing the package would."""
    if WINDOWS:
        python.with_name("portfolio-app.cmd").write_text(
            '@"%~dp0python.exe" -P -m portfolio_app %*\n', encoding="ascii"
        )
        return
    command = python.with_name("portfolio-app")
    command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -P -m portfolio_app "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def compile_catalogues(root: Path) -> None:
    """Compile the message catalogues that changed."""
    sources = [(po, po.with_suffix(".mo")) for po in (root / "translations").glob("*/LC_MESSAGES/*.po")]
    if any(not made.exists() or made.stat().st_mtime < po.stat().st_mtime for po, made in sources):
        subprocess.run([venv_python(root), root / "packaging" / "catalogue.py", "compile"], check=True)


def fetch_pdfjs(root: Path) -> None:
    """Bring pdf.js, checked against its hash. Without it the tests that ask it fail, and say why."""
    folder = root / ".venv" / "pdfjs" / str(PDFJS["sha256"])[:16]
    if folder.exists():
        return
    index = os.environ.get("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org").rstrip("/")
    say("bringing pdf.js for the tests")
    try:
        with urllib.request.urlopen(f"{index}/{PDFJS['file']}", timeout=60) as answer:
            packed = answer.read()
    except OSError as error:
        say(f"pdf.js can't be downloaded ({error}); the tests that ask it fail until that works.")
        return
    if hashlib.sha256(packed).hexdigest() != PDFJS["sha256"]:
        raise StartError("pdf.js does not match its hash; nothing of it was kept.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as young, tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        made = Path(young, "pdfjs")
        for part in PDFJS["parts"]:
            held = archive.extractfile(f"package/{part}")
            assert held is not None
            (made / part).parent.mkdir(parents=True, exist_ok=True)
            (made / part).write_bytes(held.read())
        made.rename(folder)


# --- what is asked ----------------------------------------------------------------------------------------------


def run_program(arguments: list[str]) -> int:
    """Open the window or run one of the program's commands."""
    if not has_screen() and not any(word in WITHOUT_SCREEN for word in arguments):
        raise StartError(
            "there is no screen to open a window on; these work without one: packaging/start.py demo --out DIR,"
            " and after packaging/start.py -- : new, export, verify, check (--help explains them)."
        )
    command = [str(venv_python(ROOT)), "-P", "-m", "portfolio_app", *arguments]
    if not WINDOWS:
        os.execv(command[0], command)
    return subprocess.call(command)


def run_tests(arguments: list[str]) -> int:
    """Run the checks and all tests, or with arguments only pytest; the last line is pytest's own."""
    python = str(venv_python(ROOT))
    failed: list[str] = []
    for name, *rest in () if arguments else CHECKS:
        say(f"{name} {' '.join(rest)}".strip())
        if name == "importlinter.cli":
            command = [python, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
        elif name.endswith(".py"):
            command = [python, name, *rest]
        else:
            command = [python, "-m", name, *rest]
        if subprocess.call(command, cwd=ROOT, env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}):
            failed.append(name)
    if failed:
        say("not clean: " + ", ".join(failed))
    status = subprocess.call([python, "-m", "pytest", *(arguments or PYTEST)], cwd=ROOT)
    return status or (1 if failed else 0)


def parse(arguments: list[str]) -> tuple[str, list[str]]:
    """Split the command line into what is asked and what is passed on."""
    verb, rest = "run", list(arguments)
    if rest and rest[0] in ("run", "demo", "test"):
        verb = rest.pop(0)
    if verb == "demo":
        return verb, [word for word in rest if word != "--"]
    if rest and rest[0] == "--":
        return verb, rest[1:]
    if rest:
        raise StartError((__doc__ or "").strip(), WRONG_USAGE)
    return verb, rest


def main(arguments: list[str]) -> int:
    """Do all that is asked and return the exit status."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        verb, rest = parse(arguments)
        check_machine()
        install_system_packages(verb)
        make_environment(ROOT, "test" if verb == "test" else "run")
        if verb == "test":
            fetch_pdfjs(ROOT)
        return run_tests(rest) if verb == "test" else run_program(["demo", *rest] if verb == "demo" else rest)
    except StartError as stop:
        say(str(stop))
        return stop.status
    except KeyboardInterrupt:
        say("stopped; run the same command again to go on from here.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
