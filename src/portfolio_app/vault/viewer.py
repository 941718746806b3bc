"""A file that is being looked at: opened once in a process of its own, drawn there page by page.

What comes back is plain: numbers, words, and octets of red, green and blue. Nothing that somebody else made is
decoded in the program itself. The process has the limits of `confine`; one that breaks them is ended, and only the
look at this one file is over.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import BinaryIO, Final, cast

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import sights, worker
from portfolio_app.vault.confine import OUT_OF_MEMORY, Limits, confine, grant
from portfolio_app.vault.sights import Drawing, Kind, Sight

_MODULE: Final = "portfolio_app.vault.viewer"
_TICK: Final = 0.1
_MOST_ANSWER: Final = sights.MOST_DRAWN * 4
_LONGEST_HEAD: Final = 4096
_GRACE: Final = 2.0
_Answer = tuple[dict[str, object], bytes]


class Viewer:
    """Asks the process. May be used from any thread, one question at a time; close it in the end."""

    def __init__(self, data: bytes, media_type: str, limits: Limits | None = None) -> None:
        """Start the process and hand over the content; `open` waits for it."""
        self._limits = limits or Limits()
        self._turn = threading.Lock()
        self._over = False
        self._process = worker.start(_MODULE)
        self._asked: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        head = {"media_type": media_type, "octets": len(data), "limits": asdict(self._limits)}
        self._asked.put(json.dumps(head).encode() + b"\n")
        self._asked.put(data)
        self._threads = [
            threading.Thread(target=_write, args=(self._process, self._asked), name="viewer-writes", daemon=True),
            threading.Thread(target=_read, args=(self._process, self._told), name="viewer-reads", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self.kind: Kind = "text"
        self.pages = 0

    def open(self, cancelled: Callable[[], bool] | None = None) -> None:
        """Wait until the file is opened; then ``kind`` and ``pages`` are known.

        Raises Cancelled, and UserError evidence-unreadable, picture-too-large, evidence-too-large and
        evidence-reading-stopped.
        """
        told, _ = self._ask({"task": "open"}, cancelled)
        self.kind = cast(Kind, told["kind"])
        self.pages = int(cast(int, told["pages"]))

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page (from 0) at its own size; raises as `open`."""
        told, _ = self._ask({"task": "size", "page": number}, None)
        wide, high = cast("list[float]", told["size"])
        return wide, high

    def draw(self, number: int, scale: float, cancelled: Callable[[], bool] | None = None) -> Drawing:
        """Draw a page (from 0) at ``scale`` times its own size; raises as `open`."""
        told, rgb = self._ask({"task": "draw", "page": number, "scale": scale}, cancelled)
        width, height = cast("list[int]", told["size"])
        if width < 1 or height < 1 or len(rgb) != width * height * 3:
            raise UserError("evidence-reading-stopped", reason="crash")
        return Drawing(width, height, rgb)

    def words(self, cancelled: Callable[[], bool] | None = None) -> str:
        """The words of a file that is shown as text; raises as `open`."""
        return self._ask({"task": "words"}, cancelled)[1].decode("utf-8", errors="replace")

    def words_on(self, number: int, cancelled: Callable[[], bool] | None = None) -> str:
        """The words on a page (from 0), as they are read; raises as `open`."""
        return self._ask({"task": "words on", "page": number}, cancelled)[1].decode("utf-8", errors="replace")

    def change(self, data: bytes, cancelled: Callable[[], bool] | None = None) -> None:
        """Go on with another file of the same type in the place of this one; raises as `open`."""
        told, _ = self._ask({"task": "open", "octets": len(data)}, cancelled, data)
        self.pages = int(cast(int, told["pages"]))

    @property
    def over(self) -> bool:
        """Whether the process was ended; make another viewer to look again."""
        return self._over

    def close(self) -> None:
        """End the process. May be called twice, and from another thread while an answer is awaited."""
        self._end(patience=0.0)
        for thread in self._threads:
            thread.join(_GRACE)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, request: dict[str, object], cancelled: Callable[[], bool] | None, content: bytes = b"") -> _Answer:
        with self._turn:
            if self._over:
                raise UserError("evidence-reading-stopped", reason="crash")
            self._asked.put(json.dumps(request).encode() + b"\n")
            if content:
                self._asked.put(content)
            answer = self._await(cancelled)
        code = answer[0].get("code")
        if code:
            raise UserError(str(code))
        return answer

    def _await(self, cancelled: Callable[[], bool] | None) -> _Answer:
        until = time.monotonic() + self._limits.seconds
        while True:
            with suppress(queue.Empty):
                answer = self._told.get(timeout=_TICK)
                if answer is not None:
                    return answer
                raise self._stopped()
            if self._over or (cancelled and cancelled()):
                # What was asked would be answered later, to another question.
                self._end()
                raise Cancelled
            if time.monotonic() > until:
                self._end()
                raise UserError("evidence-reading-stopped", reason="time")

    def _stopped(self) -> UserError:
        # It stopped answering, so it may be on its way out by itself, with an exit code that tells why.
        self._end(patience=_GRACE)
        reason = "memory" if self._process.returncode == OUT_OF_MEMORY else "crash"
        return UserError("evidence-reading-stopped", reason=reason)

    def _end(self, patience: float = 0.0) -> None:
        self._over = True
        self._asked.put(None)
        with suppress(subprocess.TimeoutExpired):
            if patience:
                self._process.wait(patience)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


def _write(process: subprocess.Popen[bytes], asked: queue.SimpleQueue[bytes | None]) -> None:
    pipe = process.stdin
    with suppress(OSError, ValueError):  # the process ended; the other thread notices
        while pipe is not None and (piece := asked.get()) is not None:
            pipe.write(piece)
            pipe.flush()


def _read(process: subprocess.Popen[bytes], told: queue.SimpleQueue[_Answer | None]) -> None:
    pipe = process.stdout
    # Whatever comes that is no answer ends the talk: the process may be doing a file's will by now.
    with suppress(OSError, ValueError, TypeError, KeyError):
        while pipe is not None and (line := pipe.readline(_LONGEST_HEAD)):
            head = cast("dict[str, object]", json.loads(line))
            octets = int(cast(int, head["octets"]))
            if not 0 <= octets <= _MOST_ANSWER:
                break
            told.put((head, pipe.read(octets)))
    told.put(None)


# -- the side of the process --------------------------------------------------------------------------------------


def main() -> None:
    """Open the file that comes over the standard input, and answer questions about it until the input ends."""
    source, target = sys.stdin.buffer, _own_output()
    head = cast("dict[str, object]", json.loads(source.readline()))
    data = source.read(int(cast(int, head["octets"])))
    limits = worker.limits_of(head)
    confine(limits)
    opened: Sight | None = None
    while line := source.readline():
        request = cast("dict[str, object]", json.loads(line))
        grant(limits.seconds)
        if "octets" in request:
            opened, data = None, source.read(int(cast(int, request["octets"])))
        try:
            if opened is None:
                opened = sights.open_sight(data, str(head["media_type"]))
                data = b""
            told, content = _answer(opened, request)
        except UserError as error:
            told, content = {"code": error.code}, b""
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        target.write(json.dumps({**told, "octets": len(content)}).encode() + b"\n")
        target.write(content)
        target.flush()


def _own_output() -> BinaryIO:
    """The pipe for answers, out of reach of libraries that print what they think of a file."""
    ours = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return ours


def _answer(opened: Sight, request: dict[str, object]) -> tuple[dict[str, object], bytes]:
    task = request["task"]
    if task == "open":
        return {"kind": opened.kind, "pages": opened.pages}, b""
    if task == "words":
        return {}, opened.words().encode("utf-8", errors="replace")
    number = int(cast(int, request["page"]))
    if not 0 <= number < opened.pages:
        raise UserError("evidence-unreadable")
    if task == "size":
        return {"size": opened.size(number)}, b""
    if task == "words on":
        return {}, opened.words_on(number).encode("utf-8", errors="replace")
    drawn = opened.draw(number, float(cast(float, request["scale"])))
    return {"size": (drawn.width, drawn.height)}, drawn.rgb


if __name__ == "__main__":
    main()
