"""How evidence goes along with a document: which copies, how large, and where each lies."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePath

from portfolio_app.document.snapshot import Copy
from portfolio_app.domain import carrying, file_names
from portfolio_app.domain.carrying import MEGABYTE, Level, Place
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.selection import Carry, Part, Selection
from portfolio_app.i18n import Translator
from portfolio_app.services import handing
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import PAGE, SHEET, EvidenceService, stored_of, telling_which
from portfolio_app.services.handing import Facts, Original
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.store.values import Query

BARE_OCTETS = 200_000
"""About what a document takes before anything is in it: its fonts, form and signature."""
RECORD_OCTETS = 4_000
"""About what a record adds."""
LONGEST_STEM = 150
"""Characters that the name of the file beside a document takes from that document's own."""
PICTURES = "pictures"
"""What progress is told is being done."""


@dataclass(frozen=True)
class Carried:
    """What goes along: copies and places by id of the evidence.

    ``pictures`` are those for pages, by what tells them apart; ``smaller`` are copies that were made for this document,
    by their digest.
    """

    copies: Mapping[str, Copy]
    places: Mapping[str, Place]
    pictures: Mapping[str, bytes]
    smaller: Mapping[str, bytes]


@dataclass(frozen=True)
class Outlook:
    """About what a choice comes to, before anything is made.

    ``octets`` of the document, ``inside_octets`` of the files in it, ``beside_octets`` of the file beside it, and how
    many files are where. ``longest`` is the longest side in pixels of photos that are made smaller, 0 where none is.
    """

    octets: int
    beside_octets: int
    inside: int
    beside: int
    listed: int
    inside_octets: int = 0
    longest: int = 0


class Carrying:
    """Makes the copies that go along, and says beforehand what they come to."""

    def __init__(self, core: Core, evidence: EvidenceService) -> None:
        self._core = core
        self._evidence = evidence

    def original(self, item: Evidence) -> Original:
        """Where the file lies of which a copy goes along, and what is covered in it."""
        covers = item.covers if item.is_covered else ()
        return Original(stored_of(self._core.store.blob(item.sha256)), item.media_type, covers)

    def facts(self, item: Evidence) -> Facts:
        """Digest and size of the copy that goes along, and whether it may still tell more than the content.

        Raises `UserError` ``covering-failed`` where what she covered can't be covered, and what reading raises.
        """
        try:
            with telling_which(item):
                return handing.facts_of(self._core.vault, self.original(item), keep=not self._core.read_only)
        except UserError as error:
            if error.code != "covering-failed":
                raise
            raise UserError(error.code, about=item.heading) from error

    def telling(self, item: Evidence, selection: Selection) -> bool:
        """Whether the copy may tell more than its content; one that is drawn anew does not."""
        if item.is_covered or (selection.carry is Carry.MAIL and self._evidence.page_copy(item)):
            return False
        return self.facts(item).stays

    def pictures(
        self,
        evidence: Iterable[Evidence],
        *,
        workers: int | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> dict[str, bytes]:
        """Pictures for pages, by what tells them apart: a photo whole, of another file a small one of its beginning.

        Those that are not kept yet are made on every core.
        """
        wanted = list(evidence)
        made = self._core.jobs.spread(
            lambda item: self._evidence.sheet_copy(item) if item.is_picture else self._evidence.thumbnail(item),
            wanted,
            workers=workers,
            progress=lambda done, total: progress(done, total, PICTURES),
            cancelled=cancelled,
        )
        return {item.sight: data for item, data in zip(wanted, made, strict=True) if data}

    def carry(
        self,
        selection: Selection,
        evidence: Sequence[Evidence],
        *,
        records: int = 0,
        less: int = 0,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Carried:
        """The copies of what goes along. ``records`` is how many records there will be in the document, ``less`` how
        much smaller than was thought a document for mail must be.

        Raises `Cancelled`, `UserError` ``inside-too-large``, and what `facts` raises.
        """
        pictures = self.pictures(evidence, progress=progress, cancelled=cancelled)
        if selection.carry is Carry.LISTED:
            places = carrying.places(selection.carry, {item.id: item.octets for item in evidence})
            return Carried({}, places, pictures, {})
        copies: dict[str, Copy] = {}
        for item in evidence:
            if cancelled():
                raise Cancelled
            facts = self.facts(item)
            copies[item.id] = Copy(facts.sha256, facts.octets, facts.sha256 != item.sha256 and not facts.stays)
        if selection.carry is Carry.MAIL:
            room = selection.mail_megabytes * MEGABYTE - _bare(records) - less
            return self._mailed(evidence, copies, pictures, room, cancelled)
        octets = {key: copy.octets for key, copy in copies.items()}
        places = carrying.places(selection.carry, octets)
        inside = carrying.total(octets, places, Place.INSIDE)
        if inside > carrying.MOST_OCTETS_INSIDE:
            raise UserError("inside-too-large", megabytes=inside // MEGABYTE)
        return Carried(copies, places, pictures, {})

    def _mailed(
        self,
        evidence: Sequence[Evidence],
        copies: Mapping[str, Copy],
        pictures: Mapping[str, bytes],
        room: int,
        cancelled: Callable[[], bool],
    ) -> Carried:
        """Photos made as small as the room wants it, and of the other files as many as fit."""
        photos = {item.id: item for item in evidence if item.is_picture and item.sight in pictures}
        seen = {item.sight: item for item in photos.values()}
        copied = self._core.jobs.spread(self._evidence.page_copy, list(seen.values()), cancelled=cancelled)
        wide = {sight: copy for sight, copy in zip(seen, copied, strict=True) if copy}
        photos = {key: item for key, item in photos.items() if item.sight in wide}
        sizes = {key: len(wide[item.sight]) for key, item in photos.items()}
        others = {key: copy.octets for key, copy in copies.items() if key not in photos}
        plan = carrying.mailing(sizes, others, max(room, 0))
        both = self._core.jobs.spread(lambda copy: _both(copy, plan.level), list(wide.values()), cancelled=cancelled)
        made = dict(zip(wide, both, strict=True))
        found, smaller = dict(copies), dict[str, bytes]()
        for key, item in photos.items():
            data = made[item.sight][0]
            # A picture that is small already goes along as it is.
            if len(data) < copies[key].octets:
                digest = hashlib.sha256(data).hexdigest()
                smaller[digest] = data
                found[key] = Copy(digest, len(data), stripped=True, smaller=True)
        places = carrying.places(Carry.MAIL, {key: copy.octets for key, copy in found.items()}, plan.inside)
        beside = {key for key, place in places.items() if place is Place.BESIDE}
        # What lies beside need not be small.
        found |= {key: copies[key] for key in beside}
        on_pages = {sight: data for sight, (_, data) in made.items()}
        return Carried(found, places, {**pictures, **on_pages}, smaller)

    def outlook(self, selection: Selection, included: AbstractSet[str]) -> Outlook:
        """About what a choice comes to in which these records go along. Reads no file; still run it on a thread."""
        every = self._core.store.load(Evidence, Query(kinds=(Evidence.KIND,)))
        evidence = [item for item in every if item.id in included] if Part.EVIDENCE in selection.parts else []
        octets = {item.id: item.octets for item in evidence}
        kind = PAGE if selection.carry is Carry.MAIL else SHEET
        on_pages = {item.id: self._picture_octets(item, kind) for item in evidence if item.is_picture}
        bare = _bare(len(included))
        longest = 0
        if selection.carry is Carry.MAIL:
            others = {key: size for key, size in octets.items() if key not in on_pages}
            plan = carrying.mailing(on_pages, others, max(selection.mail_megabytes * MEGABYTE - bare, 0))
            places = carrying.places(selection.carry, octets, plan.inside)
            longest = plan.level.longest if on_pages else 0
            for key, size in on_pages.items():
                if places[key] is Place.INSIDE:
                    small = carrying.guess(size, plan.level.longest, plan.level.quality)
                    octets[key] = min(octets[key], small)
                on_pages[key] = carrying.guess(size, plan.level.on_page, plan.level.quality)
        else:
            places = carrying.places(selection.carry, octets)
        inside = carrying.total(octets, places, Place.INSIDE)
        held = list(places.values())
        return Outlook(
            octets=bare + sum(on_pages.values()) + inside,
            beside_octets=carrying.total(octets, places, Place.BESIDE),
            inside=held.count(Place.INSIDE),
            beside=held.count(Place.BESIDE),
            listed=held.count(Place.LISTED),
            inside_octets=inside,
            longest=longest,
        )

    def _picture_octets(self, item: Evidence, kind: str) -> int:
        kept = self._core.vault.preview_octets(item.sha256, kind)
        if kept is not None:
            return kept
        page = carrying.guess_page_copy(item.octets)
        return page if kind == PAGE else carrying.guess(page, carrying.SHEET_PIXELS, carrying.LEVELS[0].quality)


def _bare(records: int) -> int:
    """About what the text of a document takes."""
    return BARE_OCTETS + RECORD_OCTETS * records


def _both(page_copy: bytes, level: Level) -> tuple[bytes, bytes]:
    """A copy to go along and one for the page."""
    from portfolio_app.vault.previews import smaller

    best = carrying.LEVELS[0]

    def made(longest: int) -> bytes:
        kept = (longest, level.quality) == (best.longest, best.quality)
        return page_copy if kept else min(smaller(page_copy, longest, level.quality), page_copy, key=len)

    along = made(level.longest)
    return along, along if level.on_page == level.longest else made(level.on_page)


def beside_name(document: str, t: Translator) -> str:
    """The name of the file with evidence that lies beside a document with a name.

    The signed list names it, and refuses a name that a disk would not take as it is, whatever the document is called.
    """
    stem = file_names.portable(PurePath(document).stem)[:LONGEST_STEM].rstrip(". ")
    return f"{stem}-{t('evidence')}.zip"
