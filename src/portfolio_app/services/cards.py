"""Activity cards: made of an activity or anew, and taken over from a file somebody else made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from portfolio_app.domain.allocations import check_allocations
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import DEFAULT_FORMALITY, Allocation, CompetenceRef, Experience
from portfolio_app.interchange import activity_card
from portfolio_app.interchange.activity_card import ActivityCard
from portfolio_app.services.core import Core
from portfolio_app.services.hours import Hours
from portfolio_app.services.places import check_target
from portfolio_app.services.settings import write_atomically
from portfolio_app.store.values import Query

TYPES: Final = frozenset({activity_card.SUFFIX, f"{activity_card.SUFFIX}.json", f"{activity_card.SUFFIX}.txt"})
"""How the name of a card ends; some mail programs add an ending that they know."""


@dataclass(frozen=True)
class LeftOut:
    """Codes on a card that are not taken over: sets that are not here, and schemes the owner does not take part in."""

    competences: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.competences or self.categories or self.schemes)


@dataclass(frozen=True)
class CardRead:
    """A card with what is taken over of it, what is left out, and the activity that came of it before, if one did."""

    card: ActivityCard
    digest: str
    left_out: LeftOut
    known: Experience | None


def is_card(path: Path) -> bool:
    """Whether a file says by its name that it is a card."""
    return any(path.name.casefold().endswith(ending) for ending in TYPES)


class Cards:
    """Reads, takes over and makes activity cards."""

    def __init__(self, core: Core, hours: Hours) -> None:
        self._core = core
        self._hours = hours

    def read(self, path: Path) -> CardRead:
        """Read a card from a file; run it on a thread. Nothing is kept of it.

        Raises `UserError` ``card-unreadable`` and what `activity_card.read` raises.
        """
        from portfolio_app.vault.disk import open_ordinary

        try:
            with open_ordinary(path) as file:
                data = file.read(activity_card.MOST_OCTETS + 1)
        except OSError as error:
            raise UserError("card-unreadable") from error
        read = activity_card.read(data)
        card, left_out = self._fitting(read)
        return CardRead(card, read.digest, left_out, self._known(read.digest))

    def _known(self, digest: str) -> Experience | None:
        every = self._core.store.load(Experience, Query(kinds=(Experience.KIND,)))
        return next((item for item in every if item.card == digest), None)

    def take(self, read: CardRead) -> Experience:
        """Make an activity of a card: one step, which the owner can change or undo. Raises as saving does.

        In schemes of hers that the card says nothing about, the hours get the place that is proposed for any activity.
        """
        card = read.card
        made = Experience(
            **self._core.head(),
            title=card.title,
            happened_on=card.happened_on,
            ended_on=card.ended_on,
            activity_type=card.activity_type,
            formality=card.formality or (DEFAULT_FORMALITY[card.activity_type] if card.activity_type else None),
            contact_minutes=card.contact_minutes,
            self_study_minutes=card.self_study_minutes,
            provider=card.provider,
            place=card.place,
            purpose=card.purpose,
            competences=card.competences,
            allocations=card.allocations,
            card=read.digest,
        )
        made = replace(made, lang=card.lang, allocations=self._hours.suggest(made))
        check_allocations(made)
        self._core.save([made], label=Label("from_card", Experience.KIND, made.heading))
        return made

    def of(self, experience: Experience, made_by: str = "") -> ActivityCard:
        """What of an activity belongs on a card: nothing of what the owner thought or wrote about it."""
        return ActivityCard(
            title=experience.title,
            happened_on=experience.happened_on,
            ended_on=experience.ended_on,
            contact_minutes=experience.contact_minutes,
            self_study_minutes=experience.self_study_minutes,
            activity_type=experience.activity_type,
            formality=experience.formality,
            provider=experience.provider,
            place=experience.place,
            made_by=made_by,
            lang=experience.lang,
            allocations=experience.allocations,
            competences=experience.competences,
        )

    def write(self, card: ActivityCard, target: Path) -> Path:
        """Write a card to a file, whole or not at all; its name gets the ending of a card. Returns where it is.

        Raises `UserError` ``card-broken``, ``inside-portfolio``, ``write-failed``, ``disk-full``, ``no-permission``.
        """
        if not is_card(target):
            target = target.with_name(target.name + activity_card.SUFFIX)
        check_target(target, self._core.vault.folder.parent)
        write_atomically(target, activity_card.write(activity_card.tidied(card)))
        return target

    # -- what is known here ---------------------------------------------------------------------------------------

    def _fitting(self, card: ActivityCard) -> tuple[ActivityCard, LeftOut]:
        """The card with only what is known here, and the codes of the rest."""
        joined = {scheme.id for _, scheme in self._hours.joined()}
        competences = tuple(ref for ref in card.competences if self._knows(ref))
        allocations = tuple(part for part in card.allocations if self._has_place(part))
        kept = tuple(part for part in allocations if part.scheme in joined)
        left = LeftOut(
            competences=tuple(f"{ref.framework} {ref.code}" for ref in card.competences if ref not in competences),
            categories=tuple(
                f"{part.scheme} {part.category}".strip() for part in card.allocations if part not in allocations
            ),
            schemes=tuple(dict.fromkeys(part.scheme for part in allocations if part.scheme not in joined)),
        )
        return replace(card, competences=competences, allocations=kept), left

    def _knows(self, ref: CompetenceRef) -> bool:
        try:
            return self._core.content.framework(ref.framework, ref.version).find(ref.code) is not None
        except UserError:
            return False

    def _has_place(self, part: Allocation) -> bool:
        try:
            scheme = self._core.content.scheme(part.scheme, part.version)
        except UserError:
            return False
        ids = [item.id for item in scheme.categories]
        return part.category in ids if ids else not part.category
