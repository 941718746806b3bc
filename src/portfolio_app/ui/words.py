"""Words for kinds of records and for steps that can be undone. Knows no Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from portfolio_app.domain.changes import Label, Operation
from portfolio_app.i18n import N_, Translator

KIND_NAMES: dict[str, str] = {
    "agreement": N_("agreement"),
    "appointment": N_("job"),
    "certificate": N_("certificate"),
    "conflict": N_("text from another computer"),
    "cycle": N_("scheme"),
    "evidence": N_("piece of evidence"),
    "experience": N_("activity or moment"),
    "export": N_("portfolio"),
    "feedback": N_("feedback"),
    "journal_week": N_("week"),
    "learning_question": N_("learning question"),
    "letter": N_("letter to myself"),
    "link": N_("link"),
    "observation": N_("lesson visit"),
    "pattern": N_("habit or belief"),
    "pause": N_("pause"),
    "person": N_("person"),
    "pseudonym": N_("stand-in for a name"),
    "phase": N_("phase"),
    "plan": N_("plan"),
    "profile": N_("profile"),
    "pupil_survey": N_("pupil survey"),
    "quality": N_("strength or growth point"),
    "reflection": N_("reflection"),
    "saved_search": N_("saved search"),
    "selection": N_("choice for a reader"),
    "self_check": N_("self-check"),
    "talk": N_("talk"),
}

KIND_ICONS: dict[str, str] = {
    "agreement": "chats-circle",
    "appointment": "student",
    "certificate": "certificate",
    "cycle": "clock",
    "evidence": "paperclip",
    "experience": "chalkboard-teacher",
    "export": "seal-check",
    "feedback": "chat-circle",
    "journal_week": "notebook",
    "learning_question": "question",
    "letter": "envelope-simple",
    "observation": "eye",
    "pattern": "brain",
    "pause": "calendar-blank",
    "person": "user",
    "plan": "flag",
    "profile": "user",
    "pupil_survey": "users",
    "quality": "plant",
    "reflection": "arrow-counter-clockwise",
    "saved_search": "magnifying-glass",
    "selection": "paper-plane-tilt",
    "self_check": "compass",
    "talk": "chats-circle",
}

STEPS: dict[str, str] = {
    "carry_out": N_("make {kind} an activity"),
    "case": N_("note when it fitted"),
    "choose": N_("choose the text of {kind}"),
    "consult": N_("note whom I asked"),
    "create": N_("add {kind}"),
    "drop": N_("drop a try-out"),
    "drop_agreement": N_("let go of an agreement"),
    "edit": N_("change {kind}"),
    "empty_trash": N_("empty the trash"),
    "experiment": N_("plan a try-out"),
    "export": N_("make {kind}"),
    "finish": N_("finish {kind}"),
    "from_card": N_("fill in {kind} from a card"),
    "group_said": N_("note what the group said"),
    "hold": N_("note that the talk took place"),
    "join": N_("take part in a scheme"),
    "keep": N_("keep {kind}"),
    "leave": N_("end a scheme"),
    "let_go": N_("let go of {kind}"),
    "lift_out": N_("lift out {kind}"),
    "link": N_("link {kind}"),
    "merge": N_("merge with another computer"),
    "cover": N_("make something unrecognisable in {kind}"),
    "new_version": N_("put a new version in {kind}"),
    "not_yet": N_("put off a try-out"),
    "open_letter": N_("open {kind}"),
    "put_off": N_("put off an agreement"),
    "purge": N_("remove {kind} for good"),
    "purge_old": N_("remove for good what lay in the trash for long"),
    "rate": N_("say how I think now"),
    "repeat": N_("repeat {kind}"),
    "replace_file": N_("replace the file of {kind}"),
    "restore": N_("bring back {kind}"),
    "restore_version": N_("bring back an earlier version of {kind}"),
    "revert": N_("put back an earlier version of {kind}"),
    "settle": N_("settle {kind}"),
    "erase": N_("take a name out"),
    "sharpen": N_("sharpen {kind}"),
    "skip": N_("leave out {kind}"),
    "stand_in": N_("put a stand-in in the place of a name"),
    "take_out": N_("take something out of {kind}"),
    "take_up": N_("take up {kind} again"),
    "tell": N_("tell about a try-out"),
    "trash": N_("put {kind} in the trash"),
    "unlink": N_("unlink"),
}
"""What a step did, by its verb; a kind or a verb from a later version of the program is a change."""

COURSES: dict[str, str] = {"undo": N_("undone: {step}"), "redo": N_("done again: {step}")}
DAY_WORDS: dict[str, str] = {
    "pattern": N_("Noticed on {day}."),
    "quality": N_("Noticed on {day}."),
    "learning_question": N_("Asked on {day}."),
    "agreement": N_("Agreed on {day}."),
    "phase": N_("Since {day}."),
    "feedback": N_("Given on {day}."),
    "self_check": N_("Filled in on {day}."),
}
"""What the day of a record means, by its kind, where nothing happened."""
LATER = timedelta(days=2)
"""Between happening and writing down; what is more is told in lists."""
SHORT = 40
"""Characters of a heading that fit in the name of a step."""


def kind_name(kind: str, t: Translator) -> str:
    """Name of a kind of record, as it stands in the middle of a sentence."""
    name = KIND_NAMES.get(kind)
    return t(name) if name else t("item")


def kind_icon(kind: str) -> str:
    """Icon of a kind of record."""
    return KIND_ICONS.get(kind, "file-text")


def both_days(day: date | None, written: datetime, zone: tzinfo | None, t: Translator, kind: str = "") -> str:
    """When something happened (or was to happen) and when it was written down, on one line.

    ``kind`` is that of the record: a belief is noticed and a question asked, neither happens.
    """
    wrote = t("Written down on {day}.", day=t.instant(written, zone))
    if day is None:
        return wrote
    ahead = day > written.astimezone(zone).date()
    words = N_("For {day}.") if ahead else DAY_WORDS.get(kind, N_("Happened on {day}."))
    return f"{t(words, day=t.date(day))} {wrote}"


def with_written(words: str, day: date | None, written: datetime, zone: tzinfo | None, t: Translator) -> str:
    """Words of a line in a list; with the day it was written down where that is days after it happened, or before."""
    wrote = written.astimezone(zone).date()
    if day is None or abs(wrote - day) <= LATER:
        return words
    return t("{what} · written down on {day}", what=words, day=t.date(wrote, "medium"))


def heading_words(kind: str, heading: str, t: Translator) -> str:
    """The heading of a record as people say it, short enough for a menu; empty where it is a code."""
    if kind == "cycle":
        return ""
    if kind == "journal_week":
        year, _, number = heading.partition("-W")
        return t("week {number} of {year}", number=int(number), year=year) if number.isdigit() else heading
    words = " ".join(heading.split())
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"


def title_words(kind: str, heading: str, t: Translator) -> str:
    """The heading of a record as the title of a line: a week by its number; the kind where it has none."""
    if not heading:
        return kind_name(kind, t)
    year, week, number = heading.partition("-W")
    if kind == "journal_week" and week and number.isdigit():
        return t("Week {number} of {year}", number=int(number), year=year)
    return heading


def step_name(label: Label, t: Translator) -> str:
    """Name of a step, with what it was done to: change habit or belief “Wie stilvalt, heeft hulp nodig.”"""
    sentence = t(STEPS.get(label.verb, STEPS["edit"]), kind=kind_name(label.kind, t))
    about = heading_words(label.kind, label.heading, t)
    return t("{step} “{heading}”", step=sentence, heading=about) if about else sentence


def course_name(step: Operation, t: Translator, *, heading: bool = True) -> str:
    """Name of a step in a list of steps: what it did, and whether it was taken back or done again by it."""
    name = step_name(step.label if heading else replace(step.label, heading=""), t)
    return t(COURSES[step.course], step=name) if step.course in COURSES else name
