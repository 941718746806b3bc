"""What the page of the portfolio shows, without Qt: for whom, what goes in, and what was handed over before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from portfolio_app.document.words import word
from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.selection import Audience, Export, Part, Selection
from portfolio_app.i18n import N_, Lang, Translator
from portfolio_app.services.selecting import Item, Plan, Why
from portfolio_app.services.session import Services
from portfolio_app.services.settings import LAST_AUDIENCE
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
    file: str


class PortfolioPresenter:
    """Holds the choice that is being made for each reader until it is saved, and words what the services tell.

    What is not saved yet lies in a draft for each reader, so that neither a crash nor a lock takes it away.
    """

    def __init__(self, services: Services, lang: Lang) -> None:
        self._services = services
        self._choosing, self._exports = services.choosing, services.exports
        self._choices: dict[Audience, Selection] = {}
        self._saved: dict[Audience, Selection] = {}
        self._found: dict[Audience, datetime] = {}
        self._lang: Lang = lang
        last = services.settings.get(LAST_AUDIENCE)
        self.audience = next((item for item in Audience if item.value == last), Audience.MENTOR)

    @property
    def selection(self) -> Selection:
        """The choice for the reader in sight."""
        if self.audience not in self._choices:
            saved = self._choosing.selection(self.audience, self._lang)
            self._saved[self.audience] = saved
            self._choices[self.audience] = self._drafted(saved) or saved
        return self._choices[self.audience]

    def pick(self, audience: Audience) -> None:
        """Turn to another reader, and begin with that one next time."""
        self.audience = audience
        if not self._services.read_only:
            self._services.settings.set(LAST_AUDIENCE, audience.value)

    def change(
        self,
        *,
        from_on: date | None = None,
        until_on: date | None = None,
        lang: str | None = None,
        account: str | None = None,
        to_whom: str | None = None,
    ) -> Selection:
        """Change period, language, reader or the owner's own words."""
        now = self.selection
        made = replace(
            now,
            from_on=from_on or now.from_on,
            until_on=until_on or now.until_on,
            own_period=now.own_period or bool(from_on or until_on),
            lang=lang or now.lang,
            account=now.account if account is None else account,
            to_whom=now.to_whom if to_whom is None else to_whom,
        )
        self._choices[self.audience] = made
        return made

    def switch_part(self, part: Part, on: bool) -> None:
        """Take a part in, or leave it out as a whole."""
        now = self.selection
        parts = now.parts | {part} if on else now.parts - {part}
        self._choices[self.audience] = replace(now, parts=parts)

    def switch_item(self, item: Item, on: bool) -> None:
        """Take one record in, or leave it out; a chosen record brings its part along."""
        now = self.selection
        chosen = now.chosen | {item.id} if on else now.chosen - {item.id}
        left_out = now.left_out - {item.id} if on else now.left_out | {item.id}
        parts = now.parts | {item.part} if on else now.parts
        self._choices[self.audience] = replace(now, chosen=chosen, left_out=left_out, parts=parts)

    def back_to_default(self) -> None:
        """What this reader gets unless chosen otherwise; the owner's own words stay."""
        now, usual = self.selection, self._choosing.default(self.audience, self._lang)
        self._choices[self.audience] = replace(
            usual, id=now.id, written_at=now.written_at, lang=now.lang, account=now.account, to_whom=now.to_whom
        )

    # -- keeping ----------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Write down what is not saved yet. Raises what saving raises."""
        if self._services.read_only:
            return
        drafts = self._services.drafts
        for audience, choice in self._choices.items():
            body = canonical.dump(choice) if choice != self._saved[audience] else ""
            if body != (drafts.get(_draft(audience)) or ""):
                drafts.save(_draft(audience), body)

    def save(self) -> None:
        """Save what was chosen, each reader a step of its own; what did not change is left alone."""
        if self._services.read_only:
            return
        for audience, choice in self._choices.items():
            if choice != self._saved[audience]:
                self._saved[audience] = self._choices[audience] = self._choosing.keep(choice)
                self._services.drafts.drop(_draft(audience))

    def found_at(self) -> datetime | None:
        """When the draft was written that came back for the reader in sight; None where there is none."""
        return self._found.get(self.audience)

    def forget_found(self) -> None:
        """It was seen."""
        self._found.pop(self.audience, None)

    def discard(self) -> Selection:
        """Throw away what is not saved of the reader in sight; returns it."""
        thrown = self.selection
        self._choices[self.audience] = self._saved[self.audience]
        self.forget_found()
        self._services.drafts.drop(_draft(self.audience))
        return thrown

    def bring_back(self, choice: Selection) -> None:
        """Choose again what was thrown away."""
        self._choices[self.audience] = choice
        self.keep_draft()

    def reload(self) -> None:
        """Look again at what is saved (undone, changed elsewhere); what is being chosen stays."""
        for audience in [item for item, choice in self._choices.items() if choice == self._saved[item]]:
            del self._choices[audience], self._saved[audience]

    def _drafted(self, saved: Selection) -> Selection | None:
        key = _draft(saved.audience)
        body, at = self._services.drafts.get(key), self._services.drafts.at(key)
        if not body or at is None:
            return None
        versions = self._services.history.versions(Selection.KIND, saved.id, 1)
        if versions and versions[0].at > at:
            # It was changed since, on another computer perhaps: the older words wait elsewhere.
            self._services.drafts.put_aside(key)
            return None
        try:
            found = canonical.load(Selection.KIND, Selection.SCHEMA_VERSION, body)
        except UserError:
            return None
        if not isinstance(found, Selection):
            return None
        self._found[saved.audience] = at
        found = replace(found, id=saved.id, written_at=saved.written_at)
        return found if found.own_period else replace(found, from_on=saved.from_on, until_on=saved.until_on)

    # -- showing ----------------------------------------------------------------------------------------------

    def find(self, ident: str) -> Selection | None:
        """A choice that was saved."""
        return self._services.records.get(Selection, ident)

    def plan(self) -> Plan:
        """What goes in and what does not."""
        return self._choosing.plan(self.selection)

    def planned(self, selection: Selection, cancelled: Callable[[], bool]) -> Plan:
        """The plan of a choice, for another thread. Raises `Cancelled`."""
        return self._choosing.plan(selection, cancelled)

    def intro(self, t: Translator) -> str:
        """What this reader gets by default, in one sentence."""
        return t(INTRO[self.audience])

    @staticmethod
    def title(item: Item, t: Translator) -> str:
        """A record in the tree; weeks and self-checks go by their kind and day."""
        words = item.heading or kind_name(item.kind, t)
        if item.kind == "journal_week":
            words = kind_name(item.kind, t)
        return words

    @staticmethod
    def why(item: Item, t: Translator) -> str:
        """Why it is in, or not."""
        return t(WHY[item.why])

    @staticmethod
    def part_note(plan: Plan, part: Part, t: Translator) -> str:
        """What is to be known of a part as a whole."""
        if part is not Part.HOURS or not plan.schemes_unreadable:
            return ""
        return t("left out, file missing or damaged: {schemes}", schemes=", ".join(plan.schemes_unreadable))

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
        return tuple(
            Handed(
                export.id,
                t.date(export.exported_on, "medium"),
                export.to_whom or word(export.audience, t),
                export.file_name,
            )
            for export in self._exports.all()
        )

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


def _draft(audience: Audience) -> str:
    return f"portfolio:{audience.value}"


def went_out(export: Export, t: Translator) -> tuple[tuple[str, str], ...]:
    """What is known of a document that was handed over: labels and words."""
    period = t("{first} to {last}", first=t.date(export.from_on), last=t.date(export.until_on))
    pairs = (
        (t("Handed over on"), t.date(export.exported_on)),
        (t("For whom?"), word(export.audience, t)),
        (t("Name or role of the reader"), export.to_whom),
        (t("Period"), period),
        (t("File"), export.file_name),
        (t("Pages"), str(export.pages)),
        (t("SHA-256"), export.sha256),
        (t("Fingerprint of your key"), " ".join(grouped(export.fingerprint))),
    )
    return tuple((label, words) for label, words in pairs if words)


def grouped(fingerprint: str) -> list[str]:
    """A fingerprint in groups of four, as it is read aloud."""
    return [fingerprint[at : at + 4].upper() for at in range(0, len(fingerprint), 4)]
