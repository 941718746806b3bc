"""A page to be printed, for who asks for ink: names, signatures and the stamp of the school."""

from __future__ import annotations

from portfolio_app.document.compose.front import period
from portfolio_app.document.compose.pieces import facts, note
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Block, Group, Heading, InkRow, InkSpace, PartBlock, spans
from portfolio_app.domain.fingerprints import grouped
from portfolio_app.i18n import Translator


def part(snapshot: Snapshot, t: Translator) -> PartBlock:
    """Two forms without fields: hers, and that of who signs for the school."""
    seal, owner = snapshot.seal, snapshot.owner
    blocks: list[Block] = [
        *facts(
            [
                (t("Portfolio of"), owner.heading if owner else ""),
                (t("Period"), period(snapshot, t)),
                (t("Fingerprint (SHA-256)"), grouped(seal.fingerprint) if seal else ""),
            ]
        ),
        note(
            t(
                "For whoever asks for ink: print this page. Whether something was changed can't be seen on paper; for "
                "that, keep the file itself with its signature."
            )
        ),
        _form(
            t("The teacher"),
            (t("Name"), t("Place and date")),
            boxes=(t("Signature"),),
        ),
        _form(
            t("For the school"),
            (t("Name"), t("Role and school")),
            (t("Place"), t("Date")),
            boxes=(t("Signature"), t("Stamp of the school")),
        ),
    ]
    return PartBlock("ink", t("For stamp and pen"), tuple(blocks))


def _form(title: str, *lines: tuple[str, ...], boxes: tuple[str, ...]) -> Group:
    rows = (InkRow(tuple(InkSpace(label) for label in row)) for row in lines)
    return Group((Heading(2, spans(title)), *rows, InkRow(tuple(InkSpace(label, box=True) for label in boxes))))
