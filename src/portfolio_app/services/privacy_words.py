"""What the privacy check tells, in words: the kinds of findings, why each was found, and where it stands."""

from __future__ import annotations

from typing import Final

from portfolio_app.domain.privacy import Finding, Kind, Level
from portfolio_app.domain.privacy_report import FILE_METADATA, FILE_TEXT, Hit
from portfolio_app.i18n import N_, Translator

LEVELS: Final = {
    Level.BLOCK: N_("Has to go first"),
    Level.WARN: N_("Look at this"),
    Level.HINT: N_("Good to know"),
}

KINDS: Final = {
    Kind.BSN: N_("Citizen service number (BSN)"),
    Kind.EDUCATION_NUMBER: N_("Education number"),
    Kind.NATIONAL_NUMBER: N_("Belgian national number"),
    Kind.IBAN: N_("Account number"),
    Kind.EMAIL: N_("E-mail address"),
    Kind.PHONE: N_("Telephone number"),
    Kind.POSTCODE: N_("Postcode"),
    Kind.BIRTH_DATE: N_("Date of birth"),
    Kind.DATE: N_("Date"),
    Kind.CLASS_LIST: N_("Name from your class list"),
    Kind.KNOWN_NAME: N_("Name that has a stand-in"),
    Kind.CUED_NAME: N_("Name of a pupil"),
    Kind.FIRST_NAME: N_("First name"),
    Kind.INITIALS: N_("Initials"),
    Kind.CLASS_CODE: N_("Class"),
    Kind.SPECIAL: N_("Sensitive about a pupil"),
    Kind.PUPIL: N_("Word for a pupil"),
    Kind.SYSTEM: N_("Pupil system"),
    Kind.TOKEN: N_("Link with a key in it"),
    Kind.DOCUMENT_NUMBER: N_("Number of a document"),
    Kind.METADATA: N_("Written beside the content"),
    Kind.UNREAD: N_("File that was not looked into"),
    Kind.OWN: N_("Word of your school's own list"),
}

REASONS: Final = {
    "bsn": N_(
        "It is built as a BSN is. Such a number never goes out: take it away. Is it another number, then write before "
        "it which, such as “order number”."
    ),
    "bsn-cue": N_("It is built as a BSN is, and a word near it says so. A BSN never goes out."),
    "bsn-other": N_("It is built as a BSN is, though a word before it says that it is another number."),
    "education-number": N_("It is built as the education number of a pupil is. Such a number never goes out."),
    "number-other": N_("It is built as an education number is, though a word before it says it is another one."),
    "national-number": N_("It is built as a Belgian national number is. Such a number never goes out."),
    "iban": N_("A bank account has no place in a portfolio."),
    "email": N_("An address of somebody else: may it be seen?"),
    "phone": N_("A telephone number: may it be seen?"),
    "postcode": N_("A postcode: does it say where somebody lives?"),
    "birth-date": N_("With a date of birth a pupil is known at once. It does not go out."),
    "childhood-date": N_("Whoever was born on this day was a child then. Is it a date of birth?"),
    "class-list": N_("This name is in the class list that you pasted. It does not go out."),
    "known-name": N_("You call this person something else elsewhere."),
    "cued-name": N_("The word before it says that this is somebody in your care."),
    "first-name": N_("This may be the first name of a pupil."),
    "colleague": N_("This seems to be a colleague: is it all right to be named?"),
    "initials": N_("Initials near a class: together they may tell who it is."),
    "class-code": N_("With school, day and what happened, a class may tell who it is about."),
    "special": N_("This is about health, belief, origin or the like, and near it stands a pupil."),
    "system": N_("This comes from a pupil system: is it not a page out of it?"),
    "token": N_("With this link others may come in."),
    "document-number": N_("A number of an identity paper, it seems."),
    "eck": N_("This link stands for one pupil."),
    "metadata": N_("This stands beside the content of the file and goes along with it."),
    "metadata-stays": N_("What device or program wrote beside the content can't be taken out of this file."),
    "no-text": N_("There is no text to be read in it, such as in a scan. Look at it yourself."),
    "sound-or-film": N_("Sound and film can't be looked into. Listen or look at it yourself."),
    "unknown": N_("Leerlijn can't look into this kind of file. Look at it yourself."),
    "unreadable": N_("It could not be read: damaged, behind a password or too large. Look at it yourself."),
}

FIELDS: Final = {
    FILE_TEXT: N_("text of the file"),
    FILE_METADATA: N_("beside the content"),
    "file_name": N_("name of the file"),
    "tags": N_("tags"),
}


def kind_words(finding: Finding, t: Translator) -> str:
    """What a finding is."""
    if finding.own is not None and finding.own.name:
        return finding.own.name.get(t.lang) or next(iter(finding.own.name.values()))
    return t(KINDS[finding.kind])


def why_words(finding: Finding, t: Translator) -> str:
    """Why it was found, and what there is to do about it."""
    if finding.own is not None and finding.own.why:
        return finding.own.why.get(t.lang) or next(iter(finding.own.why.values()))
    return t(REASONS[finding.reason])


def place_words(hit: Hit, t: Translator) -> str:
    """Where it stands, by what the owner knows it."""
    place = hit.place
    first = place.field.partition(".")[0]
    where = t(FIELDS[first]) if first in FIELDS else ""
    heading = place.heading or (t("in the document") if not place.id else t("untitled"))
    return f"{heading}, {where}" if where else heading


def tell_hit(hit: Hit, t: Translator) -> str:
    """One line about a finding, with nothing in it that should be masked."""
    return t(
        "{kind}: {value} ({place}). {why}",
        kind=kind_words(hit.finding, t),
        value=hit.finding.masked,
        place=place_words(hit, t),
        why=why_words(hit.finding, t),
    )
