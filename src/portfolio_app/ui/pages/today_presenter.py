"""What stands on the page of today, in words. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio_app.domain.evidence import Certificate
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Talk
from portfolio_app.domain.standing import Standing
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.backups import Need
from portfolio_app.services.drafts import NOTE
from portfolio_app.services.session import Services
from portfolio_app.services.today import Incomplete, Today
from portfolio_app.ui.intake_words import waiting
from portfolio_app.ui.words import kind_icon

LONGEST_TITLE = 90

WHY: dict[str, str] = {
    "story": N_("What happened? One sentence is enough."),
    "competences": N_("Which competence does it touch?"),
    "pupils": N_("Are there pupils in it?"),
}

SAFETY: dict[str, tuple[str, str]] = {
    "place": (
        N_(
            "Your backups are only on this computer. On a stick, or in a folder that is copied elsewhere, they "
            "outlive it."
        ),
        N_("Choose a place"),
    ),
    "unseen": (
        N_("It is a while since a backup went to a place outside this computer. Is the stick within reach?"),
        N_("Back up now…"),
    ),
    "trial": (
        N_("Once a year it is good to know that a backup works. It takes a minute, and nothing changes."),
        N_("Try it out"),
    ),
}
"""What Vandaag says about backups, and the words on its button."""


@dataclass(frozen=True)
class Line:
    """A record to open: its words, a small word of why, an icon."""

    kind: str
    id: str
    words: str
    why: str
    icon: str


@dataclass(frozen=True)
class TryOut:
    """A try-out of which nothing was told yet."""

    pattern_id: str
    experiment_id: str
    more: int


@dataclass(frozen=True)
class TodayView:
    """The page, ready to be shown; an empty text or None leaves the part out."""

    day: str
    week: str
    welcome: str
    ask_week: bool
    talk: str
    talk_id: str
    for_group: bool
    agreed: tuple[Agreement, ...]
    try_out: TryOut | None
    incomplete: tuple[Line, ...]
    expiring: tuple[Line, ...]
    inbox: str
    nothing: bool
    hours: str
    backup: str
    backup_need: Need
    safety: str
    safety_action: str
    low_on_space: bool
    conflicts: str
    letter: str
    letter_id: str


class TodayPresenter:
    """Asks the services and does what the page's buttons say."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def view(self, t: Translator) -> TodayView:
        """The page as it is now."""
        today = self._services.today()
        # After a month of silence nothing is asked.
        inbox = "" if today.welcome_back else waiting(len(self._services.inbox.waiting()), t)
        return TodayView(
            day=_capital(t.date(today.day, "full")),
            week=t("Week {number}", number=today.week.number),
            welcome=t("Welcome back. One thing is enough: what would you like to remember?")
            if today.welcome_back
            else "",
            ask_week=not today.week_off and today.week_state.value == "open" and not today.welcome_back,
            talk=talk_words(today.talk, today.day, t) if today.talk else "",
            talk_id=today.talk.id if today.talk else "",
            for_group=today.talk is not None and today.talk.for_group,
            agreed=today.agreements,
            try_out=_try_out(today),
            incomplete=tuple(_incomplete(item, t) for item in today.incomplete),
            expiring=tuple(_expiring(item, t) for item in today.expiring),
            inbox=inbox,
            nothing=today.empty and not (inbox or today.backup_need or today.welcome_back),
            hours=hours_words(today.standing, t),
            backup=backup_words(today.last_backup, today.day, t),
            backup_need=today.backup_need,
            safety=t(SAFETY[today.backup_need][0]) if today.backup_need else "",
            safety_action=t(SAFETY[today.backup_need][1]) if today.backup_need else "",
            low_on_space=today.low_on_space,
            conflicts=conflict_words(today.conflicts, t),
            letter=t("A letter that you wrote to yourself is open.") if today.letter else "",
            letter_id=today.letter.id if today.letter else "",
        )

    def talk(self, ident: str) -> Talk | None:
        """The talk that is coming."""
        return self._services.records.get(Talk, ident)

    def keep(self, text: str) -> Experience:
        """Save what should not be forgotten as a moment of today; the first line names it."""
        records = self._services.records
        title, story = split_title(text)
        moment = Experience(
            id=records.new_id(),
            written_at=records.now(),
            lang=records.lang(),
            title=title,
            happened_on=records.today(),
            story=story,
        )
        records.save(moment)
        return moment

    def not_yet(self, try_out: TryOut, due: date) -> None:
        """Ask again on another day."""
        self._services.patterns.not_yet(try_out.pattern_id, try_out.experiment_id, due)

    def drop(self, try_out: TryOut) -> None:
        """It will not be tried."""
        self._services.patterns.drop(try_out.pattern_id, try_out.experiment_id)

    def safety_not_now(self) -> None:
        """Ask about backups again in four weeks."""
        self._services.backups.not_now()

    def remember_draft(self, text: str) -> None:
        """Keep what is being typed; nothing is written when that is what was kept already."""
        if text != self.draft():
            self._services.drafts.save(NOTE, text)

    def draft(self) -> str:
        """What was being typed when the window closed."""
        return self._services.drafts.get(NOTE) or ""


def split_title(text: str) -> tuple[str, str]:
    """Divide a note into a title of one line and the rest of the story."""
    whole = text.strip()
    first, _, rest = whole.partition("\n")
    if len(first) <= LONGEST_TITLE:
        return first.strip(), rest.strip()
    cut = first.rfind(" ", 0, LONGEST_TITLE)
    return first[: cut if cut > 0 else LONGEST_TITLE].rstrip(" ,;:") + " …", whole


def talk_words(talk: Talk, today: date, t: Translator) -> str:
    """Say when the talk is ("Donderdag spreek je je coach.")."""
    who = talk.with_role or t("coach")
    days = (talk.happens_on - today).days
    if talk.for_group:
        return t("On {day} you bring something to the group.", day=t.date(talk.happens_on, "full"))
    if days == 0:
        return t("Today you meet your {who}.", who=who)
    if days == 1:
        return t("Tomorrow you meet your {who}.", who=who)
    if days < 7:
        return t("On {day} you meet your {who}.", day=weekday(talk.happens_on, t), who=who)
    return t("On {date} you meet your {who}.", date=t.date(talk.happens_on, "long"), who=who)


WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


def weekday(day: date, t: Translator) -> str:
    """Name of a day of the week."""
    return t(WEEKDAYS[day.weekday()])


def hours_words(standing: Standing | None, t: Translator) -> str:
    """The line about hours at the foot ("scholing 41 van 83 uur")."""
    if standing is None or not standing.target:
        return ""
    return t("learning {done} of {target} hours", done=t.hours(standing.total), target=t.hours(standing.target))


def conflict_words(count: int, t: Translator) -> str:
    """That texts were changed on two computers; empty when there are none."""
    if not count:
        return ""
    return t.n("{n} text was changed on two computers", "{n} texts were changed on two computers", count)


def backup_words(last: date | None, today: date, t: Translator) -> str:
    """The line about the last backup; empty while there is none."""
    if last is None:
        return ""
    return t("backup: today") if last == today else t("backup: {date}", date=t.date(last, "medium"))


def _try_out(today: Today) -> TryOut | None:
    if not today.try_outs:
        return None
    pattern, experiment = today.try_outs[0]
    return TryOut(pattern.id, experiment.id, len(today.try_outs) - 1)


def _incomplete(item: Incomplete, t: Translator) -> Line:
    return Line(item.kind, item.id, item.heading or t("Without a title"), t(WHY[item.why]), kind_icon(item.kind))


def _expiring(item: Certificate, t: Translator) -> Line:
    until = t("valid until {date}", date=t.date(item.expires_on)) if item.expires_on else ""
    return Line(item.KIND, item.id, item.title, until, kind_icon(item.KIND))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
