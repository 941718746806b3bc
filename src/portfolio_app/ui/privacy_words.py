"""What the privacy check says beside what was found: the rule behind it, where it stands, what she may answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from portfolio_app.document.words import word
from portfolio_app.domain.privacy import Finding, Kind
from portfolio_app.domain.privacy_report import FILE_METADATA, FILE_TEXT, Hit
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.privacy_words import why_words
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.words import kind_name, title_words

SOURCES: Final[Mapping[Kind, str]] = {
    Kind.BSN: N_("AVG art. 87, UAVG art. 46"),
    Kind.EDUCATION_NUMBER: N_("AVG art. 87, UAVG art. 46"),
    Kind.NATIONAL_NUMBER: N_("AVG art. 87"),
    Kind.SPECIAL: N_("AVG art. 9 and 10"),
    Kind.TOKEN: N_("AVG art. 32: keep it safe"),
}
"""The rule behind a finding; that of all others is `USUAL`."""
USUAL: Final = N_("AVG art. 5: no more than is needed")
FINE: Final[Mapping[Kind, str]] = {
    Kind.KNOWN_NAME: N_("Somebody else of that name"),
    Kind.CUED_NAME: N_("Not a pupil"),
    Kind.FIRST_NAME: N_("Not a pupil"),
    Kind.INITIALS: N_("Not a pupil"),
    Kind.DATE: N_("Not a date of birth"),
}
"""What she may say of a word, once and for all; of all others `MAY_GO`."""
MAY_GO: Final = N_("May always go along")


def why(finding: Finding, t: Translator) -> str:
    """Why it matters, with the rule that says so."""
    said = why_words(finding, t)
    if finding.kind is Kind.OWN:
        return said
    return t("{why} (From {rule}.)", why=said, rule=t(SOURCES.get(finding.kind, USUAL)))


def fine_words(finding: Finding, t: Translator) -> str:
    """The words on the button with which she says that it is fine from now on."""
    return t(FINE.get(finding.kind, MAY_GO))


def where(hit: Hit, record: Record | None, fields: FieldWords, t: Translator) -> str:
    """Where it stands: the record and its field, or the part of the document."""
    place = hit.place
    if not place.id:
        return _part(place.part, t)
    title = title_words(place.kind, place.heading, t) if place.heading else kind_name(place.kind, t)
    if place.field == FILE_TEXT:
        return t("{title}, in the file itself", title=title)
    if place.field.startswith(FILE_METADATA):
        return t("{title}, beside the content of the file", title=title)
    name, _, rest = place.field.partition(".")
    key = rest.partition(".")[0]
    said = fields.name(record, name, "" if key.isdigit() else key) if record is not None and name else ""
    return t("{title}, at “{field}”", title=title, field=said) if said else title


def _part(part: str, t: Translator) -> str:
    known = next((each for each in Part if each.value == part), None)
    if known is not None:
        return t("In the document, at “{part}”", part=word(known, t))
    return t("In the document") if part else t("On the cover")
