"""What the privacy check shows and lets her answer, without Qt. What was found is held here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portfolio_app.domain.changes import Label
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.names import folded
from portfolio_app.domain.privacy import Finding, Kind, Level
from portfolio_app.domain.privacy_report import FILE_METADATA, FILE_TEXT, Hit, Report
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.privacy_words import LEVELS, kind_words
from portfolio_app.services.selecting import Why
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.privacy_words import fine_words, where, why

STATES: Mapping[Level, str] = {Level.BLOCK: N_("must go"), Level.WARN: N_("look"), Level.HINT: N_("to know")}
SEEN = N_("looked at")


@dataclass(frozen=True)
class Line:
    """A finding as a line of the list."""

    hit: Hit
    what: str
    shown: str
    place: str
    state: str


@dataclass(frozen=True)
class Detail:
    """What is to be known of one finding, and what can be done about it (words on buttons; empty: not offered)."""

    why: str
    around: str
    stand_in: str = ""
    take_out: str = ""
    fine: str = ""
    seen: str = ""
    seen_all: str = ""
    leave_out: str = ""
    may_go_there: bool = False


@dataclass(frozen=True)
class Pictures:
    """Pictures of the choice that ask for a word: not answered yet (they stay out), and without a description."""

    unanswered: tuple[Evidence, ...] = ()
    silent: tuple[Evidence, ...] = ()


class PrivacyPresenter:
    """Looks, remembers for each reader what she looked at while the portfolio is open, and mends.

    ``choice`` gives what goes out as it is chosen now, ``leave_out`` takes a record out of it.
    """

    def __init__(self, services: Services, choice: Callable[[], Selection], leave_out: Callable[[str], None]) -> None:
        self._services, self._choice, self._leave_out = services, choice, leave_out
        self._privacy, self._mending = services.privacy, services.mending
        self.report = Report()
        self._agreed: dict[tuple[Audience, str], set[str]] = {}
        self.level: Level | None = None
        self.pictures = Pictures()
        self._mended: list[Label | None] = []

    # -- looking ----------------------------------------------------------------------------------------------

    @property
    def choice(self) -> Selection:
        """What goes out, as it is chosen now."""
        return self._choice()

    @property
    def agreed(self) -> set[str]:
        """Keys of what she looked at for the reader of the choice: what one may know, another may not."""
        choice = self._choice()
        return self._agreed.setdefault((choice.audience, choice.name), set())

    def look(self, choice: Selection, job: Job[Any]) -> tuple[Report, Pictures]:
        """Look at everything that goes out with a choice; only what changed is read anew. For another thread."""
        report = self._privacy.check(choice, progress=job.progress, cancelled=job.cancelled)
        return report, self._look_at_pictures(choice)

    def _look_at_pictures(self, choice: Selection) -> Pictures:
        plan = self._services.choosing.plan(choice)
        asked = {item.id for part in plan.parts for item in part.items if item.why is Why.PUPILS_UNKNOWN}
        going = plan.included
        files = [each for each in self._services.records.load(Evidence, Query()) if each.is_picture]
        return Pictures(
            tuple(each for each in files if each.id in asked),
            tuple(each for each in files if each.id in going and not each.alternative_text.strip()),
        )

    def show(self, report: Report, pictures: Pictures) -> None:
        """Take in what was found."""
        self.report, self.pictures = report, pictures
        if self.level is not None and not report.of(self.level):
            self.level = None

    def use_class_list(self, text: str) -> int:
        """Look for these names too; how many were understood. Held in memory until `forget_list`."""
        return len(self._privacy.use_class_list(text))

    def forget_list(self) -> None:
        """Let go of the class list."""
        self._privacy.forget_class_list()

    # -- showing ----------------------------------------------------------------------------------------------

    def hits(self) -> tuple[Hit, ...]:
        """The findings in sight: all of them, or those of one weight."""
        return self.report.hits if self.level is None else self.report.of(self.level)

    def line(self, hit: Hit, t: Translator) -> Line:
        """A finding as a line."""
        record = self._services.records.any(hit.place.kind, hit.place.id) if hit.place.id else None
        shown = hit.finding.masked if hit.times == 1 else t("{value} ({n}×)", value=hit.finding.masked, n=hit.times)
        fields = FieldWords(self._services.records, self._services.content, t)
        return Line(hit, kind_words(hit.finding, t), shown, where(hit, record, fields, t), self._state(hit, t))

    def _state(self, hit: Hit, t: Translator) -> str:
        seen = hit.finding.level is Level.WARN and hit.key in self.agreed
        return t(SEEN) if seen else t(STATES[hit.finding.level])

    def groups(self, t: Translator) -> list[tuple[Level | None, str]]:
        """The weights there are, with how many of each; first all of them."""
        found = [(level, len(self.report.of(level))) for level in Level]
        told: list[tuple[Level | None, str]] = [(None, t("Everything ({n})", n=len(self.report.hits)))]
        return [*told, *((level, f"{t(LEVELS[level])} ({n})") for level, n in found if n)]

    def detail(self, hit: Hit, t: Translator) -> Detail:
        """What is to be known of a finding, and what she can do."""
        finding, place = hit.finding, hit.place
        stand_in = self.stand_in_of(finding, t) if self._mending.can_stand_in(hit) else ""
        warns = finding.level is Level.WARN
        alike = [each for each in self._alike(finding) if each.key not in self.agreed]
        in_file = place.field == FILE_TEXT or place.field.startswith(FILE_METADATA)
        return Detail(
            why=why(finding, t),
            around=hit.around,
            stand_in=t("Make it {stand_in}", stand_in=stand_in) if stand_in else "",
            take_out=t("Take it out") if self._mending.can_take_out(hit) and not stand_in else "",
            fine=fine_words(finding, t) if finding.may_be_fine and not self._services.read_only else "",
            seen=t("Looked at: it may go along") if warns and hit.key not in self.agreed else "",
            seen_all=t("Looked at all {n} of this kind", n=len(alike)) if warns and len(alike) > 1 else "",
            leave_out=t("Leave this piece out") if in_file else "",
            may_go_there=bool(place.id),
        )

    def _alike(self, finding: Finding) -> list[Hit]:
        return [hit for hit in self.report.to_look_at if hit.finding.kind is finding.kind]

    @property
    def is_free(self) -> bool:
        """Whether nothing stands in the way of signing."""
        return not self.report.blocked and not self.report.unseen(self.agreed)

    @property
    def told_of(self) -> frozenset[str]:
        """Ids of files of which she looked at what stays beside their content, or that they can't be read."""
        kinds = (Kind.METADATA, Kind.UNREAD)
        return frozenset(hit.place.id for hit in self.report.to_look_at if hit.finding.kind in kinds)

    def verdict(self, t: Translator) -> str:
        """Whether it may be signed, in one sentence."""
        blocked, unseen = len(self.report.blocked), len(self.report.unseen(self.agreed))
        if blocked:
            return t.n(
                "One thing has to go before you can sign; nobody can sign it away.",
                "{n} things have to go before you can sign; nobody can sign them away.",
                blocked,
            )
        if unseen:
            return t.n("Look at one more thing; then you can sign.", "Look at {n} more; then you can sign.", unseen)
        if self.report.hits:
            return t("Nothing stands in the way of signing. What you see here is for you to know.")
        return t("Nothing was found. The check does not see everything: have a look at the pages yourself too.")

    # -- answering --------------------------------------------------------------------------------------------

    def see(self, hit: Hit) -> None:
        """She looked at it, and it may go along to this reader."""
        self.agreed.add(hit.key)

    def see_all(self, hit: Hit) -> None:
        """She looked at all of this kind."""
        self.agreed.update(each.key for each in self._alike(hit.finding))

    def say_fine(self, hit: Hit) -> None:
        """From now on nothing is said about this word. Raises `UserError` ``privacy-never-fine``, ``read-only``."""
        self._privacy.say_fine(hit.finding)

    def stand_in_of(self, finding: Finding, t: Translator) -> str:
        """What would stand in for a name."""
        return self._mending.stand_in_of(_name(finding), t("pupil"))

    def stand_in(self, hit: Hit, t: Translator) -> int:
        """Put a stand-in in the place of a name wherever it was found; how many records changed."""
        name = _name(hit.finding)
        same = folded(name)[0]
        hits = [each for each in self.report.hits if same in folded(each.finding.value)[0]]
        changed = len(self._mending.stand_in(name, self.stand_in_of(hit.finding, t), hits))
        self._mended.append(self._services.undo.undo_label())
        return changed

    def take_out(self, hit: Hit, t: Translator) -> int:
        """Take something out wherever this very thing was found; how many records changed."""
        hits = [each for each in self.report.hits if each.finding.word == hit.finding.word]
        changed = len(self._mending.take_out(hits, t("[taken out]")))
        self._mended.append(self._services.undo.undo_label())
        return changed

    @property
    def can_undo(self) -> bool:
        """Whether the last step in the portfolio is a mend of this check."""
        return bool(self._mended) and self._services.undo.undo_label() == self._mended[-1]

    def undo(self) -> None:
        """Take the last mend back. Raises what undoing raises."""
        if self.can_undo:
            self._mended.pop()
            self._services.undo.undo()

    def leave_out(self, hit: Hit) -> None:
        """Leave a piece of evidence out of this document."""
        self._leave_out(hit.place.id)

    def describe(self, piece: Evidence, words: str) -> None:
        """Say in words what a picture shows; what else changed of it since the look stays, its boxes above all.

        Raises what saving raises, and `UserError` ``record-missing``.
        """
        now = self._services.records.need(Evidence, piece.id)
        self._services.records.save(replace(now, alternative_text=words.strip()))


def _name(finding: Finding) -> str:
    """The name as it is looked for: without a genitive s where the finding says where it ends."""
    value = " ".join(finding.value.split())
    for ending in ("'s", "’s"):
        value = value.removesuffix(ending)
    return value
