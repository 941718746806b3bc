"""Taking in many files in one go: one progress, a way to stop, and trouble with one of them told at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from portfolio_app.domain import file_names
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.records import Record
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import Added, EvidenceService
from portfolio_app.services.gathering import Found, Gathered, LeftOut, gather
from portfolio_app.services.jobs import Job, Progress, never, no_progress

OF_ONE_FILE: Final = frozenset({"evidence-vanished", "evidence-no-permission", "evidence-not-a-file"})
"""Trouble with one file, after which the next one may well go in."""
PARTS: Final = 1000
"""Progress is told in so many parts."""


@dataclass(frozen=True)
class Failed:
    """A file that could not be taken in: its name and the code of why."""

    name: str
    code: str


@dataclass(frozen=True)
class Batch:
    """What became of the files. ``stopped``: the person broke it off; ``trouble``: nothing more could go in.

    ``not_reached`` is the number of files that it did not come to.
    """

    added: tuple[Added, ...] = ()
    failed: tuple[Failed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    stopped: bool = False
    trouble: UserError | None = None
    not_reached: int = 0

    @property
    def fresh(self) -> tuple[Added, ...]:
        """What was not there before."""
        return tuple(item for item in self.added if not item.duplicate)

    @property
    def known(self) -> tuple[Added, ...]:
        """What was there already, each piece once."""
        return tuple({item.evidence.id: item for item in self.added if item.duplicate}.values())


class Intake:
    """Brings files in; see `EvidenceService` for one of them."""

    def __init__(self, core: Core, evidence: EvidenceService) -> None:
        self._core = core
        self._evidence = evidence

    def gather(self, paths: Sequence[Path], cancelled: Callable[[], bool] = never) -> Gathered:
        """What would be taken in of files and folders; run it on a thread. Raises `Cancelled`."""
        home = self._core.vault.folder.parent
        return gather(paths, cancelled, leave_alone=home)

    def take(
        self,
        gathered: Gathered,
        *,
        about: Record | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Batch:
        """Take in what was gathered; run it on a thread. What is in stays in, whatever happens next.

        ``progress`` hears of parts of a thousand, and of the file's name.
        """
        added: list[Added] = []
        failed: list[Failed] = []
        stopped, trouble = False, None
        meter = _Meter(gathered.files, progress)
        for item in gathered.files:
            try:
                if cancelled():
                    raise Cancelled
                added.append(self._evidence.add(item.path, about=about, progress=meter.within, cancelled=cancelled))
            except Cancelled:
                stopped = True
                break
            except UserError as error:
                if error.code not in OF_ONE_FILE:
                    trouble = error
                    break
                failed.append(Failed(file_names.tidy(item.path.name), error.code))
            meter.past(item)
        self._read_later([item.evidence for item in added if not item.duplicate])
        rest = len(gathered.files) - len(added) - len(failed)
        return Batch(tuple(added), tuple(failed), gathered.left_out, stopped, trouble, rest)

    def take_data(self, data: bytes, file_name: str, title: str, about: Record | None = None) -> Batch:
        """Take in what was never a file. Raises as `EvidenceService.add_data` does."""
        added = self._evidence.add_data(data, file_name, title=title, about=about)
        if not added.duplicate:
            self._read_later([added.evidence])
        return Batch((added,))

    def _read_later(self, pieces: Sequence[Evidence]) -> None:
        """Read the texts for the index and make the pictures, one after the other: the other threads stay free."""

        def work(job: Job[None]) -> None:
            for piece in pieces:
                if job.cancelled():
                    return
                self._evidence.make_ready(piece, job.cancelled)

        if pieces:
            self._core.jobs.submit(work)


class _Meter:
    """Tells how far a batch is, by octets, and no more often than a person can see."""

    def __init__(self, files: Sequence[Found], progress: Progress) -> None:
        self._progress = progress
        # A file costs something however small it is.
        self._all = max(1, sum(_weight(item) for item in files))
        self._before = 0
        self._told: tuple[int, str] = (-1, "")

    def within(self, done: int, total: int, name: str) -> None:
        """So many octets of a file are in."""
        del total
        at = min(PARTS, (self._before + done) * PARTS // self._all)
        if (at, name) != self._told:
            self._told = (at, name)
            self._progress(at, PARTS, name)

    def past(self, item: Found) -> None:
        """A file is behind us, in or not."""
        self._before += _weight(item)


def _weight(item: Found) -> int:
    return item.octets + (1 << 16)
