"""What the page of an activity calls its fields and folds."""

from __future__ import annotations

from portfolio_app.domain.experiences import Experience
from portfolio_app.i18n import Translator


def text_labels(t: Translator) -> dict[str, tuple[str, str]]:
    """Of each field for writing: its question, and a hint."""
    return {
        "purpose": (t("What did I want to learn?"), t("Best written beforehand. One sentence is enough.")),
        "story": (t("What did I do, what happened?"), ""),
        "chain_designed": (t("Which learning situation for pupils did I design with it?"), ""),
        "chain_carried_out": (t("How did I carry it out?"), ""),
        "chain_evaluated": (t("How did I look at what it did?"), ""),
        "chain_pupils_learned": (t("What did pupils learn differently?"), t("How could you tell?")),
        "chain_resulted": (t("What came of it?"), ""),
        "how_i_learn": (t("How do I learn this?"), ""),
        "how_they_learn": (t("How do they learn it?"), ""),
        "contribution": (t("What did it add to my work?"), t("Some schemes ask for this.")),
    }


def fold_titles(t: Translator) -> dict[str, str]:
    """What each fold is called."""
    return {
        "chain": t("From my learning to theirs"), "congruence": t("How do I learn this, how do they?"),
        "hours": t("Where do the hours count?"), "competences": t("Competences"),
        "people": t("Provider, place and people"), "money": t("Cost and validation"),
        "use": t("Tags, talk and letting off steam"),
    }  # fmt: skip


def beforehand_words(record: Experience, t: Translator) -> str:
    """The purpose as it was written beforehand; only that it was, while it is still the same. Empty where it wasn't."""
    before, on = record.purpose_before.strip(), record.purpose_before_on
    if not before or on is None:
        return ""
    day = t.date(on)
    if before == record.purpose.strip():
        return t("The purpose was written beforehand, on {day}.", day=day)
    return t("Written beforehand, on {day}: “{words}”", day=day, words=before)
