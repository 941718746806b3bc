"""Evidence of the example: certificates of activities, and files that belong to moments and activities."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from portfolio_app.domain.evidence import Certificate, Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.records import Record
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.files import papers, pictures
from portfolio_app.services.example.files.certificates import Line, write_pdf
from portfolio_app.services.example.later import certified, notes
from portfolio_app.services.example.people import ADDRESS
from portfolio_app.services.example.texts import Table, shape
from portfolio_app.services.example.varying import fill_in
from portfolio_app.vault.media import sniff

VALID_YEARS = 1
ENDINGS = {"board": "jpg", "chart": "png"}
HEAD_OCTETS = 8192
MANY = ("board", "chart", "docx")
LEFT_OUT = 5
"""Files, of the kinds of which there are many, that an example does without; the seed decides which."""


def plan_evidence(draft: Draft) -> None:
    """Add every file whose day has come, linked to what it proves."""
    words, form = draft.texts.file("evidence"), shape("evidence")
    rng = draft.random("evidence")
    for key in _certificates(draft, rng, form["certificates"]):
        _certificate(draft, key, words["words"], rng.randrange(*form["certificates"]["days"]))
    left_out = rng.sample([key for key, place in form["files"].items() if place["kind"] in MANY], LEFT_OUT)
    for key, place in form["files"].items():
        if key in left_out:
            continue
        day = draft.schedule.day(place["at"])
        target = _target(draft, place["about"])
        if day is None or target is None:
            continue
        text = words["files"][key]
        data = _MAKERS[place["kind"]](draft, key, place, text, day)
        name = f"{day:%Y-%m-%d}-{text['file']}.{ENDINGS.get(place['kind'], place['kind'])}"
        pupils = PupilsVisible(place.get("pupils", "no"))
        evidence = _evidence(
            draft, f"file:{key}", (text["title"], name, text["desc"], text.get("alt", "")), data, day, pupils
        )
        draft.link(Role.PROVES, evidence, target)
    for key, name, kind, about in notes(draft):
        _note(draft, key, kind, draft.texts.file("variation")["parts"]["notes"][name], about)


def _certificates(draft: Draft, rng: random.Random, form: Table) -> list[str]:
    """Activities with a certificate: those that always have one, some of the others, and those of later years."""
    there = [key for key in form["optional"] if draft.get(Experience, f"activity:{key}") is not None]
    some = rng.sample(there, min(len(there), form["some"]))
    return [*form["about"], *(key for key in form["optional"] if key in some), *certified(draft)]


def _note(draft: Draft, key: str, kind: str, text: Table, about: Experience) -> None:
    """A small paper of a later year that belongs to an activity."""
    facts, day = draft.variety(key).facts(), min(about.happened_on + timedelta(days=1), draft.until - timedelta(days=1))
    made = {name: fill_in(text[name], facts) for name in ("title", "desc")}
    body = [fill_in(line, facts) for line in text["body"]]
    data = _MAKERS[kind](draft, key, {}, {"title": made["title"], "body": body}, day)
    words = (made["title"], f"{day:%Y-%m-%d}-{text['file']}.{kind}", made["desc"], "")
    draft.link(Role.PROVES, _evidence(draft, f"file:{key}", words, data, day, PupilsVisible.NO), about)


def _target(draft: Draft, about: str) -> Record | None:
    for cls, kind in ((Experience, "activity"), (Experience, "moment"), (Pattern, "pattern")):
        found = draft.get(cls, f"{kind}:{about}")
        if found is not None:
            return found
    return None


def _evidence(
    draft: Draft, key: str, words: tuple[str, str, str, str], data: bytes, day: date, pupils: PupilsVisible
) -> Evidence:
    title, name, description, alternative = words
    sha256 = hashlib.sha256(data).hexdigest()
    draft.contents[sha256] = data
    return draft.add(
        key,
        Evidence(
            **draft.head(day),
            title=title,
            file_name=name,
            sha256=sha256,
            octets=len(data),
            media_type=sniff(name, data[:HEAD_OCTETS]),
            made_on=day,
            description=description,
            alternative_text=alternative,
            pupils=pupils,
        ),
    )


def _certificate(draft: Draft, key: str, words: Table, days: int) -> None:
    activity = draft.get(Experience, f"activity:{key}")
    if activity is None:
        return
    ended = activity.ended_on or activity.happened_on
    day = min(ended + timedelta(days=days), draft.until - timedelta(days=1))
    growth = draft.texts.file("growth")
    name = f"{growth['person']['given_name']} {growth['person']['family_name']}"
    hours = words["hours"].format(contact=_hours(activity.contact_minutes), self=_hours(activity.self_study_minutes))
    lines = [
        Line(activity.provider, 12),
        Line(words["certificate"], 26, bold=True, gap=30),
        Line(name, 18, bold=True, gap=24),
        Line(words["took_part"], 12, gap=6),
        Line(activity.title, 16, bold=True, gap=6),
        Line(f"{activity.place or activity.provider}, {ended:%d-%m-%Y}", 11, gap=14),
        Line(hours, 11, gap=4),
        Line(f"{words['content']}: {activity.purpose}", 11, gap=18),
        Line(words["signed"], 11, gap=60),
        Line(words["fictional"], 9, gap=30),
    ]
    data = write_pdf(f"{words['certificate']}: {activity.title}", lines, ended, draft.texts.lang)
    file_name = f"{ended:%Y-%m-%d}-{words['certificate_file']}-{key}.pdf"
    title = f"{words['certificate']}: {activity.title}"
    evidence = _evidence(draft, f"file:certificate-{key}", (title, file_name, "", ""), data, day, PupilsVisible.NO)
    draft.link(Role.PROVES, evidence, activity)
    _qualification(draft, key, activity, evidence, growth["now"])


def _qualification(draft: Draft, key: str, activity: Experience, evidence: Evidence, words: Table) -> None:
    """A certificate with an end (BHV) or without one (the module)."""
    ended = activity.ended_on or activity.happened_on
    rescue = key.startswith("bhv")
    if not rescue and key != "opleiding-2":
        return
    record = Certificate(
        **draft.head(evidence.made_on),
        title=words["certificate_bhv" if rescue else "certificate_module"],
        issued_on=ended,
        expires_on=date(ended.year + VALID_YEARS, ended.month, min(ended.day, 28)) if rescue else None,
        issuer=activity.provider,
        number=f"{'BHV' if rescue else 'MLG'}-{ended:%y%m}-{draft.random(key).randrange(1000, 9999)}",
    )
    draft.link(Role.PROVES, evidence, draft.add(f"certificate:{key}", record))


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _board(draft: Draft, key: str, place: Table, text: Table, day: date) -> bytes:
    rng = draft.random(key)
    taken = datetime.combine(day, time(9 + rng.randrange(6), rng.randrange(60), rng.randrange(60)), UTC)
    return pictures.photo(place["layout"], text["body"], place["turn"], taken, rng)


def _chart(draft: Draft, place: Table, text: Table) -> bytes:
    def tenths(value: int) -> str:
        return f"{value / 10:.1f}".replace(".", "," if draft.texts.lang == "nl" else ".")

    return pictures.chart(text["title"], text["body"], place["values"], tenths if place.get("tenths") else str)


def _mail(draft: Draft, key: str, text: Table, day: date) -> bytes:
    ident = f"{day:%Y%m%d}.{draft.random(key).randrange(10**9)}"
    return papers.mail(
        text["body"], (draft.texts.file("evidence")["words"]["from_me"], draft.texts.cast.of(ADDRESS)), day, ident
    )


_MAKERS: dict[str, Callable[[Draft, str, Table, Table, date], bytes]] = {
    "board": _board,
    "chart": lambda draft, key, place, text, day: _chart(draft, place, text),
    "docx": lambda draft, key, place, text, day: papers.docx(text["title"], text["body"], day),
    "odt": lambda draft, key, place, text, day: papers.odt(text["title"], text["body"], day),
    "csv": lambda draft, key, place, text, day: papers.table(text["body"]),
    "txt": lambda draft, key, place, text, day: papers.note(text["title"], text["body"]),
    "wav": lambda draft, key, place, text, day: papers.sound(_SOUND[key]),
    "eml": lambda draft, key, place, text, day: _mail(draft, key, text, day),
}
_SOUND = {"belletje": "bell", "acht-tellen": "counts", "keerpunt-ritme": "rhythm"}
