"""Names of the fields of records and words for what they hold, as the forms say them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, cast

from portfolio_app.content.sets import ContentSets
from portfolio_app.document.words import word
from portfolio_app.domain.covers import Cover
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import FileVersion
from portfolio_app.domain.experiences import Allocation, CompetenceRef
from portfolio_app.domain.growth import CheckAnswer, Talk
from portfolio_app.domain.journal import JournalWeek, WeekState
from portfolio_app.domain.lessons import ScaleScore, SurveyQuestion
from portfolio_app.domain.links import Quote
from portfolio_app.domain.patterns import Case, Consultation, Experiment, RatingEntry, Wording
from portfolio_app.domain.portfolio import Start
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Part, Selection
from portfolio_app.domain.sets import step_words
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.records import Records
from portfolio_app.ui.lesson_words import answered, scored

COMMON: Final[Mapping[str, str]] = {
    "about": N_("About me"),
    "account": N_("About this period"),
    "activity_type": N_("Kind of activity"),
    "agreed_on": N_("Agreed on"),
    "allocations": N_("Hours per scheme"),
    "alternative_text": N_("In words, for whoever can't see it"),
    "answers": N_("Answers"),
    "ask": N_("What I ask"),
    "asked_on": N_("Asked on"),
    "assumption": N_("What kind of assumption?"),
    "audience": N_("For whom?"),
    "automatic": N_("What do I do then without thinking?"),
    "began_on": N_("Since"),
    "beside_name": N_("File with evidence beside it"),
    "beside_octets": N_("Size of the file beside it"),
    "beside_sha256": N_("SHA-256 of the file beside it"),
    "brings": N_("What does it bring?"),
    "by_role": N_("By whom? (a role)"),
    "by_theme": N_("Experiences by theme"),
    "came_of_it": N_("What came of it?"),
    "can": N_("What do I need to be able to do it?"),
    "carried_minutes": N_("Hours brought along"),
    "carry": N_("How evidence goes along"),
    "cases": N_("When did it fit? When didn't it?"),
    "chain_carried_out": N_("How did I carry it out?"),
    "chain_designed": N_("Which learning situation for pupils did I design with it?"),
    "chain_evaluated": N_("How did I look at what it did?"),
    "chain_pupils_learned": N_("What did pupils learn differently?"),
    "chain_resulted": N_("What came of it?"),
    "challenge": N_("What would balance that (challenge, optional)"),
    "choice_name": N_("Own selection"),
    "chosen": N_("Chosen to go along"),
    "closed_on": N_("Closed on"),
    "competences": N_("Competences"),
    "competence": N_("Competence"),
    "consent_for": N_("For what?"),
    "consent_note": N_("Consent: from whom?"),
    "consent_on": N_("Given on"),
    "consultations": N_("Whom did I ask?"),
    "contact_minutes": N_("Hours together"),
    "contribution": N_("What did it add to my work?"),
    "covers": N_("Made unrecognisable"),
    "cost_cents": N_("Cost in euros"),
    "costs": N_("What does it cost?"),
    "cue": N_("When does it start?"),
    "description": N_("What does it show?"),
    "done_on": N_("Done on"),
    "dropped_on": N_("No longer needed since"),
    "due_on": N_("To come back to on"),
    "earlier": N_("Earlier versions"),
    "email": N_("E-mail (on the cover, may stay empty)"),
    "ended_on": N_("Until (optional)"),
    "energy": N_("Energy"),
    "experiments": N_("To try out"),
    "expires_on": N_("Valid until"),
    "evidence": N_("Evidence"),
    "exported_on": N_("Made on"),
    "family_name": N_("Family name"),
    "file_name": N_("File"),
    "fingerprint": N_("Fingerprint of the certificate"),
    "for_group": N_("With a group of colleagues"),
    "for_intervision": N_("Take it to peer consultation"),
    "for_talk": N_("For the talk with my coach"),
    "form": N_("In what form?"),
    "formality": N_("Kind of learning"),
    "framework": N_("Framework"),
    "from_on": N_("From"),
    "fte_percent": N_("Size of the job"),
    "function": N_("Function"),
    "given_name": N_("First name"),
    "given_on": N_("When?"),
    "group": N_("Which group?"),
    "happened_on": N_("When?"),
    "happens_on": N_("When?"),
    "held": N_("The talk took place"),
    "held_on": N_("When?"),
    "how_i_learn": N_("How do I learn this?"),
    "how_they_learn": N_("How do they learn it?"),
    "ink_page": N_("A page for stamp and pen"),
    "issued_on": N_("Issued on"),
    "issuer": N_("Issued by"),
    "kind": N_("A habit or a belief?"),
    "lang": N_("Language"),
    "layer": N_("How deep does it sit?"),
    "learned": N_("What do I learn from it?"),
    "left_out": N_("Left out"),
    "let_go_on": N_("Let go on"),
    "level": N_("Your own estimate, for yourself. Nobody grades it."),
    "mail_megabytes": N_("Largest size for mail (MB)"),
    "made_on": N_("Made on"),
    "may": N_("What room do I need, and from whom?"),
    "media_type": N_("Kind of file"),
    "my_answer": N_("What I do with it"),
    "name": N_("Name"),
    "need": N_("What do I need, and from whom?"),
    "no_advice": N_("What I don't want advice on"),
    "note": N_("Note"),
    "notes": N_("What was said"),
    "noticed": N_("How can I tell?"),
    "noticed_on": N_("Noticed on"),
    "number": N_("Number"),
    "octets": N_("Size"),
    "ordinary_work": N_("This is ordinary work"),
    "opens_on": N_("Opens on"),
    "origin": N_("Where does it come from?"),
    "outcome": N_("What came of it?"),
    "own_period": N_("A period of my own"),
    "pages": N_("Pages"),
    "paper": N_("Paper"),
    "part_order": N_("Order of the parts"),
    "part_texts": N_("Text at the head of a part"),
    "parts": N_("Parts"),
    "period": N_("Period"),
    "phase": N_("Phase"),
    "pitfall": N_("When there is too much of it (pitfall, optional)"),
    "place": N_("Place"),
    "planned_on": N_("When?"),
    "provider": N_("Provider"),
    "purpose_before": N_("What I wanted to learn, written beforehand"),
    "purpose_before_on": N_("Written beforehand on"),
    "pupils": N_("Are there pupils in it?"),
    "purpose": N_("What did I want to learn?"),
    "question": N_("My learning question"),
    "questions": N_("Questions with their answers"),
    "ratings": N_("How I thought about it"),
    "read_on": N_("Read on"),
    "reason": N_("Reason (for yourself)"),
    "respondents": N_("How many answers?"),
    "right_things": N_("Am I doing the right things?"),
    "rival": N_("Another view that could be true as well"),
    "role": N_("Role"),
    "scheme": N_("Scheme"),
    "scores": N_("What the observer noted"),
    "school": N_("School"),
    "sector": N_("Sector"),
    "seen": N_("What was seen?"),
    "self_study_minutes": N_("Self-study"),
    "sha256": N_("Contents of the file"),
    "sheet_order": N_("Order on the sheet"),
    "side": N_("What is it?"),
    "sources": N_("How do you know?"),
    "spellings": N_("Spellings"),
    "spoken": N_("Said aloud, noted by me"),
    "stand_in": N_("Stand-in"),
    "stamped_by": N_("Time stamped by"),
    "start": N_("I began here as"),
    "state": N_("State"),
    "statement": N_("In one sentence, as you would say it yourself"),
    "stops_period": N_("My period of hours stands still meanwhile (long leave)"),
    "story": N_("What did I do, what happened?"),
    "subject": N_("Subject or group"),
    "tag": N_("Tag"),
    "tags": N_("Tags"),
    "taken_on": N_("Day"),
    "target_minutes": N_("Own target in hours"),
    "tell": N_("What I want to tell"),
    "template": N_("Way of looking back"),
    "text": N_("What was agreed?"),
    "things_right": N_("Am I doing things right?"),
    "title": N_("Title"),
    "tried": N_("What I already tried"),
    "to_whom": N_("Name or role of the reader (optional)"),
    "until_on": N_("Until and including"),
    "validated": N_("Validated"),
    "validation_number": N_("Validation number"),
    "venting": N_("Letting off steam"),
    "visited_on": N_("When?"),
    "want": N_("What makes me want it?"),
    "who": N_("Who does it? (a role)"),
    "why": N_("Why this, why now?"),
    "with_role": N_("With whom? (a role)"),
    "with_roles": N_("With whom? By role, not by name."),
    "wordings": N_("Earlier sentences"),
    "works": N_("I work in these weeks"),
    "written_on": N_("Written on"),
}
"""Names of fields that mean the same wherever they stand."""

OF_KIND: Final[Mapping[tuple[str, str], str]] = {
    ("saved_search", "kind"): N_("Kind"),
    ("saved_search", "period"): N_("Period"),
    ("saved_search", "framework"): N_("Competence framework"),
    ("saved_search", "competence"): N_("Competence"),
    ("saved_search", "tag"): N_("Tag"),
    ("saved_search", "evidence"): N_("Evidence"),
    ("saved_search", "place"): N_("Where to look"),
    ("saved_search", "text"): N_("Words"),
    ("certificate", "title"): N_("Name of the certificate"),
    ("experience", "title"): N_("What was it?"),
    ("feedback", "text"): N_("What was said?"),
    ("letter", "text"): N_("The letter"),
    ("observation", "by_role"): N_("Seen by (a role)"),
    ("observation", "question"): N_("What did I ask to look at?"),
    ("observation", "title"): N_("Which lesson?"),
    ("pattern", "origin"): N_("Where does this come from?"),
    ("phase", "note"): N_("What changed? (optional)"),
    ("plan", "minutes"): N_("Hours, about (optional)"),
    ("plan", "purpose"): N_("What do I want to learn?"),
    ("plan", "title"): N_("What do I mean to do?"),
    ("pupil_survey", "outcome"): N_("What did pupils say?"),
    ("pupil_survey", "title"): N_("What was it about?"),
    ("quality", "text"): N_("In my own words"),
    ("reflection", "title"): N_("In a few words (optional)"),
    ("self_check", "note"): N_("What strikes me (optional)"),
    ("talk", "can"): N_("Being able to: time, knowledge, practice, and from whom?"),
    ("talk", "left_out"): N_("Not on the sheet"),
    ("talk", "may"): N_("Being allowed to: what room, and from whom?"),
    ("talk", "want"): N_("Wanting to: what keeps me going, and who helps?"),
}
"""Names of fields that mean something of their own in one kind of record."""

UNSAID: Final = frozenset(
    {
        "template_version",
        "instrument",
        "instrument_version",
        "scheme_version",
        "year",
        "experience_id",
        "week_id",
        "other_kind",
        "other_id",
        "of_kind",
        "of_id",
        "body",
        "body_version",
        "card",
        "scales",
        "scales_version",
        "in_trash",
        "device",
        "choice_id",
        "contents",
    }
)
"""Fields that nobody filled in and that say nothing to a reader."""

STATES: Final[Mapping[Enum, str]] = {
    WeekState.OPEN: N_("open"),
    WeekState.DONE: N_("done"),
    WeekState.OFF: N_("not this week"),
    Start.STUDENT: N_("student"),
    Start.STARTER: N_("starter"),
    Start.LONGER: N_("teacher for longer"),
}
LANGUAGES: Final[Mapping[str, str]] = {"nl": N_("Dutch"), "en": N_("English")}


class FieldWords:
    """Says what a field of a record is called and what it holds, in one language."""

    def __init__(self, records: Records, content: ContentSets, t: Translator) -> None:
        self._records, self._content, self._t = records, content, t

    def name(self, record: Record, field: str, key: str = "") -> str:
        """What the form calls a field, or the question that an answer belongs to; empty for what is not said."""
        if field in UNSAID or (record.KIND, field) == (JournalWeek.KIND, "number"):
            return ""
        if key:
            return self._question(record, key) or key
        return self._t(OF_KIND.get((record.KIND, field)) or COMMON.get(field) or field)

    def _question(self, record: Record, key: str) -> str:
        if isinstance(record, Selection) and key in {part.value for part in Part}:
            return word(Part(key), self._t)
        if not isinstance(record, Reflection | JournalWeek):
            return ""
        try:
            found = self._content.template(record.template, record.template_version).question(key)
        except UserError:  # a set of the school's own that is gone
            return ""
        return self._t.pick(dict(found.ask)) if found else ""

    def value(self, record: Record, field: str, value: Any) -> str:
        """What a field holds, in words; what has several parts on a line for each. Empty for nothing."""
        t = self._t
        if value is None or value == "":
            return ""
        if isinstance(value, Quote):
            return f"“{value.text}”"
        if isinstance(value, tuple | frozenset):
            return "\n".join(self._items(record, field, cast("tuple[Any, ...]", value)))
        if isinstance(value, bool):
            return t("yes") if value else t("no")
        if isinstance(value, Enum):
            return t(STATES[value]) if value in STATES else word(value, t)
        if isinstance(value, date):
            return t.instant(value) if isinstance(value, datetime) else t.date(value)
        if isinstance(value, int):
            return self._number(field, value)
        return self._text(field, str(value))

    def _items(self, record: Record, field: str, values: tuple[Any, ...] | frozenset[Any]) -> list[str]:
        if isinstance(record, Selection) and field in ("chosen", "left_out"):
            return sorted(self._title(ident) for ident in values)
        if isinstance(record, Talk) and field in ("sheet_order", "left_out"):
            return [self._title(ident) for ident in values]
        said = [self._part(record, item.look if isinstance(item, Cover) else item) for item in values]
        return sorted(said) if isinstance(values, frozenset) else [line for line in said if line]

    def _title(self, ident: str) -> str:
        found = self._records.by_id(ident)
        return (found.heading if found else "") or self._t("something that is gone")

    def _number(self, field: str, value: int) -> str:
        t = self._t
        if field.endswith("minutes"):
            return t("{hours} h", hours=t.hours(value))
        if field == "cost_cents":
            return t.number(value / 100, 2)
        if field == "octets":
            return t.size(value)
        return f"{value} %" if field == "fte_percent" else str(value)

    def _text(self, field: str, value: str) -> str:
        t = self._t
        try:
            if field == "lang":
                return t(LANGUAGES.get(value, value))
            if field == "scheme":
                return t.pick(dict(self._content.scheme(value).name))
            if field == "template":
                return t.pick(dict(self._content.template(value).name))
        except UserError:
            return value
        # Of the contents of a file only that they changed can be told.
        return value[:12] if field in ("sha256", "fingerprint") else value

    def _part(self, record: Record, item: Any) -> str:
        t = self._t
        match item:
            case RatingEntry(on, rating, note):
                return self._line(on, word(rating, t), note)
            case Case(on, fits, text):
                return self._line(on, t("fitted") if fits else t("didn't fit"), text)
            case Consultation(on, lens, who, said):
                return self._line(on, who or word(lens, t), said)
            case Wording(on, statement, decision, note):
                return self._line(on, word(decision, t), statement, note)
            case Experiment():
                return self._tried(item)
            case ScaleScore():
                return scored(record, item, self._content, t)
            case SurveyQuestion():
                return answered(item, t)
            case CheckAnswer():
                return self._checked(record, item)
            case CompetenceRef(framework, code, version):
                return self._competence(framework, code, version)
            case FileVersion(sha256=_, file_name=name, replaced_at=until):
                return f"{name} · {t('until {day}', day=t.instant(until))}" if until else name
            case Allocation(scheme, category, minutes, version):
                return self._allocation(scheme, category, minutes, version)
            case _:
                return word(item, t) if isinstance(item, Enum) else str(item)

    def _line(self, on: date, *parts: str) -> str:
        return " · ".join(part for part in (self._t.date(on, "medium"), *parts) if part)

    def _tried(self, tried: Experiment) -> str:
        t = self._t
        parts = [self._line(tried.planned_on, word(tried.state, t)), f"{t('I try …')} {tried.try_text}"]
        for label, text in ((t("I expect …"), tried.expect), (t("I will think differently if …"), tried.rethink_if),
                            (t("How did it go?"), tried.happened),
                            (t("What does that say about the belief, not about you?"), tried.says)):  # fmt: skip
            if text:
                parts.append(f"{label} {text}")
        if tried.due_on is not None:
            parts.append(t("asked again on {day}", day=t.date(tried.due_on, "medium")))
        return "\n".join(parts)

    def _checked(self, record: Record, answer: CheckAnswer) -> str:
        t, statement, step, second, named = self._t, answer.item, "", "", True
        try:
            instrument = self._content.instrument(
                str(getattr(record, "instrument", "")), int(getattr(record, "instrument_version", 1))
            )
        except UserError:
            step = str(answer.step or "")
        else:
            statement = next((t.pick(dict(item.text)) for item in instrument.items if item.key == answer.item), "")
            step = t.pick(step_words(instrument.scale_of(answer.item), answer.step))
            if instrument.second is not None and answer.second is not None:
                words = t.pick(step_words(instrument.second.scale, answer.second))
                second = f"{t.pick(instrument.second.ask)} {words}"
            named = instrument.named_by_others
        who = word(answer.named_by, t) if answer.example and named else ""
        when = t.date(answer.named_on, "medium") if answer.named_on else ""
        return " · ".join(part for part in (statement, step, second, answer.example, who, answer.by_role, when) if part)

    def _competence(self, framework: str, code: str, version: int) -> str:
        try:
            found = self._content.framework(framework, version).find(code)
        except UserError:
            found = None
        return f"{code}  {self._t.pick(dict(found.name))}" if found else code

    def _allocation(self, scheme: str, category: str, minutes: int, version: int) -> str:
        t, name = self._t, scheme
        try:
            rules = self._content.scheme(scheme, version)
        except UserError:
            place = category
        else:
            name = t.pick(dict(rules.name))
            place = next((t.pick(dict(one.name)) for one in rules.categories if one.id == category), category)
        return " · ".join(part for part in (name, place, t("{hours} h", hours=t.hours(minutes))) if part)
