"""The inbox: a folder of this computer from which new files come in by themselves, to be filed later.

What was seen and what waits is remembered in the portfolio, by digests and ids: names of files stay out of it. Files
are never removed here; whoever looks may hand over a way to the system's trash for those that are safely in.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from portfolio_app.domain import file_names
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Role
from portfolio_app.domain.records import Record
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import Added, EvidenceService, stored_of
from portfolio_app.services.gathering import Found, Gathered, gather
from portfolio_app.services.intake import OF_ONE_FILE, Failed
from portfolio_app.services.jobs import never
from portfolio_app.services.settings import INBOX, INBOX_AFTER, Settings

KEY: Final = "inbox"
OF: Final = "inbox_of"
"""Beside the folder in the settings of this computer: the id of the portfolio that it was chosen for."""
AWAY: Final = "trash"
"""Value of `INBOX_AFTER`: what is safely in goes to the trash of the computer."""


@dataclass(frozen=True)
class Round:
    """What one look into the folder did. ``unsettled`` files are new and may still be written.

    ``kept`` is the number of files that should have gone to the trash of the computer and would not.
    """

    taken: tuple[Evidence, ...] = ()
    failed: tuple[Failed, ...] = ()
    unsettled: int = 0
    kept: int = 0


@dataclass
class _Memory:
    """Marks of files that were seen, digests of what was taken, and ids of what waits, oldest first."""

    seen: set[str] = field(default_factory=set[str])
    digests: set[str] = field(default_factory=set[str])
    waiting: list[str] = field(default_factory=list[str])

    @classmethod
    def read(cls, text: str | None) -> _Memory:
        try:
            found: Any = json.loads(text or "{}")
        except ValueError:
            found = {}
        stored = cast("dict[str, list[str]]", found if isinstance(found, dict) else {})
        return cls(set(stored.get("seen", ())), set(stored.get("digests", ())), list(stored.get("waiting", ())))

    def text(self) -> str:
        return json.dumps({"seen": sorted(self.seen), "digests": sorted(self.digests), "waiting": self.waiting})


class Inbox:
    """Looks into the folder, and files what waits. One look at a time."""

    def __init__(self, core: Core, evidence: EvidenceService, settings: Settings) -> None:
        self._core = core
        self._evidence = evidence
        self._settings = settings
        self._before: dict[Path, tuple[int, int]] = {}
        self._troubled: set[str] = set()

    # -- the folder -------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path | None:
        """The folder that is watched, or None.

        It was chosen for one portfolio: an example in which she looks around, or another one, takes nothing from it.
        """
        chosen = self._settings.get(INBOX)
        mine = self._settings.device.plain(OF) == self._core.store.database.portfolio_id
        return Path(chosen) if chosen and mine else None

    def present(self, folder: Path) -> int:
        """How many files lie in a folder that may become the inbox. Raises ``inside-portfolio``, ``inbox-too-wide``."""
        return len(self._files(self._checked(folder)).files)

    def choose(self, folder: Path, *, with_present: bool) -> None:
        """Watch a folder from now on. Without ``with_present`` what lies there already is left alone.

        Raises ``inside-portfolio``, ``inbox-too-wide``.
        """
        if not with_present:
            memory = self._memory()
            memory.seen |= {_mark(folder, item) for item in self._files(self._checked(folder)).files}
            self._keep(memory)
        real = self._checked(folder)
        self._settings.device.put_plain(OF, self._core.store.database.portfolio_id)
        self._settings.set(INBOX, str(real))
        self._before = {}

    def forget(self) -> None:
        """Watch no folder any more; what came in stays."""
        self._settings.set(INBOX, "")

    def _checked(self, folder: Path) -> Path:
        real = Path(os.path.realpath(folder))
        own = Path(os.path.realpath(self._core.vault.folder.parent))
        if own in (real, *real.parents):
            raise UserError("inside-portfolio")
        if real in (*own.parents, *Path(os.path.realpath(Path.home())).parents, Path(os.path.realpath(Path.home()))):
            raise UserError("inbox-too-wide")
        return real

    # -- looking ----------------------------------------------------------------------------------------------

    def look(self, to_trash: Callable[[Path], bool] | None = None, cancelled: Callable[[], bool] = never) -> Round:
        """Take in what is new and stood still since the look before; run it on a thread.

        ``to_trash`` moves a file to the trash of the computer; it is only asked when the owner said so, and after
        what came in was read back. Raises `Cancelled`, and `UserError` ``disk-full``, ``no-passphrase-yet``,
        ``read-only``; what is in by then stays in.
        """
        folder = self.folder
        if folder is None or not folder.is_dir():
            return Round()
        self._core.guard([Evidence.KIND])
        memory = self._memory()
        new = [item for item in self._files(folder, cancelled).files if _mark(folder, item) not in memory.seen]
        states = {item.path: (item.octets, item.changed_ns) for item in new}
        still = [item for item in new if self._before.get(item.path) == states[item.path]]
        self._before = states
        taken: list[Evidence] = []
        failed: list[Failed] = []
        kept = 0
        for item in still:
            if cancelled():
                raise Cancelled
            try:
                added = self._take(folder, item, memory, cancelled)
            except UserError as error:
                if error.code not in OF_ONE_FILE:
                    raise
                # Another program may hold it for a while: it is tried again, and told once.
                if _mark(folder, item) not in self._troubled:
                    self._troubled.add(_mark(folder, item))
                    failed.append(Failed(file_names.tidy(item.path.name), error.code))
                continue
            if added is None:
                continue
            if not added.duplicate:
                taken.append(added.evidence)
            kept += not self._put_away(item, added, to_trash)
        for piece in taken:
            self._evidence.prepare(piece)
        return Round(tuple(taken), tuple(failed), len(new) - len(still), kept)

    def _take(self, folder: Path, item: Found, memory: _Memory, cancelled: Callable[[], bool]) -> Added | None:
        """Take one file in and remember it; None for content that came in before and was removed for good since."""
        digest = _digest(item.path, cancelled)
        added = None
        if digest not in memory.digests or self._core.store.naming(Evidence, digest):
            added = self._evidence.add(item.path, cancelled=cancelled)
            digest = added.evidence.sha256
            # One that is there already and belongs to nothing was taken in just before the program was killed, or by
            # hand; it waits as well.
            loose = not added.trashed and not added.where and digest not in memory.digests
            if loose and added.evidence.id not in memory.waiting:
                memory.waiting.append(added.evidence.id)
        memory.digests.add(digest)
        memory.seen.add(_mark(folder, item))
        self._keep(memory)
        return added

    def _put_away(self, item: Found, added: Added, to_trash: Callable[[Path], bool] | None) -> bool:
        """Let the plain file go to the trash if the owner wants that; False when it should have gone and did not."""
        if self._settings.get(INBOX_AFTER) != AWAY or to_trash is None or added.trashed:
            return True
        self._core.vault.verify(stored_of(self._core.store.blob(added.evidence.sha256)))
        try:
            now = item.path.stat()
        except OSError:
            return True
        if (now.st_size, now.st_mtime_ns) != (item.octets, item.changed_ns):
            return True
        return to_trash(item.path)

    def _files(self, folder: Path, cancelled: Callable[[], bool] = never) -> Gathered:
        return gather([folder], cancelled, leave_alone=self._core.vault.folder.parent)

    # -- filing -----------------------------------------------------------------------------------------------

    def waiting(self) -> list[Evidence]:
        """What came in and belongs to nothing yet, oldest first."""
        found = self._core.store.load_ids(self._memory().waiting)
        return [
            item
            for item in found
            if isinstance(item, Evidence) and not self._core.store.links_from(item.id, Role.PROVES)
        ]

    def file_with(self, piece: Evidence, about: Record) -> None:
        """Let a piece belong to a record, with what was filled in about it: one step to undo."""
        self._file(piece, [], about, Label("link", Evidence.KIND, piece.heading))

    def make_moment(self, piece: Evidence) -> Experience:
        """Make a moment of a piece, of the same name and day, to be told later: one step to undo."""
        made = Experience(**self._core.head(), title=piece.heading, happened_on=piece.made_on)
        self._file(piece, [made], made, Label("create", Experience.KIND, made.heading))
        return made

    def leave(self, piece: Evidence) -> None:
        """Keep a piece that belongs to nothing: it waits no longer."""
        if self._core.store.get(Evidence, piece.id) != piece:
            self._core.save([piece], label=Label("edit", Evidence.KIND, piece.heading))
        memory = self._memory()
        memory.waiting = [ident for ident in memory.waiting if ident != piece.id]
        self._keep(memory)

    def _file(self, piece: Evidence, more: Sequence[Record], about: Record, label: Label) -> None:
        changed = [piece] if self._core.store.get(Evidence, piece.id) != piece else []
        self._core.save([*more, *changed], links=[self._core.link(Role.PROVES, piece, about)], label=label)

    def _memory(self) -> _Memory:
        return _Memory.read(self._core.store.setting(KEY))

    def _keep(self, memory: _Memory) -> None:
        self._core.store.set_setting(KEY, memory.text())


def _mark(folder: Path, item: Found) -> str:
    """Says that this file was seen as it is now, without saying its name."""
    below = os.fsencode(item.path.relative_to(folder))
    return hashlib.sha256(below + f"\0{item.octets}\0{item.changed_ns}".encode()).hexdigest()[:32]


def _digest(path: Path, cancelled: Callable[[], bool]) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                if cancelled():
                    raise Cancelled
                digest.update(chunk)
    except PermissionError as error:
        raise UserError("evidence-no-permission") from error
    except OSError as error:
        raise UserError("evidence-vanished") from error
    return digest.hexdigest()
