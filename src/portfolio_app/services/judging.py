"""Judges signed files for anybody, with or without a portfolio: in a process of its own, within limits of time and
memory that follow the size of the file, and knowing whose keys are remembered on this computer."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio_app.domain.errors import UserError
from portfolio_app.services.jobs import Jobs, Progress, never, no_progress
from portfolio_app.services.known_keys import KnownKeys, recognised
from portfolio_app.services.worker import WorkerBug

if TYPE_CHECKING:
    from portfolio_app.pdf.verdict import Verdict

log = logging.getLogger(__name__)
_MEGABYTE: Final = 1 << 20
_SECONDS: Final = 45.0
_SECONDS_A_MEGABYTE: Final = 12.0
"""A file of 3,000 pages that was answered has four megabytes and takes a quarter of that."""
_SECONDS_A_MEGABYTE_BESIDE: Final = 0.5
_MOST_SECONDS: Final = 3_600.0
LIMITS_MEMORY: Final = sys.platform.startswith("linux")
"""Whether the system bounds the memory of one process; elsewhere the limit of time alone ends what goes astray."""
_MEMORY: Final = 1_500 * _MEGABYTE
_MEMORY_A_BYTE: Final = 12


@dataclass(frozen=True)
class Question:
    """A file to be judged. ``original`` is another copy to lay it beside, a path or its bytes; ``signer`` the expected
    fingerprint; ``beside`` the ZIP file with evidence that came with it, looked for where it is not given."""

    path: Path
    original: Path | bytes = b""
    signer: str | None = None
    beside: Path | None = None

    def seconds(self) -> float:
        """How long it may take: much more than any honest file needs."""
        inside = _octets(self.path) + (_octets(self.original) if isinstance(self.original, Path) else 0)
        beside = _octets(self.beside) if self.beside else _zips(self.path)
        wanted = _SECONDS + (inside * _SECONDS_A_MEGABYTE + beside * _SECONDS_A_MEGABYTE_BESIDE) / _MEGABYTE
        return min(_MOST_SECONDS, wanted)

    def memory(self) -> int:
        """How many octets it may take besides what a process has."""
        original = self.original
        known = _octets(original) if isinstance(original, Path) else len(original)
        return _MEMORY + _MEMORY_A_BYTE * (_octets(self.path) + known)


class Judging:
    """Judges files, and knows the keys that somebody remembered on this computer."""

    def __init__(self, jobs: Jobs, folder: Path, today: Callable[[], date]) -> None:
        """``folder`` is that of the device's settings."""
        self._jobs = jobs
        self.known = KnownKeys(folder, today)

    def verify(
        self,
        path: Path,
        original: Path | bytes | None = None,
        signer: str | None = None,
        beside: Path | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
        own: frozenset[str] = frozenset(),
    ) -> Verdict:
        """Judge a file; ``own`` are fingerprints of whoever asks. Raises `Cancelled`.

        What can't be judged within the limits is called that.
        """
        from portfolio_app.pdf.verdict import Verdict, fact

        question = Question(path, b"" if original is None else original, signer, beside)
        try:
            limits = question.memory(), question.seconds()
            verdict = self._jobs.run_apart(
                judge, question, limits[0], progress=progress, cancelled=cancelled, timeout=limits[1]
            )
        except UserError as error:
            if error.code != "worker-stopped":
                raise
            return Verdict("unreadable", (fact("too-much-inside"),))
        except WorkerBug:
            # A mistake of ours, which a hostile file may have found; whoever asks still gets an answer.
            log.exception("a file could not be judged")
            return Verdict("unreadable", (fact("damaged"),))
        return recognised(verdict, self.known, own)


def judge(question: Question, memory: int, *, progress: Progress, cancelled: Callable[[], bool]) -> Verdict:
    """The work, done in the other process, which may take so many octets more ``memory`` than it has."""
    from portfolio_app.pdf.evidence_check import Watch
    from portfolio_app.pdf.verify import verify

    before = _bound(memory)
    try:
        return verify(
            question.path,
            original=question.original,
            signer=question.signer,
            beside=question.beside,
            watch=Watch(progress, cancelled),
        )
    finally:
        _unbound(before)


def _octets(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _zips(path: Path) -> int:
    """Octets of the largest ZIP file in the folder: one of them may lie beside the document."""
    try:
        return max((_octets(each) for each in path.parent.glob("*.[zZ][iI][pP]")), default=0)
    except OSError:
        return 0


def _bound(octets: int) -> tuple[int, int] | None:
    """Let this process take so much more memory and no more; None where the system knows no such limit."""
    if not LIMITS_MEMORY:
        return None
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    wanted = pages * resource.getpagesize() + octets
    hard = before[1]
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    return before


def _unbound(before: tuple[int, int] | None) -> None:
    if before is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, before)
