"""What was found about a signed PDF, in kind and exact words: for the window and the command line alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from portfolio_app.domain.fingerprints import grouped
from portfolio_app.i18n import N_, Translator
from portfolio_app.pdf.verdict import Fact, Verdict
from portfolio_app.services.spoken import fingerprint_words

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, marks of direction and line breaks."""
_LONGEST_NAME: Final = 80

OUTCOMES: Mapping[str, str] = {
    "untouched": N_("Unchanged since signing."),
    "reviewed": N_("The portfolio is unchanged since signing; a reader answered in it, as the form allows."),
    "changed": N_("This is not the portfolio as it was signed: something was changed afterwards."),
    "broken": N_("The signature doesn't hold: the file was damaged or changed."),
    "unreadable": N_("This file can't be read as a PDF."),
    "unsigned": N_("This PDF is not signed, so nothing can be said about changes."),
}

OTHER_KEY = N_("This was signed with another key than you expected, so it is not the file it should be.")
NAMESAKE = N_("Careful: the name is one you know, but the key is not the one that you remembered for it.")
NOT_COMPARED = N_("The PDF was not judged, because the original could not be opened.")

FACTS: Mapping[str, str] = {
    "action-added": N_("An action that runs by itself was added."),
    "addition-not-allowed": N_("Something was added that the owner did not allow."),
    "addition-unreadable": N_("Something was added that can't be read."),
    "answers-removed": N_("Answers that were in the file are gone."),
    "attachment-added": N_("An attachment was added: {name}."),
    "attachment-changed": N_("An attachment was changed: {name}."),
    "attachment-differs": N_("The attachment {name} differs from the list in the document."),
    "attachment-missing": N_("The attachment {name} is missing."),
    "attachment-removed": N_("An attachment was taken out: {name}."),
    "attachment-unlisted": N_("The attachment {name} is not on the list in the document."),
    "begins-with-original": N_("Up to the reader's additions it is exactly the original."),
    "beside-absent": N_(
        "There are files in {name} beside it, and that is not here, so those were not looked at. Put it in the same "
        "folder, or choose it."
    ),
    "beside-differs": N_("In the ZIP file, {name} is not the file that was signed for."),
    "beside-extra": N_("In the ZIP file there is {name}, which is not on the list in the document."),
    "beside-locked": N_("In the ZIP file, {name} is behind a password."),
    "beside-missing": N_("In the ZIP file, {name} is missing."),
    "beside-more": N_("And so on, {count} more."),
    "beside-renamed": N_("In the ZIP file, {name} now is called {other}; what is in it is the same."),
    "beside-twice": N_("In the ZIP file, {name} is there more than once."),
    "beside-unexpected": N_("The document lists no file beside it, so the ZIP file is not covered by the signature."),
    "beside-unreadable": N_("The ZIP file {name} can't be read, or is built in a way that nobody uses."),
    "blank-added": N_("Empty space without any effect was added at its end."),
    "bytes-changed": N_("What was signed is no longer what is in the file."),
    "bytes-unexplained": N_("Something was added that belongs to no part of the document."),
    "damaged": N_("The file is damaged."),
    "differs-from-original": N_("It differs from the original."),
    "document-changed": N_("A part of the document was changed ({part})."),
    "effect-unknown": N_("Something was added that has no visible effect."),
    "equals-original": N_("It agrees with the original, byte for byte."),
    "field-added": N_("A field was added."),
    "field-altered": N_("The field {label}{where} was altered."),
    "field-filled": N_("A reader filled in: {label}{where}."),
    "field-removed": N_("The field {label}{where} was taken out."),
    "field-shows-other": N_("The field {label}{where} shows something else than it holds."),
    "field-signed": N_("A reader signed: {label}{where}."),
    "file-missing": N_("The file is not there."),
    "file-unreadable": N_("The file can't be opened."),
    "later-answers-unknown": N_("Whether a reader ever answered in it can't be seen from this file alone."),
    "link-added": N_("A link was added on page {page}."),
    "link-changed": N_("A link was changed on page {page}."),
    "manifest-unreadable": N_("The list of attachments can't be read."),
    "no-signature": N_("There is no signature in it."),
    "not-a-pdf": N_("It is not a PDF."),
    "note-added": N_("A note was added on page {page}."),
    "note-changed": N_("A note was changed on page {page}."),
    "note-removed": N_("A note was taken out on page {page}."),
    "original-unreadable": N_("See whether the path of the original is right."),
    "otherwise-reviewed": N_("Since it was signed with that key, only a reader answered in it."),
    "otherwise-untouched": N_("Since it was signed with that key, nothing was changed in it."),
    "page-changed": N_("Page {page} was changed."),
    "pages-changed": N_("The number of pages was changed from {before} to {after}."),
    "password-needed": N_("It is protected with a password."),
    "signature-damaged": N_("A signature in it is damaged."),
    "signature-fake": N_("The field {label}{where} looks signed, but there is no signature in it."),
    "signature-removed": N_("The owner's signature was taken out."),
    "signature-weak": N_("The signature rests on a method that can be forged nowadays."),
    "signature-loose": N_("There is a signature in it that belongs to no field."),
    "signed-by": N_("Also signed by {name}, with a key that is unknown here. Its fingerprint: {fingerprint}"),
    "signed-by-namesake": N_(
        "Also signed under the owner's name, {name}, but with another key. Its fingerprint: {fingerprint}"
    ),
    "signed-by-known": N_("Also signed by {known_as}, with the key that is known here. Its fingerprint: {fingerprint}"),
    "signed-by-own": N_("Also signed with your own key. Its fingerprint: {fingerprint}"),
    "signed-by-stranger": N_(
        "Also signed under the name {name}, but not with the key that you remembered for it. Its fingerprint: "
        "{fingerprint}"
    ),
    "signer-expected": N_("It was signed with the key you expected."),
    "signer-known": N_("It was signed with the key that is known here as {name}."),
    "signer-namesake": N_(
        "You remembered another key for {name}. Perhaps there is a new one: ask in person, and compare the fingerprint."
    ),
    "signer-own": N_("It was signed with your own key."),
    "signer-other": N_("It was signed with another key than you expected."),
    "signer-unknown": N_("The file can't prove whose key it is: ask the owner for her fingerprint."),
    "text-covered": N_("On page {page} text or a picture was covered."),
    "timestamp-bad": N_("The timestamp doesn't belong to this signature."),
    "too-large": N_("The file is too large to be read."),
    "too-many-signatures": N_("There are more signatures in it than can be looked at."),
    "too-much-inside": N_("It holds more than can be looked at."),
}


def headline(verdict: Verdict, t: Translator) -> str:
    """The outcome in one sentence."""
    if verdict.identity == "other" and verdict.outcome == "changed":
        return t(OTHER_KEY)
    if verdict.identity == "namesake" and verdict.outcome in ("untouched", "reviewed"):
        return t(NAMESAKE)
    if verdict.outcome == "unreadable" and any(fact.code == "original-unreadable" for fact in verdict.facts):
        return t(NOT_COMPARED)
    return t(OUTCOMES[verdict.outcome])


def lines(verdict: Verdict, t: Translator) -> tuple[str, ...]:
    """What was found, a sentence each, in order; who signed and when comes first."""
    said = _signed(verdict, t)
    if verdict.fingerprint:
        said.append(t("Fingerprint of the key: {fingerprint}", fingerprint=grouped(verdict.fingerprint)))
        said.append(t("Its beginning in words: {words}", words=" ".join(fingerprint_words(verdict.fingerprint))))
    return (*said, *(_told(fact, t) for fact in verdict.facts))


def _signed(verdict: Verdict, t: Translator) -> list[str]:
    said: list[str] = []
    if verdict.signer_name:
        said.append(t("Signed by {name}.", name=_named(verdict.signer_name)))
    if verdict.signed_at is not None:
        said.append(t("Signed on {moment} by the signer's own clock.", moment=t.instant(verdict.signed_at)))
    if verdict.stamped_at is not None:
        moment, name = t.instant(verdict.stamped_at), _named(verdict.stamped_by)
        said.append(t("A timestamp service that calls itself {name} confirms {moment}.", name=name, moment=moment))
    return said


def identity_lines(verdict: Verdict, t: Translator) -> tuple[str, ...]:
    """Who signed, when, and what is known of the key, without the fingerprint."""
    return (*_signed(verdict, t), *(_told(fact, t) for fact in verdict.facts if _about(fact) == "signer"))


def change_lines(verdict: Verdict, t: Translator) -> tuple[str, ...]:
    """What was found in the document, page by page."""
    return tuple(_told(fact, t) for fact in verdict.facts if _about(fact) == "document")


def evidence_lines(verdict: Verdict, t: Translator) -> tuple[str, ...]:
    """What was found about evidence, inside the document and beside it."""
    return tuple(_told(fact, t) for fact in verdict.facts if _about(fact) == "evidence")


def _about(fact: Fact) -> str:
    if fact.code.startswith(("signer-", "signed-by", "timestamp-", "otherwise-")):
        return "signer"
    return "evidence" if fact.code.startswith(("attachment", "beside-", "manifest-", "evidence-")) else "document"


def tell_verdict(verdict: Verdict, t: Translator) -> tuple[str, ...]:
    """The outcome and all that was found, a sentence each."""
    return (headline(verdict, t), *lines(verdict, t))


def _told(fact: Fact, t: Translator) -> str:
    counted = _counted(fact.code, int(str(fact.facts.get("count", 0))), t)
    if counted:
        return counted
    sentence = FACTS.get(fact.code)
    if sentence is None:
        return t("Something else was found ({code}).", code=fact.code)
    given = {key: _shown(key, value) for key, value in fact.facts.items()}
    page = fact.facts.get("page", 0)
    where = t(" (page {page})", page=page) if page else ""
    return _filled(t(sentence), {"label": given.get("name", ""), "where": where, **given})


def _counted(code: str, count: int, t: Translator) -> str:
    """The sentence of what is counted; "" for anything else."""
    if code == "attachments-match":
        return t.n(
            "The attachment agrees with the list in the document.",
            "The {n} attachments agree with the list in the document.",
            count,
        )
    if code == "beside-match":
        return t.n(
            "The file in the ZIP file beside it is the one that was signed for.",
            "The {n} files in the ZIP file beside it are those that were signed for.",
            count,
        )
    if code == "evidence-listed":
        return t.n(
            "One piece of evidence is only named on the list, and did not come along.",
            "{n} pieces of evidence are only named on the list, and did not come along.",
            count,
        )
    return ""


def _shown(key: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return grouped(value) if key == "fingerprint" else _named(value)


def _named(name: str) -> str:
    """A word of the file's own, in quotes and on one line: it must not pass for a sentence of the program."""
    seen = "".join(letter if unicodedata.category(letter) not in _UNSEEN else " " for letter in name)
    plain = " ".join(seen.replace("“", '"').replace("”", '"').split())
    return f"“{plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + '…'}”"


def _filled(sentence: str, facts: Mapping[str, object]) -> str:
    # What a file calls its parts is not the program's: braces in it must not be read as places to fill.
    return re.sub(r"\{(\w+)\}", lambda place: str(facts.get(place[1], "")), sentence)
