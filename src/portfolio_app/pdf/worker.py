"""Entry of a spawned process that makes a PDF. Job, messages and result can be pickled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from portfolio_app.document import tree
from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.produce import Produced, produce
from portfolio_app.pdf.sign import Signer


class Sink(Protocol):
    """Takes messages about progress, as a queue does."""

    def put(self, item: tuple[int, int, str]) -> None:
        """Add a message: steps done, steps in all, stage."""
        ...


class Flag(Protocol):
    """Tells whether the person wants to stop, as an event does."""

    def is_set(self) -> bool:
        """Whether to stop."""
        ...


@dataclass(frozen=True)
class ProduceJob:
    """Everything `produce` needs, in a form that crosses to another process.

    ``load`` is a picklable callable (a module's function, or an object with ``__call__``) that gives bytes by SHA-256
    inside the worker; ``files`` holds bytes that are sent along and comes first.
    """

    document: tree.Document
    out: Path
    signer: Signer
    now: datetime
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    load: Callable[[str], bytes] | None = None

    def read(self, sha256: str) -> bytes:
        """The bytes with a digest."""
        if sha256 in self.files:
            return self.files[sha256]
        if self.load is None:
            raise UserError("evidence-missing", sha256=sha256[:12])
        return self.load(sha256)


def run(job: ProduceJob, progress: Sink | None = None, cancel: Flag | None = None) -> Produced:
    """Produce the job's document."""

    def tell(done: int, total: int, stage: str) -> None:
        if progress is not None:
            progress.put((done, total, stage))

    return produce(
        job.document,
        job.out,
        pictures=job.read,
        attachments=job.read,
        signer=job.signer,
        now=job.now,
        progress=tell,
        cancelled=cancel.is_set if cancel else lambda: False,
    )
