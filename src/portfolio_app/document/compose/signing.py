"""The last page: what the signature proves and what not, and the place for a reader's answer."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import facts
from portfolio_app.document.snapshot import Seal, Snapshot
from portfolio_app.document.tree import Block, Group, Heading, Paragraph, PartBlock, ReviewField, spans
from portfolio_app.domain.fingerprints import grouped
from portfolio_app.i18n import N_, Translator

OWNER_FIELD = "owner_signature"
READERS = (("mentor", N_("mentor")), ("educator", N_("school-based teacher educator")))


def part(snapshot: Snapshot, t: Translator) -> PartBlock:
    """The signature, the fingerprint, and one honest paragraph; then two readers may answer."""
    seal = snapshot.seal or Seal("", "")
    blocks: list[Block] = [
        *facts(
            [
                (t("Signed by"), seal.name),
                (t("Certificate issued by"), seal.issuer),
                (t("Date"), t.date(snapshot.today)),
                (t("Time stamped by"), seal.stamped_by),
                (t("Fingerprint (SHA-256)"), grouped(seal.fingerprint)),
                (t("Its beginning in words"), " ".join(seal.words)),
            ]
        ),
        Paragraph(spans(" ".join(_proves(seal, t)))),
        ReviewField(OWNER_FIELD, "signature", t("Signature of the owner")),
    ]
    for who, role in READERS:
        # An answer is one form: it is not torn over two pages.
        blocks.append(Group(tuple(_reader(who, t(role), t))))
    return PartBlock("signature", t("Signature and answer"), tuple(blocks))


def _proves(seal: Seal, t: Translator) -> tuple[str, ...]:
    """What the signature proves and what not. Every word is true of this very signature."""
    whole = t("The signature shows that nothing in this document was changed after it was signed.")
    if seal.issuer:
        whose = t(
            "It was made with a certificate that {issuer} issued to me; whether you trust that body is up to you and "
            "your PDF program. It is not a qualified signature. Compare the fingerprint with the one I gave you "
            "myself.",
            issuer=seal.issuer,
        )
    else:
        whose = t(
            "It was made with a key of my own on my own computer: it does not prove by itself who I am, and it is not "
            "a qualified signature. Compare the fingerprint with the one I gave you myself."
        )
    if seal.stamped_by:
        when = t(
            "A timestamp service, {service}, confirmed that the signature was there at the moment that stands in it; "
            "the date on this page is that of my computer.",
            service=seal.stamped_by,
        )
    else:
        when = t("The date is that of my computer and was not confirmed by a timestamp service.")
    return whole, whose, when


def _reader(who: str, role: str, t: Translator) -> list[Block]:
    return [
        Heading(2, spans(t("Answer of {role}", role=role)), f"answer-{who}"),
        Paragraph(
            spans(t("Reading along is not an appraisal. Fill in what you like; you may also answer by mail.")), "note"
        ),
        ReviewField(f"{who}_name", "text", t("Name")),
        ReviewField(f"{who}_role", "text", t("Role and school")),
        ReviewField(f"{who}_date", "text", t("Date")),
        ReviewField(f"{who}_read", "check", t("Read")),
        ReviewField(f"{who}_discussed", "check", t("Discussed")),
        ReviewField(f"{who}_feedback", "text", t("Feedback"), multiline=True),
        ReviewField(f"{who}_question", "text", t("A question"), multiline=True),
        ReviewField(f"{who}_signature", "signature", t("Signature of {role}", role=role)),
    ]
