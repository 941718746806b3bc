"""Reading evidence in a process of its own: what a harmful file does there ends there.

The process holds no keys, gets the content through a pipe, may write no file, and has a limit of memory and time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, Final, cast

from portfolio_app.domain import canonical
from portfolio_app.domain.covers import Cover
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import metadata, previews, strip, text, whole_text
from portfolio_app.vault.confine import OUT_OF_MEMORY, Limits, confine, grant
from portfolio_app.vault.text import Caps

__all__ = [
    "Caps",
    "Limits",
    "call",
    "covered_copy",
    "describe",
    "page_copy",
    "read_all",
    "read_text",
    "serve",
    "strip_metadata",
    "thumbnail",
]

_TICK: Final = 0.2
_MODULE: Final = "portfolio_app.vault.worker"


def read_text(
    source: bytes | BinaryIO,
    media_type: str,
    *,
    caps: Caps | None = None,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> str:
    """Return the text in a file, see `text.extract`.

    Raises Cancelled, and UserError evidence-too-large, evidence-unreadable, evidence-reading-stopped.
    """
    caps = caps or Caps()
    if not text.has_text(media_type):
        return ""
    data = source if isinstance(source, bytes) else source.read(caps.octets + 1)
    if len(data) > caps.octets:
        raise UserError("evidence-too-large")
    request = {"task": "text", "media_type": media_type, "caps": asdict(caps)}
    return call(_MODULE, request, data, limits or Limits(), cancelled).decode("utf-8", errors="replace")


def read_all(
    data: bytes,
    media_type: str,
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> str:
    """Return all words in a file, see `whole_text.extract_all`; raises what `read_text` raises."""
    if not text.has_text(media_type):
        return ""
    request = {"task": "all", "media_type": media_type, "caps": asdict(Caps())}
    return call(_MODULE, request, data, limits or Limits(), cancelled).decode("utf-8", errors="replace")


def page_copy(
    data: bytes,
    media_type: str,
    longest: int = 1600,
    covers: Sequence[Cover] = (),
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes | None:
    """Return a JPEG for a page, see `previews.page_copy`; raises UserError evidence-reading-stopped too."""
    return _picture(data, media_type, (longest, longest), covers, limits, cancelled)


def thumbnail(
    data: bytes,
    media_type: str,
    box: tuple[int, int] = (320, 320),
    covers: Sequence[Cover] = (),
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes | None:
    """Return a small JPEG, see `previews.thumbnail`; raises UserError evidence-reading-stopped too."""
    return _picture(data, media_type, box, covers, limits, cancelled)


def covered_copy(
    data: bytes,
    media_type: str,
    covers: Sequence[Cover],
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Return the picture drawn anew, see `previews.covered_copy`; raises UserError evidence-reading-stopped too."""
    request = {"task": "cover", "media_type": media_type, "covers": canonical.to_plain(tuple(covers))}
    return call(_MODULE, request, data, limits or Limits(seconds=60.0), cancelled)


def strip_metadata(
    data: bytes,
    media_type: str,
    *,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Return the file without its metadata, see `strip.strip_metadata`; only what is packed needs the process.

    Raises UserError metadata-stays for a file that is too much for it, too.
    """
    if not strip.is_packed(media_type):
        return strip.strip_metadata(data, media_type)
    try:
        return call(
            _MODULE, {"task": "strip", "media_type": media_type}, data, limits or Limits(seconds=60.0), cancelled
        )
    except UserError as error:
        raise UserError("metadata-stays") from error


def describe(data: bytes, media_type: str, *, limits: Limits | None = None) -> dict[str, str]:
    """Return what was written beside the content, see `metadata.describe`; raises evidence-reading-stopped too."""
    answer = call(_MODULE, {"task": "describe", "media_type": media_type}, data, limits or Limits(), None)
    return {str(key): str(value) for key, value in cast("dict[str, object]", json.loads(answer)).items()}


def _picture(
    data: bytes,
    media_type: str,
    box: tuple[int, int],
    covers: Sequence[Cover],
    limits: Limits | None,
    cancelled: Callable[[], bool] | None,
) -> bytes | None:
    if not previews.has_picture(media_type):
        return None
    request = {"task": "picture", "media_type": media_type, "box": box, "covers": canonical.to_plain(tuple(covers))}
    return call(_MODULE, request, data, limits or Limits(), cancelled)


# -- the side of the program --------------------------------------------------------------------------------------


def call(
    module: str,
    request: Mapping[str, object],
    data: bytes,
    limits: Limits,
    cancelled: Callable[[], bool] | None,
) -> bytes:
    """Start a module that `serve`s, hand over the content and wait for the answer, however the process ends."""
    head = json.dumps({**request, "limits": asdict(limits)}).encode() + b"\n"
    until = time.monotonic() + limits.seconds
    with start(module) as process, _fed(process, head, data):
        try:
            while True:
                try:
                    answer, _ = process.communicate(timeout=_TICK)
                    break
                except subprocess.TimeoutExpired:
                    pass
                if cancelled and cancelled():
                    raise Cancelled
                if time.monotonic() > until:
                    raise UserError("evidence-reading-stopped", reason="time")
        finally:
            if process.poll() is None:
                process.kill()
    if process.returncode != 0:
        reason = "memory" if process.returncode == OUT_OF_MEMORY else "crash"
        raise UserError("evidence-reading-stopped", reason=reason)
    code, _, content = answer.partition(b"\n")
    if code:
        raise UserError(code.decode("ascii"))
    return content


@contextmanager
def _fed(process: subprocess.Popen[bytes], *pieces: bytes) -> Generator[None]:
    """Hand the content over on a thread: `communicate` forgets what it didn't send within its first time-out."""
    pipe, process.stdin = process.stdin, None

    def feed() -> None:
        # The process may end before it has read everything; its exit code tells why.
        with suppress(OSError), pipe or nullcontext():
            for piece in pieces:
                if pipe:
                    pipe.write(piece)

    feeder = threading.Thread(target=feed, name="evidence-feeder")
    feeder.start()
    try:
        yield
    finally:
        feeder.join()


def start(module: str) -> subprocess.Popen[bytes]:
    """Start a module of the program as a process of its own, to be spoken with through its pipes."""
    package_root = Path(__file__).resolve().parents[2]
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(package_root), *([known] if known else [])])
    return subprocess.Popen(
        # Without -B a first run would try to write compiled modules, which the process may not.
        [sys.executable, "-B", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
    )


# -- the side of the process --------------------------------------------------------------------------------------


def limits_of(request: Mapping[str, object]) -> Limits:
    """The limits in a request."""
    told = cast("dict[str, float]", request["limits"])
    return Limits(seconds=float(told["seconds"]), memory=int(told["memory"]))


def _do(request: dict[str, object], data: bytes) -> bytes:
    media_type = str(request["media_type"])
    if request["task"] == "text":
        caps = Caps(**cast("dict[str, int]", request["caps"]))
        return text.extract(data, media_type, caps).encode("utf-8", errors="replace")
    if request["task"] == "all":
        caps = Caps(**cast("dict[str, int]", request["caps"]))
        return whole_text.extract_all(data, media_type, caps).encode("utf-8", errors="replace")
    if request["task"] == "strip":
        return strip.strip_metadata(data, media_type)
    if request["task"] == "describe":
        return json.dumps(metadata.describe(data, media_type)).encode()
    covers = cast("tuple[Cover, ...]", canonical.from_plain(tuple[Cover, ...], request["covers"]))
    if request["task"] == "cover":
        return previews.covered_copy(data, media_type, covers)
    width, height = cast("list[int]", request["box"])
    return previews.thumbnail(data, media_type, (width, height), covers) or b""


def serve(do: Callable[[dict[str, object], bytes], bytes]) -> None:
    """Answer one request from the standard input: an error code or nothing on the first line, then the content."""
    request = cast("dict[str, object]", json.loads(sys.stdin.buffer.readline()))
    data = sys.stdin.buffer.read()
    limits = limits_of(request)
    confine(limits)
    grant(limits.seconds)
    try:
        code, content = b"", do(request, data)
    except UserError as error:
        code, content = error.code.encode("ascii"), b""
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(code + b"\n")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve(_do)
