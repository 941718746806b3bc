"""Backups in words, for window and command line alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

from portfolio_app.i18n import N_, Translator
from portfolio_app.services import backup_names as names
from portfolio_app.services.backup_names import Backup
from portfolio_app.services.bundles import Made
from portfolio_app.services.restoring import Proof

REASONS: Final[Mapping[str, str]] = {
    names.REGULAR: N_("by itself, while you worked"),
    names.CLOSING: N_("by itself, when you closed"),
    names.WEEKLY: N_("by itself, weekly"),
    names.CHOSEN: N_("because you asked for it"),
    names.BEFORE_MERGE: N_("before another computer was merged in"),
    names.BEFORE_RESTORE: N_("before a backup was put back"),
    names.BEFORE_MIGRATION: N_("before a new version of Leerlijn"),
    names.BEFORE_ROTATION: N_("before the key was renewed"),
}
PLACES: Final[Mapping[str, str]] = {"here": N_("on this computer"), "outside": N_("outside it")}


def when_words(backup: Backup, t: Translator, zone: tzinfo | None) -> str:
    """Day and time of a backup, where its owner is."""
    at = backup.made_at.astimezone(zone)
    return f"{t.date(at.date(), 'medium')} {at:%H:%M}"


def state_words(backup: Backup, t: Translator) -> str:
    """Whether it is as it should be."""
    if not backup.readable:
        return t("damaged")
    return t("read back and whole") if backup.whole else t("read back, but evidence was damaged already")


def made_words(made: Made, t: Translator) -> str:
    """What to say of a backup that was just made."""
    if not made.unsound:
        return t("Your backup is made and was read back.")
    return t.n(
        "The backup is made and was read back, but {n} piece of evidence was damaged or gone already. Check the "
        "portfolio to see which one; an older backup may still have it.",
        "The backup is made and was read back, but {n} pieces of evidence were damaged or gone already. Check the "
        "portfolio to see which ones; an older backup may still have them.",
        made.unsound,
    )


def proof_words(proof: Proof, t: Translator) -> str:
    """What a trial restore found."""
    items = t.n("{n} item", "{n} items", proof.records)
    files = t.n("{n} file", "{n} files", proof.files)
    whole = t("This backup works: {items} and {files} were put back on trial and read.", items=items, files=files)
    if not proof.unsound:
        return whole
    unsound = t.n(
        "{n} piece of evidence was damaged already when it was made.",
        "{n} pieces of evidence were damaged already when it was made.",
        proof.unsound,
    )
    return f"{whole} {unsound}"
