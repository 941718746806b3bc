"""Words for kinds of records and for steps that can be undone. Knows no Qt."""

from __future__ import annotations

from portfolio_app.domain.changes import Label
from portfolio_app.i18n import N_, Translator

KIND_NAMES: dict[str, str] = {
    "agreement": N_("agreement"),
    "appointment": N_("job"),
    "certificate": N_("certificate"),
    "cycle": N_("scheme"),
    "evidence": N_("piece of evidence"),
    "experience": N_("activity or moment"),
    "export": N_("portfolio"),
    "feedback": N_("feedback"),
    "journal_week": N_("week"),
    "learning_question": N_("learning question"),
    "link": N_("link"),
    "observation": N_("lesson visit"),
    "pattern": N_("habit or belief"),
    "pause": N_("pause"),
    "person": N_("person"),
    "phase": N_("phase"),
    "plan": N_("plan"),
    "profile": N_("profile"),
    "pupil_survey": N_("pupil survey"),
    "reflection": N_("reflection"),
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
    "observation": "eye",
    "pattern": "brain",
    "pause": "calendar-blank",
    "person": "user",
    "plan": "flag",
    "profile": "user",
    "pupil_survey": "users",
    "reflection": "arrow-counter-clockwise",
    "selection": "paper-plane-tilt",
    "self_check": "compass",
    "talk": "chats-circle",
}

STEPS: dict[str, str] = {
    "create": N_("add {kind}"),
    "edit": N_("change {kind}"),
    "trash": N_("put {kind} in the trash"),
    "restore": N_("bring back {kind}"),
    "link": N_("link {kind}"),
    "unlink": N_("unlink"),
    "finish": N_("finish {kind}"),
    "skip": N_("leave out {kind}"),
    "rate": N_("say how I think now"),
    "decide": N_("decide about {kind}"),
    "tell": N_("tell about a try-out"),
    "lift": N_("lift out {kind}"),
    "hold": N_("note that the talk took place"),
    "settle": N_("settle {kind}"),
}


def kind_name(kind: str, t: Translator) -> str:
    """Name of a kind of record, as it stands in the middle of a sentence."""
    name = KIND_NAMES.get(kind)
    return t(name) if name else t("item")


def kind_icon(kind: str) -> str:
    """Icon of a kind of record."""
    return KIND_ICONS.get(kind, "file-text")


def step_name(label: Label, t: Translator) -> str:
    """Name of a step, without a word that the owner wrote."""
    sentence = STEPS.get(label.verb, STEPS["edit"])
    return t(sentence, kind=kind_name(label.kind, t))
