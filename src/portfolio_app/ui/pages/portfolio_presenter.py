"""What the page of the portfolio shows, without Qt: for whom, what goes in, and what was handed over before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Audience, Part, Selection
from portfolio_app.i18n import N_, Lang, Translator
from portfolio_app.services.selecting import Item, Plan, Why
from portfolio_app.services.session import Services
from portfolio_app.ui.words import kind_name

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
    Audience.ARCHIVE: N_("Everything you wrote, for yourself."),
}


@dataclass(frozen=True)
class Handed:
    """A line of what was handed over."""

    id: str
    words: str
    small: str


class PortfolioPresenter:
    """Holds the choice that is being made for each reader, and words what the services tell."""

    def __init__(self, services: Services, lang: Lang) -> None:
        self._services = services
        self._exports = services.exports
        self._choices: dict[Audience, Selection] = {}
        self._lang: Lang = lang
        self.audience = Audience.MENTOR

    @property
    def selection(self) -> Selection:
        """The choice for the reader in sight."""
        if self.audience not in self._choices:
            self._choices[self.audience] = self._exports.default(self.audience, self._lang)
        return self._choices[self.audience]

    def change(
        self,
        *,
        from_on: date | None = None,
        until_on: date | None = None,
        lang: str | None = None,
        account: str | None = None,
    ) -> Selection:
        """Change period, language or the owner's own words."""
        now = self.selection
        made = replace(
            now,
            from_on=from_on or now.from_on,
            until_on=until_on or now.until_on,
            lang=lang or now.lang,
            account=now.account if account is None else account,
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
        account = self.selection.account
        self._choices[self.audience] = replace(self._exports.default(self.audience, self._lang), account=account)

    def plan(self) -> Plan:
        """What goes in and what does not."""
        return self._exports.plan(self.selection)

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

    def handed_over(self, t: Translator) -> tuple[Handed, ...]:
        """What was handed over, newest first."""
        made: list[Handed] = []
        for export in self._exports.all():
            to = export.to_whom or word(export.audience, t)
            pages = t.n("{n} page", "{n} pages", export.pages)
            made.append(
                Handed(
                    export.id,
                    f"{t.date(export.exported_on)} · {to}",
                    f"{export.file_name} · {pages} · SHA-256 {export.sha256[:16]}…",
                )
            )
        return tuple(made)

    def file_name(self, t: Translator) -> str:
        """A proposal for the name of the file; no words of hers but her name."""
        owner = self._services.records.profile()
        name = "-".join((owner.heading if owner else "").lower().split())
        return f"{t('portfolio')}-{name}-{self.selection.until_on.isoformat()}.pdf".replace("--", "-")
