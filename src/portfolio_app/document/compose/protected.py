"""The page around a signed document that goes by mail with a password."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import facts
from portfolio_app.document.tree import Block, Heading, ListBlock, Paragraph, PartBlock, spans
from portfolio_app.i18n import Translator


def part(name: str, sha256: str, beside: str, t: Translator) -> PartBlock:
    """What lies in this file and how to get at it; ``beside`` is the file with evidence that is not in it, if any."""
    blocks: list[Block] = [
        Paragraph(
            spans(
                t(
                    "You opened this file with a password. The document itself is attached to it: {name}. It is "
                    "signed, and the signature is about that file and not about this page.",
                    name=name,
                )
            )
        ),
        Heading(2, spans(t("How to get at it"))),
        ListBlock(
            (
                spans(
                    t(
                        "Open this file in Adobe Reader, Firefox, Chrome or Edge. Some programs, such as Preview on a "
                        "Mac and most telephones, show no attachments."
                    )
                ),
                spans(t("Look for the paperclip or the list of attachments, and save the attached file.")),
                spans(
                    t("Read, check and answer that file. It has no password, so keep it where only you can read it.")
                ),
            ),
            ordered=True,
        ),
        *facts([(t("File"), name), (t("SHA-256"), sha256), (t("Not in it, but apart"), beside)]),
    ]
    return PartBlock("protected", t("A document with a password"), tuple(blocks))
