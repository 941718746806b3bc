"""What became of files that were brought in, in words. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from portfolio_app.domain.records import Record
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.evidence import Added
from portfolio_app.services.gathering import Gathered, LeftOut, Reason
from portfolio_app.services.inbox import Round
from portfolio_app.services.intake import Batch, Failed
from portfolio_app.ui.words import kind_name

FAILED: dict[str, str] = {
    "evidence-vanished": N_("it went away or changed while it was copied"),
    "evidence-no-permission": N_("Leerlijn may not read it"),
    "evidence-not-a-file": N_("it is no ordinary file"),
}


def question(gathered: Gathered, t: Translator) -> str:
    """Ask whether what lies in folders should come in ("12 bestanden in 3 mappen toevoegen?")."""
    files = t.n("{n} file", "{n} files", len(gathered.files))
    folders = t.n("{n} folder", "{n} folders", gathered.folders)
    return t("Add {files} in {folders}?", files=files, folders=folders)


def left_out(items: Sequence[LeftOut], t: Translator) -> list[str]:
    """What stays out and why, a sentence for each reason."""
    counted = Counter(item.reason for item in items)
    return [_left_out(reason, counted[reason], t) for reason in Reason if counted[reason]]


def _left_out(reason: Reason, n: int, t: Translator) -> str:
    match reason:
        case Reason.HIDDEN:
            return t.n("{n} hidden or system file stays out.", "{n} hidden or system files stay out.", n)
        case Reason.EMPTY:
            return t.n("{n} empty file stays out.", "{n} empty files stay out.", n)
        case Reason.OWN:
            return t("The folder of your portfolio itself stays out.")
        case Reason.UNFINISHED:
            return t.n(
                "{n} file that is still being downloaded stays out.",
                "{n} files that are still being downloaded stay out.",
                n,
            )
        case Reason.CLOUD:
            return t.n(
                "{n} file is only in the cloud. Keep it on this device first, then add it again.",
                "{n} files are only in the cloud. Keep them on this device first, then add them again.",
                n,
            )
        case Reason.LINK:
            return t.n(
                "{n} shortcut to another place is not followed.", "{n} shortcuts to other places are not followed.", n
            )
        case Reason.UNREADABLE:
            return t.n("{n} file or folder may not be read.", "{n} files or folders may not be read.", n)
        case Reason.SPECIAL:
            return t.n("{n} item is no ordinary file.", "{n} items are no ordinary files.", n)


def failed(item: Failed, t: Translator) -> str:
    """One file that did not come in."""
    return f"{item.name}: {t(FAILED[item.code])}"


def outcome(batch: Batch, t: Translator) -> str:
    """How many came in, and what was not reached; empty when there is nothing to say of that."""
    said: list[str] = []
    if batch.fresh:
        said.append(t.n("{n} file is safely in.", "{n} files are safely in.", len(batch.fresh)))
    if batch.stopped:
        said.append(t.n("Stopped; {n} file did not come in.", "Stopped; {n} files did not come in.", batch.not_reached))
    elif batch.not_reached:
        said.append(t.n("{n} file did not come in.", "{n} files did not come in.", batch.not_reached))
    return " ".join(said)


def arrived(done: Round, t: Translator) -> str:
    """What came in by the inbox, and what went wrong."""
    said: list[str] = []
    if done.taken:
        said.append(t.n("{n} file came in by your inbox.", "{n} files came in by your inbox.", len(done.taken)))
    said += [failed(item, t) + "." for item in done.failed[:3]]
    if done.kept:
        said.append(
            t.n(
                "{n} file could not go to the trash of this computer; it stays in the folder.",
                "{n} files could not go to the trash of this computer; they stay in the folder.",
                done.kept,
            )
        )
    return " ".join(said)


def waiting(n: int, t: Translator) -> str:
    """How many files wait in the inbox; empty for none."""
    return t.n("There is {n} file in your inbox.", "There are {n} files in your inbox.", n) if n else ""


def place(record: Record, t: Translator) -> str:
    """A record as the place where something is (activity or moment “Studiedag” (12 mei 2025))."""
    named = f"{kind_name(record.KIND, t)} “{record.heading}”"
    return f"{named} ({t.date(record.day)})" if record.day else named


def known(item: Added, t: Translator) -> str:
    """Where something is that was brought in again, without being asked to link it."""
    title = item.evidence.heading
    if item.trashed:
        return t("You have this file already: “{title}”, in the trash.", title=title)
    if item.newer is not None:
        return t(
            "You have this file already: “{title}”, an older version of “{newer}”.",
            title=title, newer=item.newer.heading,
        )  # fmt: skip
    if item.where:
        where = ", ".join(place(record, t) for record in item.where[:3])
        return t("You have this file already: “{title}”, with {where}.", title=title, where=where)
    return t("You have this file already: “{title}”. It belongs to nothing yet.", title=title)


def older(item: Added, t: Translator) -> str:
    """That a new piece is what another one was before."""
    newer = item.newer.heading if item.newer is not None else ""
    return t("“{title}” is in, but it is an older version of “{newer}”.", title=item.evidence.heading, newer=newer)


def linked(batch: Batch, about: Record, t: Translator) -> str:
    """What is worth knowing of files that were added to a record: what was here already, and where."""
    lines = [_linked(item, about, t) for item in batch.known]
    lines += [older(item, t) for item in batch.fresh if item.newer is not None]
    return "\n".join(lines)


def _linked(item: Added, about: Record, t: Translator) -> str:
    title = item.evidence.heading
    if any(record.id == about.id for record in item.where) and not item.trashed:
        return t("“{title}” was attached here already.", title=title)
    if item.trashed:
        return t("“{title}” came back from the trash and now belongs here.", title=title)
    where = ", ".join(place(record, t) for record in item.where if record.id != about.id)
    if where:
        return t("“{title}” was here already, at {where}. Now it belongs to both.", title=title, where=where)
    return t("“{title}” was among your evidence already. Now it belongs here.", title=title)
