"""What the page of the portfolio shows, without Qt: for whom, what goes in, and what was handed over before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio_app.document.words import word
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.fingerprints import grouped
from portfolio_app.domain.names import folded
from portfolio_app.domain.selection import Audience, Export, Part
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.selecting import Item, PartPlan, Plan, Why
from portfolio_app.services.since import SinceLast
from portfolio_app.ui.pages.portfolio_choices import Choices
from portfolio_app.ui.pages.portfolio_since_words import of_item
from portfolio_app.ui.words import kind_name

TELLING = 10
WHY: Mapping[Why, str] = {
    Why.DEFAULT: "",
    Why.CHOSEN: N_("you chose it"),
    Why.LEFT_OUT: N_("you left it out"),
    Why.PRIVATE: N_("yours alone, unless you choose it"),
    Why.LETTING_OFF_STEAM: N_("letting off steam: never goes out"),
    Why.PUPILS: N_("there are pupils in it"),
    Why.PUPILS_UNKNOWN: N_("first answer: are there pupils in it?"),
    Why.NOT_LINKED: N_("belongs to nothing that goes along"),
    Why.PART_OFF: "",
}
INTRO: Mapping[Audience, str] = {
    Audience.MENTOR: N_(
        "Activities, hours and evidence of this school year. Reflections and beliefs only if you choose them."
    ),
    Audience.DOSSIER: N_("Activities, hours and evidence for your file at school. No beliefs unless you choose them."),
    Audience.REGISTER: N_("Activities and hours of four years, with their evidence."),
    Audience.APPLICATION: N_(
        "Who you are, your activities and their evidence, for a school where you would like to work. "
        "No beliefs unless you choose them."
    ),
    Audience.ARCHIVE: N_("Everything you wrote, for yourself."),
}


@dataclass(frozen=True)
class Handed:
    """A line of what was handed over."""

    id: str
    day: str
    reader: str
    choice: str
    pages: str
    file: str
    every: str = ""
    """All of it that can be looked for, without capitals and accents."""


class PortfolioPresenter(Choices):
    """The choices that are being made, and words for what the services tell."""

    since: SinceLast | None = None
    """What changed since this reader last got a document, as far as it was looked up."""

    def intro(self, t: Translator) -> str:
        """What this reader gets by default, or where one of her own comes from, in one sentence."""
        chosen = self.selection
        if not chosen.name:
            return t(INTRO[chosen.audience])
        return t(
            "A selection of your own, made from what {reader} gets. The name stands in no document.",
            reader=word(chosen.audience, t),
        )

    @staticmethod
    def title(item: Item, t: Translator) -> str:
        """A record in the tree; weeks and self-checks go by their kind and day."""
        words = item.heading or kind_name(item.kind, t)
        if item.kind == "journal_week":
            words = kind_name(item.kind, t)
        return words

    def why(self, item: Item, t: Translator) -> str:
        """Why it is in, or not, and whether it is another than this reader last got."""
        told = [t(WHY[item.why])] if WHY[item.why] else []
        what = self.since.changes.of(item.id) if self.since is not None and item.included else None
        if self.since is not None and what is not None:
            told.append(of_item(what, t.date(self.since.export.exported_on, "medium"), t))
        return " · ".join(told)

    @staticmethod
    def part_note(plan: Plan, part: PartPlan, t: Translator) -> str:
        """What is to be known of a part as a whole."""
        told: list[str] = []
        if part.items:
            inside = sum(item.included for item in part.items)
            told.append(t("{n} of {all}", n=inside, all=len(part.items)))
        if plan.selection.part_texts.get(part.part.value, "").strip():
            told.append(t("with a text of yours"))
        if part.part is Part.GROWTH and plan.has_phases:
            told.append(t("with your career phases"))
        if part.part is Part.HOURS and plan.schemes_unreadable:
            told.append(t("left out, file missing or damaged: {schemes}", schemes=", ".join(plan.schemes_unreadable)))
        return " · ".join(told)

    @staticmethod
    def telling(files: Sequence[Evidence], t: Translator) -> tuple[str, str]:
        """What to say of files that tell more than their content, and which they are (the first ten by name)."""
        words = t.n(
            "In {n} file, place, device or names that were written beside the content can't be taken out. "
            "You can leave it out, or let it go along as it is.",
            "In {n} files, place, device or names that were written beside the content can't be taken out. "
            "You can leave them out, or let them go along as they are.",
            len(files),
        )
        names = [f"• {item.heading} ({item.file_name})" for item in files[:TELLING]]
        if len(files) > TELLING:
            names.append(t("and {n} more", n=len(files) - TELLING))
        return words, "\n".join(names)

    def handed_over(self, t: Translator) -> tuple[Handed, ...]:
        """What was handed over, newest first."""
        return tuple(self._handed(export, t) for export in self._services.exports.all())

    @staticmethod
    def _handed(export: Export, t: Translator) -> Handed:
        day, audience = t.date(export.exported_on, "medium"), word(export.audience, t)
        reader, choice = export.to_whom or export.choice_name or audience, export.choice_name or audience
        named = (t.date(export.exported_on), export.sha256, export.fingerprint, export.beside_name)
        every = folded(" ".join((day, reader, choice, export.file_name, *named)))[0]
        return Handed(export.id, day, reader, choice, str(export.pages), export.file_name, every)

    def export(self, ident: str) -> Export | None:
        """One that was handed over."""
        return self._services.records.get(Export, ident)

    def throw_away(self, ident: str) -> None:
        """Take one from the list of what was handed over; it goes to the trash."""
        self._services.records.trash(Export.KIND, ident)

    def file_name(self, t: Translator) -> str:
        """A proposal for the name of the file; no words of hers but her name."""
        owner = self._services.records.profile()
        name = "-".join((owner.heading if owner else "").lower().split())
        return f"{t('portfolio')}-{name}-{self.selection.until_on.isoformat()}.pdf".replace("--", "-")


def went_out(export: Export, t: Translator) -> tuple[tuple[str, str], ...]:
    """What is known of a document that was handed over: labels and words."""
    period = t("{first} to {last}", first=t.date(export.from_on), last=t.date(export.until_on))
    pairs = (
        (t("Handed over on"), t.date(export.exported_on)),
        (t("For whom?"), word(export.audience, t)),
        (t("Own selection"), export.choice_name),
        (t("Name or role of the reader"), export.to_whom),
        (t("Period"), period),
        (t("File"), export.file_name),
        (t("Pages"), str(export.pages)),
        (t("Size"), t.size(export.octets)),
        (t("SHA-256"), export.sha256),
        (t("File with evidence beside it"), export.beside_name),
        (t("Size of the file beside it"), t.size(export.beside_octets) if export.beside_name else ""),
        (t("SHA-256 of the file beside it"), export.beside_sha256),
        (t("Fingerprint of your key"), grouped(export.fingerprint)),
        (t("Time stamped by"), export.stamped_by),
    )
    return tuple((label, words) for label, words in pairs if words)
