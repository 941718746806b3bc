"""What a merge brought, in sentences."""

from __future__ import annotations

from portfolio_app.i18n import Translator
from portfolio_app.services.merging import Outcome


def summary(outcome: Outcome, t: Translator) -> list[str]:
    """One sentence for everything worth knowing, the most important first."""
    merged = outcome.merged
    if not outcome.changed:
        told = [t("There was nothing new in it: everything was here already.")]
    else:
        parts = [t.n("{n} new", "{n} new", len(merged.new))] if merged.new else []
        parts += [t.n("{n} changed", "{n} changed", len(merged.changed))] if merged.changed else []
        told = [t("Merged: {what}.", what=", ".join(parts)) if parts else t("Merged.")]
    if outcome.files:
        told.append(t.n("{n} file came along.", "{n} files came along.", outcome.files))
    if merged.conflicts:
        told.append(
            t.n(
                "{n} text was changed on both computers. The newest stands; look at both when it suits you.",
                "{n} texts were changed on both computers. The newest stands; look at both when it suits you.",
                len(merged.conflicts),
            )
        )
    if merged.united:
        told.append(
            t.n(
                "{n} item stood on both computers and is one now.",
                "{n} items stood on both computers and are one now.",
                len(merged.united),
            )
        )
    return told + _deletions(outcome, t) + _left_behind(outcome, t)


def _deletions(outcome: Outcome, t: Translator) -> list[str]:
    told: list[str] = []
    if outcome.merged.back:
        told.append(
            t.n(
                "{n} item was deleted on one computer and changed on the other. It is kept.",
                "{n} items were deleted on one computer and changed on the other. They are kept.",
                len(outcome.merged.back),
            )
        )
    if outcome.merged.removed:
        told.append(
            t.n(
                "{n} item was deleted there and is now deleted here too.",
                "{n} items were deleted there and are now deleted here too.",
                len(outcome.merged.removed),
            )
        )
    return told


def _left_behind(outcome: Outcome, t: Translator) -> list[str]:
    told: list[str] = []
    if outcome.missing:
        told.append(
            t.n(
                "{n} file could not be read there. What you wrote about it did come along.",
                "{n} files could not be read there. What you wrote about them did come along.",
                outcome.missing,
            )
        )
    if outcome.drafts:
        told.append(
            t.n(
                "{n} text was not saved yet on the other computer; it is still there.",
                "{n} texts were not saved yet on the other computer; they are still there.",
                outcome.drafts,
            )
        )
    return told
