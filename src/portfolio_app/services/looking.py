"""Looking at a piece of evidence in the window: read through the vault, drawn in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services import particulars
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import EvidenceService
from portfolio_app.services.jobs import never
from portfolio_app.services.particulars import Particulars
from portfolio_app.vault import sights
from portfolio_app.vault.sights import Drawing, Kind
from portfolio_app.vault.viewer import Viewer

__all__ = ["Drawing", "Kind", "Look", "Looking", "Shown"]

T = TypeVar("T")
MOST_OCTETS: Final = 200_000_000


@dataclass(frozen=True)
class Shown:
    """How a file is shown: as so many pages, as one picture, or by its words."""

    kind: Kind
    pages: int = 0
    words: str = ""


class Look:
    """One file that is being looked at. Every method but `close` may take a while: call them on a thread."""

    def __init__(self, evidence: EvidenceService, item: Evidence) -> None:
        self._evidence = evidence
        self._item = item
        self._turn = threading.Lock()
        self._viewer: Viewer | None = None
        self._closed = False

    def open(self, cancelled: Callable[[], bool] = never) -> Shown:
        """Open the file.

        Raises `Cancelled`, and `UserError` ``evidence-not-shown``, ``evidence-too-large``, ``picture-too-large``,
        ``evidence-reading-stopped``, and what reading the vault raises.
        """

        def asked(viewer: Viewer) -> Shown:
            words = viewer.words(cancelled) if viewer.kind == "text" else ""
            return Shown(viewer.kind, viewer.pages, words)

        return self._with_viewer(asked, cancelled)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page (from 0) at its own size, in pixels of 96 an inch; raises as `open`."""
        return self._with_viewer(lambda viewer: viewer.size(number), never)

    def draw(self, number: int, scale: float, cancelled: Callable[[], bool] = never) -> Drawing:
        """A page (from 0) at ``scale`` times its own size; raises as `open`.

        A page that is too much for it does not take the others along: the next question opens the file anew.
        """
        return self._with_viewer(lambda viewer: viewer.draw(number, scale, cancelled), cancelled)

    def close(self) -> None:
        """Stop looking; what is under way ends with `Cancelled`."""
        self._closed = True
        viewer = self._viewer
        if viewer is not None:
            viewer.close()

    def _with_viewer(self, ask: Callable[[Viewer], T], cancelled: Callable[[], bool]) -> T:
        with self._turn:
            try:
                return ask(self._ready(cancelled))
            except UserError as error:
                if self._closed:
                    raise Cancelled from error
                if error.code == "evidence-unreadable":
                    raise UserError("evidence-not-shown") from error
                raise

    def _ready(self, cancelled: Callable[[], bool]) -> Viewer:
        viewer = self._viewer
        if viewer is not None and not viewer.over:
            return viewer
        if viewer is not None:
            viewer.close()
        if self._closed:
            raise Cancelled
        data = self._evidence.read(self._item, MOST_OCTETS)
        self._viewer = viewer = Viewer(data, self._item.media_type)
        if self._closed:
            viewer.close()
        try:
            viewer.open(cancelled)
        except BaseException:
            viewer.close()
            raise
        return viewer


class Looking:
    """Opens looks, and ends those that are still open when the portfolio closes."""

    def __init__(self, core: Core, evidence: EvidenceService) -> None:
        self._core = core
        self._evidence = evidence
        self._open: list[Look] = []

    @staticmethod
    def can_show(item: Evidence) -> bool:
        """Whether files of its type are shown in the window; the others are for another program."""
        return sights.kind_of(item.media_type) is not None

    def particulars(self, item: Evidence) -> Particulars:
        """What is in a file beside its content; run it on a thread. Raises what reading the vault raises."""
        return particulars.of(self._core, self._evidence, item)

    def look(self, item: Evidence) -> Look:
        """Begin to look at a file; nothing is read yet."""
        made = Look(self._evidence, item)
        self._open.append(made)
        return made

    def end(self, look: Look) -> None:
        """Stop looking."""
        look.close()
        if look in self._open:
            self._open.remove(look)

    def close(self) -> None:
        """Stop every look."""
        for look in list(self._open):
            self.end(look)
