"""Evidence: files into the vault, recognised when they are there already, read and shown again."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from portfolio_app.domain import carrying, covers, file_names
from portfolio_app.domain.changes import Label
from portfolio_app.domain.covers import Cover
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible, with_covers
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import Record
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Job, Progress, never, no_progress
from portfolio_app.services.places import check_target
from portfolio_app.store.values import BlobRow, Query
from portfolio_app.vault.blobs import Stored

PAGE = "page"
SHEET = "sheet"
THUMBNAIL = "thumbnail"
HEAD_OCTETS = 8192
LARGEST_PICTURE = 200_000_000
OUT_OF_REACH = frozenset({"evidence-lost", "evidence-damaged", "evidence-out-of-reach", "evidence-newer"})
"""Why a file can't be read today although there may be text in it."""


@dataclass(frozen=True)
class Added:
    """What became of one file. ``evidence`` is the record; a duplicate is the one that was there already.

    ``where`` are the records that piece of evidence belongs to, so that a duplicate is told with its place;
    ``trashed`` says that it lies in the trash, or lay there when it was taken out to be linked. ``newer`` is the piece
    of which this content is an older version.
    """

    evidence: Evidence
    duplicate: bool = False
    trashed: bool = False
    where: tuple[Record, ...] = ()
    newer: Evidence | None = None


class EvidenceService:
    """Files that show something."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store
        self._vault = core.vault

    def all(self) -> list[Evidence]:
        """Every piece of evidence, newest first."""
        return self._store.load(Evidence, Query(kinds=(Evidence.KIND,)))

    def add(
        self,
        source: Path,
        *,
        title: str = "",
        about: Record | None = None,
        made_on: date | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Added:
        """Take in one file: first safe in the vault, then its record. ``about`` is what it shows.

        What is there already is linked to ``about``, out of the trash when it lay there; without ``about`` it is only
        told where it is. Raises `Cancelled`, and `UserError` ``evidence-vanished``, ``evidence-no-permission``,
        ``evidence-not-a-file``, ``no-passphrase-yet``, ``disk-full``.
        """
        self._core.guard([Evidence.KIND])
        name = file_names.tidy(source.name)

        def told(done: int, total: int | None) -> None:
            progress(done, total or done, name)

        stored = self._vault.put(source, told, cancelled)
        return self._taken_in(stored, name, title, about, made_on, lambda: self._made_on(source))

    def add_data(self, data: bytes, file_name: str, *, title: str = "", about: Record | None = None) -> Added:
        """Take in content that was never a file, such as a picture that was pasted: it goes to disk encrypted only.

        Raises `UserError` ``no-passphrase-yet``, ``disk-full``.
        """
        self._core.guard([Evidence.KIND])
        stored = self._vault.put(io.BytesIO(data))
        return self._taken_in(stored, file_name, title, about, None, self._core.today)

    def keep(self, items: Sequence[tuple[Evidence, bytes]], label: Label) -> None:
        """Store files whose records are complete already, in one step; their digests must be right."""
        blobs: list[BlobRow] = []
        for record, data in items:
            stored = self._vault.put(io.BytesIO(data))
            if stored.sha256 != record.sha256:
                raise ValueError(f"the record of {record.id} has another digest than its file")
            blobs.append(self._core.keep_blob(stored, record.media_type))
        self._core.save([record for record, _ in items], label=label, blobs=blobs)

    def prepare(self, evidence: Evidence) -> Job[None]:
        """Read its text for the index and make its pictures, on a thread; that it can't be read is no trouble."""

        return self._core.jobs.submit(lambda job: self.make_ready(evidence, job.cancelled))

    def make_ready(self, evidence: Evidence, cancelled: Callable[[], bool] = never) -> None:
        """The same at once; raises `Cancelled`."""
        self.index(evidence, cancelled)
        if evidence.is_picture or evidence.media_type == "application/pdf":
            self.thumbnail(evidence)

    def index(self, evidence: Evidence, cancelled: Callable[[], bool] = never) -> bool:
        """Make its text findable; False when there is none or it can't be read.

        That there is nothing to be read is kept as well, so that nobody tries for ever.
        """
        from portfolio_app.vault import worker

        try:
            with self.open_stream(evidence) as stream:
                text = worker.read_text(stream, evidence.media_type, cancelled=cancelled)
        except UserError as error:
            if error.code in OUT_OF_REACH:
                return False
            text = ""
        self._store.index_evidence_text(evidence.id, text.strip() and text)
        return bool(text.strip())

    def index_missed(self, cancelled: Callable[[], bool] = never) -> None:
        """Read what was taken in and never read: the program was closed too soon, or another file stopped the batch."""
        for record in self._store.load_ids(self._store.evidence_unread()):
            if cancelled():
                raise Cancelled
            if isinstance(record, Evidence):
                self.index(record, cancelled)

    def open_stream(self, evidence: Evidence) -> BinaryIO:
        """The plain bytes as a stream that can seek.

        Raises ``evidence-lost``, ``evidence-damaged`` and ``evidence-out-of-reach``.
        """
        with telling_which(evidence):
            return self._vault.open(self._stored(evidence))

    def read(self, evidence: Evidence, limit: int | None = None) -> bytes:
        """The plain bytes, checked against their digest."""
        with telling_which(evidence):
            return self._vault.read(self._stored(evidence), limit)

    def export_copy(self, evidence: Evidence, target: Path) -> Path:
        """Write a plain copy where the owner chose.

        Raises ``disk-full``, ``no-permission``, ``folder-missing``, ``inside-portfolio``, ``write-failed``, and what
        `open_stream` raises.
        """
        from portfolio_app.pdf.output import whole_file

        check_target(target, self._vault.folder.parent)
        with telling_which(evidence):
            self._vault.verify(self._stored(evidence))
        with self.open_stream(evidence) as source, whole_file(target) as file:
            shutil.copyfileobj(source, file)
        return target

    def thumbnail(self, evidence: Evidence) -> bytes | None:
        """A small JPEG, or None for a file that has no picture; kept once made."""
        return self._picture(evidence, THUMBNAIL)

    def page_copy(self, evidence: Evidence) -> bytes | None:
        """A JPEG for a page: upright, sRGB, without metadata, covered where she covered it; None when it can't be made.

        Kept once made, apart for other boxes.
        """
        return self._picture(evidence, PAGE, evidence.covers if evidence.is_covered else ())

    def sheet_copy(self, evidence: Evidence) -> bytes | None:
        """`page_copy` with no more pixels than are seen where a picture stands small in a document."""
        return self._picture(evidence, SHEET, evidence.covers if evidence.is_covered else ())

    def bare_page_copy(self, evidence: Evidence) -> bytes | None:
        """The same with nothing covered, for her own eyes: to lay boxes over."""
        return self._picture(evidence, PAGE)

    def tried_page_copy(self, evidence: Evidence, boxes: Sequence[Cover]) -> bytes | None:
        """The page copy as it would be with these boxes, made as the real one is and not kept."""
        from portfolio_app.vault import worker
        from portfolio_app.vault.media import JPEG

        bare = self.bare_page_copy(evidence)
        return worker.page_copy(bare, JPEG, covers=boxes) if bare is not None else None

    @staticmethod
    def can_cover(evidence: Evidence) -> bool:
        """Whether it is a picture of a kind that boxes can be laid over."""
        from portfolio_app.vault.previews import PICTURES

        return evidence.media_type in PICTURES

    def cover(self, evidence: Evidence, boxes: Sequence[Cover], pupils: PupilsVisible) -> Evidence:
        """Keep the boxes over a picture, and whether pupils can be recognised with them; one step to undo.

        Raises `UserError` ``record-missing``, and ``version-other`` where it has another file meanwhile.
        """
        now = self._store.need(Evidence, evidence.id)
        if now.sha256 != evidence.sha256:
            raise UserError("version-other")
        made = with_covers(now, tuple(boxes), pupils)
        self._core.save([made], label=Label("cover", Evidence.KIND, made.heading))
        return made

    def _picture(self, evidence: Evidence, size: str, boxes: Sequence[Cover] = ()) -> bytes | None:
        kind = f"{size}-{covers.digest_of(boxes)}" if boxes else size
        kept = self._vault.preview(evidence.sha256, kind)
        if kept is not None:
            return kept or None
        from portfolio_app.vault import worker

        try:
            data = self.read(evidence, LARGEST_PICTURE)
            sheet = partial(worker.page_copy, longest=carrying.SHEET_PIXELS)
            make = {PAGE: worker.page_copy, SHEET: sheet, THUMBNAIL: worker.thumbnail}[size]
            made = make(data, evidence.media_type, covers=boxes)
        except UserError:
            return None
        if not self._core.read_only:
            self._vault.keep_preview(evidence.sha256, kind, made or b"")
        return made

    def proves(self, id: str) -> list[Record]:
        """The records it belongs to."""
        return self._store.load_ids([link.target_id for link in self._store.links_from(id, Role.PROVES)])

    def of(self, record_id: str) -> list[Evidence]:
        """The evidence of a record."""
        found = self._store.load_ids([link.source_id for link in self._store.links_to(record_id, Role.PROVES)])
        return [item for item in found if isinstance(item, Evidence)]

    # -- inside -----------------------------------------------------------------------------------------------

    def _taken_in(
        self,
        stored: Stored,
        name: str,
        title: str,
        about: Record | None,
        made_on: date | None,
        by_file: Callable[[], date],
    ) -> Added:
        """Make the record of what lies in the vault now, or find the one that is there."""
        naming = self._store.naming(Evidence, stored.sha256)
        known = next(((item, gone) for item, gone in naming if item.sha256 == stored.sha256), None)
        if known is not None:
            return self._again(known, about, stored)
        media_type, subject, written_on = self._read_head(name, stored)
        record = Evidence(
            **self._core.head(),
            title=file_names.without_unseen(title).strip() or subject or _title(name),
            file_name=name,
            sha256=stored.sha256,
            octets=stored.octets,
            media_type=media_type,
            made_on=made_on or written_on or by_file(),
        )
        links = [self._core.link(Role.PROVES, record, about)] if about is not None else []
        label = Label("create", Evidence.KIND, record.heading)
        self._core.save([record], links=links, label=label, blobs=[self._core.keep_blob(stored, media_type)])
        return Added(record, newer=next((item for item, gone in naming if not gone), None))

    def _again(self, known: tuple[Evidence, bool], about: Record | None, stored: Stored) -> Added:
        evidence, trashed = known
        # A damaged file was replaced by the one just offered.
        self._store.put_blob(self._core.keep_blob(stored, evidence.media_type))
        where = tuple(self.proves(evidence.id))
        links: list[Link] = []
        if about is not None and not self._store.is_linked(Role.PROVES, evidence.id, about.id):
            links.append(self._core.link(Role.PROVES, evidence, about))
        back = [evidence] if trashed and about is not None else []
        if back or links:
            label = Label("restore" if back else "link", Evidence.KIND, evidence.heading)
            self._core.save(back, links=links, label=label)
        return Added(evidence, True, trashed, where, self._newer(evidence))

    def _newer(self, evidence: Evidence) -> Evidence | None:
        """The piece that took the place of this one."""
        ids = [link.source_id for link in self._store.links_to(evidence.id, Role.SUPERSEDES)]
        return next((item for item in self._store.load_ids(ids) if isinstance(item, Evidence)), None)

    def _read_head(self, name: str, stored: Stored) -> tuple[str, str, date | None]:
        """Media type; of a mail its subject and day as well."""
        from portfolio_app.vault.media import EMAIL, sniff

        with self._vault.open(stored) as stream:
            head = stream.read(HEAD_OCTETS)
            media_type = sniff(name, head)
            if media_type != EMAIL:
                return media_type, "", None
            from portfolio_app.services.mail import HEADER_OCTETS, subject_and_day

            subject, day = subject_and_day(head + stream.read(HEADER_OCTETS), self._core.zone)
        return media_type, subject, min(day, self._core.today()) if day else None

    def _made_on(self, source: Path) -> date:
        """The day in the file's name, which copying does not change; else that of its last change."""
        named = file_names.day_in(source.name)
        if named is not None and named <= self._core.today():
            return named
        try:
            stamp = source.stat().st_mtime
        except OSError:
            return self._core.today()
        return min(datetime.fromtimestamp(stamp, UTC).astimezone(self._core.zone).date(), self._core.today())

    def _stored(self, evidence: Evidence) -> Stored:
        return stored_of(self._store.blob(evidence.sha256))


@contextmanager
def telling_which(evidence: Evidence) -> Generator[None]:
    """Let trouble with the file say which one it is: in a document there may be hundreds."""
    try:
        yield
    except UserError as error:
        name = (
            evidence.file_name
            if evidence.heading in ("", evidence.file_name)
            else f"{evidence.heading} ({evidence.file_name})"
        )
        raise UserError(error.code, about=name, **error.facts) from error


def stored_of(row: BlobRow | None) -> Stored:
    """Where content lies; raises `UserError` ``evidence-lost`` when nobody knows."""
    if row is None:
        raise UserError("evidence-lost")
    return Stored(row.sha256, row.octets, row.name, row.salt)


def _title(file_name: str) -> str:
    return " ".join(Path(file_name).stem.replace("_", " ").split())
