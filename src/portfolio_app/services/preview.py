"""The document page by page as it will be signed: laid out piece by piece in the worker, drawn in a process of its own.

Only what changed is laid out again, and what is in view comes first. Everything stays in memory: what it is made of
must never lie unencrypted on a disk.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from portfolio_app.document.compose import compose
from portfolio_app.document.tree import Document, PartBlock
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.selection import Selection
from portfolio_app.i18n import Translator
from portfolio_app.services import preview_tasks as tasks
from portfolio_app.services.composing import Composing, lang_of
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import never
from portfolio_app.services.preview_sheets import CONTENTS, COVER, Entry, Section, Sheets
from portfolio_app.services.signing import Signing
from portfolio_app.vault.sights import Drawing
from portfolio_app.vault.viewer import Viewer

if TYPE_CHECKING:
    from portfolio_app.pdf.pieces import Outline, Piece, SealLines

__all__ = ["CONTENTS", "COVER", "Drawing", "Preview", "Section", "Sheets"]

T = TypeVar("T")
PDF: Final = "application/pdf"
_BROKEN: Final = re.compile("[\x02\ufffe]")
"""Stands where a word was parted at the end of a line."""


@dataclass(frozen=True)
class _Made:
    """A piece, and everything that made it look as it does."""

    piece: Piece
    content: object
    frame: object
    first: int
    pictures: object
    number: int


@dataclass
class _Draft:
    """A document on its way to pages."""

    document: Document
    pictures: Mapping[str, bytes]
    outline: Outline
    seal_lines: SealLines

    @property
    def keys(self) -> list[str]:
        """Its pieces in their order."""
        contents = [CONTENTS] if self.outline.contents_pages else []
        return [COVER, *contents, *(part.key for part in self.document.parts)]


class Preview:
    """One look at one document after another. Every method but `look_at` and `close` may take a while."""

    def __init__(self, core: Core, composing: Composing, signing: Signing) -> None:
        self._core, self._composing, self._signing = core, composing, signing
        self._now = core.clock()
        self._turn = threading.Lock()
        self._drawing = threading.Lock()
        self._made: dict[str, _Made] = {}
        self._ready: dict[str, Piece] = {}
        self._count = 0
        self._in_view = COVER
        self._viewer: Viewer | None = None
        self._loaded: Piece | None = None
        self._closed = False

    # -- laying out -------------------------------------------------------------------------------------------

    def look_at(self, key: str) -> None:
        """What is in view now: it is laid out before what is not."""
        self._in_view = key

    def show(
        self,
        selection: Selection,
        tell: Callable[[Sheets], None] = lambda sheets: None,
        cancelled: Callable[[], bool] = never,
    ) -> Sheets:
        """Compose the document and lay out what changed. ``tell`` hears after each piece what there is to see.

        Raises `Cancelled`, and `UserError` ``nothing-selected``, ``dates-reversed``, ``worker-stopped`` and what
        reading evidence raises.
        """

        def stopped() -> bool:
            return cancelled() or self._closed

        with self._turn:
            # Nothing of what was chosen before may be in sight as if it still were.
            self._ready = {}
            if not self._made:
                self._begin(selection, tell, stopped)
            draft = self._draft(selection, stopped)
            for key in set(self._made) - set(draft.keys):
                del self._made[key]
            key = self._next(draft)
            while key is not None:
                # What did not change is there at once.
                tell(self._sheets(draft))
                if stopped():
                    raise Cancelled
                self._lay(draft, key, stopped)
                key = self._next(draft)
            sheets = self._sheets(draft)
            tell(sheets)
            return sheets

    def _begin(self, selection: Selection, tell: Callable[[Sheets], None], stopped: Callable[[], bool]) -> None:
        """Show the cover before the copies of evidence are looked at, which may have to be made first."""
        document = compose(self._composing.snapshot(selection), Translator(lang_of(selection)))
        outline = self._outline(document, stopped)
        draft = _Draft(document, {}, outline, ())
        self._lay(draft, COVER, stopped)
        tell(self._sheets(draft))

    def _outline(self, document: Document, stopped: Callable[[], bool]) -> Outline:
        return self._core.jobs.run_process(tasks.outline_of, tasks.headings(document), cancelled=stopped)

    def _draft(self, selection: Selection, stopped: Callable[[], bool]) -> _Draft:
        from portfolio_app.pdf.sign import seal_lines

        t = Translator(lang_of(selection))
        key = self._signing.active()
        seal = self._signing.seal(key.signer, self._signing.server()) if key is not None else None
        document, _, carried = self._composing.composed(selection, t, seal, cancelled=stopped)
        outline = self._outline(document, stopped)
        return _Draft(document, carried.pictures, outline, seal_lines(key.signer, self._now) if key is not None else ())

    def _next(self, draft: _Draft) -> str | None:
        """The piece to make next: the one in view as long as there is nothing of it, then in their order, so that each
        gets its numbers from those before it. Contents come last."""
        wrong: list[str] = []
        for key in draft.keys:
            if self._fits(draft, key):
                self._ready[key] = self._made[key].piece
            else:
                wrong.append(key)
        if self._in_view in wrong and self._in_view not in self._ready and self._in_view != CONTENTS:
            return self._in_view
        return next((key for key in wrong if key != CONTENTS), None) or next(iter(wrong), None)

    def _settled(self, draft: _Draft) -> bool:
        return all(self._fits(draft, key) for key in draft.keys)

    def _fits(self, draft: _Draft, key: str) -> bool:
        """Whether a piece that was made is as it would be made now."""
        made = self._made.get(key)
        if made is None:
            return False
        known, content = self._known(draft, key), self._content(draft, key)
        if not (
            made.first == self._first(draft, key)
            and made.frame == self._frame(draft, key)
            and all(known.get(anchor) == told for anchor, told in made.piece.asked.items())
            and made.pictures == self._pictures(draft, key)
            and made.content == content
        ):
            return False
        # The same words in the same object are compared at once the next time.
        self._made[key] = replace(made, content=content)
        return True

    def _lay(self, draft: _Draft, key: str, stopped: Callable[[], bool]) -> None:
        document = draft.document
        number = {COVER: tasks.COVER, CONTENTS: tasks.CONTENTS}.get(key)
        part = self._part(draft, key)
        if number is None:
            number = next(place for place, held in enumerate(document.parts) if held.key == key)
        task = tasks.PieceTask(
            document=tasks.headings(document) if key == CONTENTS else tasks.only(document, number),
            number=number,
            first=self._first(draft, key),
            known=self._known(draft, key),
            pictures={name: draft.pictures[name] for name in tasks.pictures_in(part)} if part else {},
            seal_lines=draft.seal_lines if part and tasks.is_signed(part) else (),
        )
        piece = self._core.jobs.run_process(tasks.lay_out, task, cancelled=stopped)
        self._count += 1
        content, frame, pictures = self._content(draft, key), self._frame(draft, key), self._pictures(draft, key)
        self._made[key] = _Made(piece, content, frame, task.first, pictures, self._count)
        self._ready[key] = piece

    @staticmethod
    def _part(draft: _Draft, key: str) -> PartBlock | None:
        return next((part for part in draft.document.parts if part.key == key), None)

    def _content(self, draft: _Draft, key: str) -> object:
        if key == COVER:
            return draft.document.cover
        return draft.outline.heads if key == CONTENTS else self._part(draft, key)

    @staticmethod
    def _pictures(draft: _Draft, key: str) -> object:
        part = Preview._part(draft, key)
        return {name: len(draft.pictures[name]) for name in tasks.pictures_in(part)} if part else None

    @staticmethod
    def _frame(draft: _Draft, key: str) -> object:
        """What every page carries, and what the signature will show."""
        part = Preview._part(draft, key)
        signed = draft.seal_lines if part and tasks.is_signed(part) else ()
        held = draft.document
        # Headings without a name of their own get one from the place of their part.
        place = draft.keys.index(key)
        every = (held.author, held.lang, held.title, held.running_head, held.page_label, held.paper)
        return every, held.contents_title, place, signed

    def _first(self, draft: _Draft, key: str) -> int:
        """The number on the first page of a piece, as far as is known."""
        number = 1
        for before in draft.keys:
            if before == key:
                break
            if before == CONTENTS:
                number += draft.outline.contents_pages
            elif before in self._made:
                number += self._made[before].piece.pages
        return number

    def _known(self, draft: _Draft, key: str) -> dict[str, int]:
        """The numbers on pages that a piece may name: of the parts before it; contents name all of them."""
        keys = draft.keys
        before = keys if key == CONTENTS else keys[: keys.index(key)]
        known: dict[str, int] = {}
        for other in before:
            if other not in (COVER, CONTENTS) and other in self._made:
                known |= self._made[other].piece.anchors
        return known

    def _sheets(self, draft: _Draft) -> Sheets:
        titles = {part.key: part.title for part in draft.document.parts}
        titles |= {COVER: draft.document.title, CONTENTS: draft.document.contents_title}
        sections = tuple(self._section(draft, key, titles[key]) for key in draft.keys)
        whole = all(section.pages for section in sections) and self._settled(draft)
        return Sheets(sections, self._entries(draft, sections), whole, bool(draft.seal_lines))

    def _section(self, draft: _Draft, key: str, title: str) -> Section:
        if key not in self._ready:
            return Section(key, title, self._first(draft, key), 0)
        made = self._made[key]
        # Until it is made again it has the numbers that it was given.
        return Section(key, title, made.first, made.piece.pages, made.number)

    def _entries(self, draft: _Draft, sections: tuple[Section, ...]) -> tuple[Entry, ...]:
        places = {
            anchor: (section.key, number - section.first)
            for section in sections
            if section.key in self._ready
            for anchor, number in self._ready[section.key].anchors.items()
        }
        found = [Entry(1, section.title, section.key, 0) for section in sections if section.key in (COVER, CONTENTS)]
        heads = (head for head in draft.outline.heads if head.anchor in places)
        found += [Entry(head.level, head.title, *places[head.anchor]) for head in heads]
        listed = {entry.section for entry in found if entry.level == 1}
        found += [Entry(1, section.title, section.key, 0) for section in sections if section.key not in listed]
        order = {section.key: place for place, section in enumerate(sections)}
        return tuple(sorted(found, key=lambda entry: (order[entry.section], entry.page)))

    # -- looking ----------------------------------------------------------------------------------------------

    def size(self, key: str, number: int) -> tuple[float, float]:
        """Width and height of a page (from 0) of a section at its own size, in pixels of 96 an inch; raises as
        `draw`."""
        return self._asked(key, lambda viewer: viewer.size(number), never)

    def draw(self, key: str, number: int, scale: float, cancelled: Callable[[], bool] = never) -> Drawing:
        """A page (from 0) of a section at ``scale`` times its own size.

        Raises `Cancelled`, also where the section is not laid out as it is now, and `UserError`
        ``evidence-reading-stopped``.
        """
        return self._asked(key, lambda viewer: viewer.draw(number, scale, cancelled), cancelled)

    def words(self, key: str, number: int, cancelled: Callable[[], bool] = never) -> str:
        """What a page says, as it is read aloud; raises as `draw`."""
        told = self._asked(key, lambda viewer: viewer.words_on(number, cancelled), cancelled)
        return _BROKEN.sub("", told).replace("\r\n", "\n")

    def _asked(self, key: str, ask: Callable[[Viewer], T], cancelled: Callable[[], bool]) -> T:
        with self._drawing:
            piece = self._ready.get(key)
            if piece is None or self._closed:
                raise Cancelled
            try:
                return ask(self._opened(piece, cancelled))
            except UserError as error:
                if self._closed:
                    raise Cancelled from error
                raise

    def _opened(self, piece: Piece, cancelled: Callable[[], bool]) -> Viewer:
        viewer = self._viewer
        if viewer is not None and not viewer.over and self._loaded is piece:
            return viewer
        self._loaded = None
        if viewer is None or viewer.over:
            if viewer is not None:
                viewer.close()
            self._viewer = viewer = Viewer(piece.data, PDF)
            if self._closed:
                viewer.close()
            viewer.open(cancelled)
        else:
            viewer.change(piece.data, cancelled)
        self._loaded = piece
        return viewer

    def close(self) -> None:
        """Stop, and forget every page. May be called twice."""
        self._closed = True
        viewer, self._viewer = self._viewer, None
        if viewer is not None:
            with suppress(UserError):
                viewer.close()
        self._loaded = None
        self._ready, self._made = {}, {}


class Previews:
    """Opens previews, and ends those that are still open when the portfolio closes."""

    def __init__(self, core: Core, composing: Composing, signing: Signing) -> None:
        self._make = lambda: Preview(core, composing, signing)
        self._open: list[Preview] = []

    def begin(self) -> Preview:
        """Begin to look at documents; nothing is composed yet."""
        made = self._make()
        self._open.append(made)
        return made

    def end(self, preview: Preview) -> None:
        """Stop looking."""
        preview.close()
        if preview in self._open:
            self._open.remove(preview)

    def close(self) -> None:
        """Stop every preview."""
        for preview in list(self._open):
            self.end(preview)
