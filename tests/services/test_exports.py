"""Choosing, composing, signing, keeping the original, and telling whether a file is still as it was."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from portfolio_app.document.tree import Document, walk
from portfolio_app.domain.carrying import Place
from portfolio_app.domain.competences import main_competences
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.experiences import Allocation, CompetenceRef, Experience
from portfolio_app.domain.growth import Phase
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.portfolio import Pause, Sector
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.register import Count
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Carry, Part, Selection
from portfolio_app.domain.standing import RuleStanding
from portfolio_app.i18n import Translator
from portfolio_app.logs import RedactingFormatter
from portfolio_app.services.selecting import PARTS, Why, school_year
from portfolio_app.services.sentences import explain
from portfolio_app.services.session import Services
from portfolio_app.vault.blobs import Vault
from tests.services.helpers import Desk, activity, belief, head, own_scheme, phase, profile, reflection, saved
from tests.vault import documents


def add_photo(services: Services, folder: Path, about: Experience, pupils: PupilsVisible) -> Evidence:
    """A photo with a name and a place in its metadata."""
    exif = Image.Exif()
    exif[0x010E] = "Vertrouwelijk bijschrift"
    exif[0x0112] = 6
    out = BytesIO()
    Image.new("RGB", (90, 40), (20, 90, 120)).save(out, "JPEG", exif=exif)
    path = folder / f"bord-{pupils.value}.jpg"
    path.write_bytes(out.getvalue() + pupils.value.encode())
    item = services.evidence.add(path, about=about).evidence
    return saved(services, replace(item, pupils=pupils))


@pytest.fixture
def filled(services: Services, tmp_path: Path) -> dict[str, Any]:
    """A portfolio with one of each."""
    profile(services)
    phase(services, Phase.INDUCTION, date(2025, 8, 1))
    services.hours.join("nl-cao-vo", date(2025, 8, 1))
    course = activity(services)
    course = replace(course, allocations=services.hours.suggest(course))
    services.records.save(course)
    week = replace(services.journal.week(Week(2026, 9)), answers={"stuck": "Het bleef stil."})
    services.journal.save(week)
    return {
        "course": course,
        "moment": activity(services, "Een moment in 2b", contact_minutes=0),
        "old": activity(services, "Van vorig jaar", happened_on=date(2024, 10, 1)),
        "reflection": reflection(services),
        "vented": reflection(services, "Stoom", venting=True),
        "week": week,
        "belief": belief(services),
        "shown": add_photo(services, tmp_path, course, PupilsVisible.NO),
        "pupils": add_photo(services, tmp_path, course, PupilsVisible.YES),
        "unknown": add_photo(services, tmp_path, course, PupilsVisible.UNKNOWN),
    }


def reasons(services: Services, filled: dict[str, Any], selection: Selection) -> dict[str, Why]:
    names = {record.id: name for name, record in filled.items()}
    plan = services.choosing.plan(selection)
    return {names[item.id]: item.why for part in plan.parts for item in part.items if item.id in names}


def test_everything_is_private_unless_chosen(services: Services, filled: dict[str, Any]) -> None:
    selection = services.choosing.default(Audience.MENTOR)
    assert (selection.from_on, selection.until_on) == (date(2025, 8, 1), date(2026, 3, 11))
    assert reasons(services, filled, selection) == {
        "course": Why.DEFAULT,
        "moment": Why.PRIVATE,
        "reflection": Why.PRIVATE,
        "vented": Why.LETTING_OFF_STEAM,
        "week": Why.PRIVATE,
        "belief": Why.PRIVATE,
        "shown": Why.DEFAULT,
        "pupils": Why.PUPILS,
        "unknown": Why.PUPILS_UNKNOWN,
    }
    assert services.choosing.plan(selection).included == {filled["course"].id, filled["shown"].id}


def test_choosing_and_leaving_out(services: Services, filled: dict[str, Any]) -> None:
    chosen = frozenset(filled[name].id for name in ("moment", "belief", "vented", "pupils", "unknown", "week"))
    usual = services.choosing.default(Audience.MENTOR)
    selection = replace(
        usual, parts=usual.parts - {Part.JOURNAL}, chosen=chosen, left_out=frozenset({filled["course"].id})
    )
    told = reasons(services, filled, selection)
    assert (told["moment"], told["belief"], told["pupils"]) == (Why.CHOSEN,) * 3
    assert told["unknown"] is Why.PUPILS_UNKNOWN  # first she says whether there are pupils in it
    assert told["course"] is Why.LEFT_OUT
    assert told["vented"] is Why.LETTING_OFF_STEAM  # no choice lets it out
    assert told["week"] is Why.PART_OFF  # no week goes along without its part
    assert told["shown"] is Why.NOT_LINKED  # what it proves is not there


def test_her_own_archive_has_everything_but_what_was_vented(services: Services, filled: dict[str, Any]) -> None:
    selection = services.choosing.default(Audience.ARCHIVE)
    assert selection.from_on == date(2024, 10, 1)
    told = reasons(services, filled, selection)
    out = {name for name, why in told.items() if why is not Why.DEFAULT}
    assert out == {"vented", "pupils", "unknown"}


def test_left_out_leaves_no_trace(services: Services, filled: dict[str, Any]) -> None:
    services.records.save(
        Pause(**head(services), from_on=date(2026, 1, 5), until_on=date(2026, 1, 9), reason="Ziekteverlof")
    )
    services.records.link(Role.FITS, filled["moment"], filled["belief"])
    selection = replace(services.choosing.default(Audience.MENTOR), chosen=frozenset({filled["belief"].id}))
    text = repr(services.composing.compose(selection))
    assert "Wie stilvalt" in text
    for secret in ("moment in 2b", "Ziekteverlof", "Stoom", "bleef stil", "vorig jaar", filled["moment"].id):
        assert secret not in text
    without = replace(selection, left_out=frozenset({filled["course"].id}))
    document = services.composing.compose(without)
    assert "180" not in repr(document)
    assert not any("uur" in getattr(block, "title", "") for block in walk(document))


@pytest.mark.parametrize("audience", list(Audience))
def test_each_reader_gets_the_parts_of_that_reader(
    services: Services, filled: dict[str, Any], audience: Audience
) -> None:
    document = services.composing.compose(services.choosing.default(audience))
    keys = {part.key for part in document.parts}
    assert keys <= {part.value for part in DEFAULT_PARTS[audience]} | {"signature"}
    assert ("hours" in keys) is (audience is not Audience.APPLICATION)
    assert ("account" in keys) is (audience is not Audience.REGISTER)


def test_export_signs_keeps_and_recognises(desk: Desk, filled: dict[str, Any], tmp_path: Path) -> None:
    services = desk.opened[0]
    out = tmp_path / "portfolio.pdf"
    assert services.signing.fingerprint() is None
    told: list[tuple[int, int]] = []
    made = services.exports.export(
        replace(services.choosing.default(Audience.MENTOR), to_whom="coach"),
        out,
        progress=lambda done, total, what: told.append((done, total)),
    )
    data = out.read_bytes()
    assert (made.sha256, made.octets) == (hashlib.sha256(data).hexdigest(), len(data))
    assert told[-1][0] == told[-1][1]
    assert services.exports.all() == [made]
    assert services.signing.fingerprint() == made.fingerprint
    assert b"Vertrouwelijk" not in data
    signed = subprocess.run(["pdfsig", "-nocert", out], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in signed
    assert "Total document signed" in signed
    listed = subprocess.run(["pdfdetach", "-list", out], capture_output=True, text=True, check=True).stdout
    assert "bord-no.jpg" in listed
    assert "bord-yes.jpg" not in listed
    verdict = services.verifying.verify(out)
    assert (verdict.outcome, verdict.identity, verdict.attachments_ok) == ("untouched", "expected", True)
    again = services.exports.export(services.choosing.default(Audience.DOSSIER), tmp_path / "dossier.pdf")
    assert again.fingerprint == made.fingerprint
    out.write_bytes(data[:-40] + bytes(40))
    assert services.verifying.verify(out).outcome in ("changed", "broken")
    assert services.verifying.origin(out) is None
    out.write_bytes(data + b"\n% later")
    assert services.verifying.origin(out) == made
    services.maintain(keep=timedelta(0)).result(30)
    out.write_bytes(data)
    assert services.verifying.verify(out).outcome == "untouched"  # the kept original was not swept
    desk.close()
    assert desk.open().signing.fingerprint() == made.fingerprint


def test_she_is_told_which_files_keep_what_was_written_beside_the_content(
    services: Services, filled: dict[str, Any], tmp_path: Path
) -> None:
    course = filled["course"]

    def add(name: str, data: bytes) -> Evidence:
        path = tmp_path / name
        path.write_bytes(data)
        item = services.evidence.add(path, about=course).evidence
        return saved(services, replace(item, pupils=PupilsVisible.NO))

    add("zomaar.txt", b"Wat ik leerde")
    cut = add("afgebroken.jpg", b"\xff\xd8\xff\xe1\xff\xffExif\0\0Vertrouwelijk")
    film = add("les.mp4", b"\0\0\0\x18ftypmp42 Vertrouwelijk")
    selection = services.choosing.default(Audience.MENTOR)
    told: list[tuple[int, int, str]] = []
    found = services.exports.keeping_metadata(selection, progress=lambda *report: told.append(report))
    assert {item.id for item in found} == {cut.id, film.id}
    assert told[-1] == (4, 4, "")
    assert services.exports.keeping_metadata(replace(selection, carry=Carry.LISTED)) == ()
    assert services.exports.keeping_metadata(replace(selection, left_out=frozenset({cut.id, film.id}))) == ()
    with pytest.raises(Cancelled):
        services.exports.keeping_metadata(selection, cancelled=lambda: True)
    copies = services.composing.composed(selection, Translator("nl"), None)[1].copies
    assert {ident for ident, copy in copies.items() if copy.stripped} == {filled["shown"].id}


def test_a_pipe_or_a_folder_is_not_waited_for(services: Services, tmp_path: Path) -> None:
    pipe = tmp_path / "pijp.pdf"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "weg.pdf"):
        assert services.verifying.origin(path) is None
        assert services.verifying.verify(path).outcome == "unreadable"


def test_an_original_that_can_not_be_read_is_not_passed_over(services: Services, tmp_path: Path) -> None:
    out = tmp_path / "portfolio.pdf"
    services.exports.export(services.choosing.default(Audience.MENTOR), out)
    empty = tmp_path / "leeg.pdf"
    empty.touch()
    verdict = services.verifying.verify(out, original=empty)
    assert (verdict.outcome, [entry.code for entry in verdict.facts]) == ("unreadable", ["original-unreadable"])
    assert services.verifying.verify(out, original=out).outcome == "untouched"


def test_stopping_and_trouble_leave_what_was_there(services: Services, filled: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "portfolio.pdf"
    out.write_text("van gisteren")
    selection = services.choosing.default(Audience.MENTOR)
    with pytest.raises(Cancelled):
        services.exports.export(selection, out, cancelled=lambda: True)
    with pytest.raises(UserError, match="folder-missing"):
        services.exports.export(selection, tmp_path / "nergens" / "portfolio.pdf")
    with pytest.raises(UserError, match="dates-reversed"):
        services.exports.export(replace(selection, until_on=date(2020, 1, 1)), out)
    with pytest.raises(UserError, match="nothing-selected"):
        services.exports.export(replace(selection, parts=frozenset()), out)
    vault = Vault(services.home / "vault", services._core.vault_key)
    vault.path(filled["shown"].sha256).unlink()
    with pytest.raises(UserError, match="evidence-lost"):
        services.exports.export(selection, out)
    assert out.read_text() == "van gisteren"
    assert services.exports.all() == []
    assert {path.name for path in tmp_path.iterdir() if ".part" in path.name} == set()


def test_what_stops_an_export_is_named_for_her_and_for_no_log(
    services: Services, filled: dict[str, Any], tmp_path: Path
) -> None:
    shown: Evidence = saved(services, replace(filled["shown"], title="Het bord van 2b"))
    path = Vault(services.home / "vault", services._core.vault_key).path(shown.sha256)
    path.write_bytes(path.read_bytes()[:-1])
    selection = services.choosing.default(Audience.MENTOR)
    for attempt in (
        lambda: services.exports.export(selection, tmp_path / "uit.pdf"),
        lambda: services.exports.keeping_metadata(selection),
        lambda: services.evidence.export_copy(shown, tmp_path / "kopie.jpg"),
    ):
        with pytest.raises(UserError, match="evidence-damaged") as caught:
            attempt()
        said = explain(caught.value, Translator("nl"))
        assert said.endswith(" Het gaat om Het bord van 2b (bord-no.jpg).")
        told = logging.LogRecord("portfolio_app.x", 40, "x", 1, "stopped: %s", (caught.value,), None)
        told.exc_info = (UserError, caught.value, caught.value.__traceback__)
        assert "bord" not in f"{caught.value!r} {caught.value} {RedactingFormatter().format(told)}"


def test_what_cannot_be_kept_is_not_handed_over(services: Services, filled: dict[str, Any], tmp_path: Path) -> None:
    selection = services.choosing.default(Audience.MENTOR)
    out = tmp_path / "portfolio.pdf"
    out.write_text("van gisteren")
    unfinished = services.home / "vault" / "unfinished"
    shutil.rmtree(unfinished)
    unfinished.write_text("Hier kan niets bewaard worden.")
    with pytest.raises(OSError, match="unfinished"):
        services.exports.export(selection, out)
    assert out.read_text() == "van gisteren"
    assert services.exports.all() == []
    assert [path for path in tmp_path.iterdir() if ".part" in path.name] == []


def test_what_cannot_be_put_in_its_place_was_not_handed_over(
    services: Services, filled: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "portfolio.pdf"

    def in_the_way(done: int, total: int, stage: str) -> None:
        out.mkdir(exist_ok=True)

    with pytest.raises(UserError, match="write-failed"):
        services.exports.export(services.choosing.default(Audience.MENTOR), out, progress=in_the_way)
    assert services.exports.all() == services.records.trashed() == []
    assert [path for path in tmp_path.iterdir() if ".part" in path.name] == []
    assert services.checks.check().sound


def test_evidence_kept_apart_is_listed_with_the_digest_of_the_original(
    services: Services, filled: dict[str, Any]
) -> None:
    selection = replace(services.choosing.default(Audience.MENTOR), carry=Carry.LISTED)
    document = services.composing.compose(selection)
    assert {one.place for one in document.attachments} == {Place.LISTED}
    assert filled["shown"].sha256 in repr(document)


def test_a_document_in_english(services: Services, filled: dict[str, Any]) -> None:
    document = services.composing.compose(services.choosing.default(Audience.MENTOR, "en"))
    assert document.lang == "en"
    assert "Activities and moments" in [part.title for part in document.parts]


def test_a_school_year_begins_in_august() -> None:
    assert school_year(date(2026, 7, 31)) == date(2025, 8, 1)
    assert school_year(date(2026, 8, 1)) == date(2026, 8, 1)


def test_every_kind_is_an_item_or_never_one() -> None:
    never = {"profile", "appointment", "pause", "person", "plan", "phase", "talk", "cycle", "export", "link",
             "selection", "conflict", "saved_search", "pseudonym", "letter"}  # fmt: skip
    assert {cls.KIND for cls in PARTS} | never == set(KINDS)
    assert {Reflection, JournalWeek, Pattern} <= set(PARTS)
    assert set(PARTS.values()) <= set(Part)


def hours_of(document: Document) -> str:
    """Every word of the part about hours."""
    (part,) = (part for part in document.parts if part.key == Part.HOURS.value)
    return repr(part)


@pytest.fixture
def four_years(services: Services) -> dict[str, Experience]:
    """Sixty hours in a scheme of four years, ten of them in this school year."""
    profile(services)
    services.hours.join("nl-registerleraar-2017", date(2023, 8, 1))
    days = {"first": (date(2023, 10, 4), 20), "second": (date(2024, 11, 6), 30), "now": (date(2025, 11, 5), 10)}
    return {
        name: activity(
            services,
            f"Cursus {name}",
            happened_on=day,
            contact_minutes=hours * 60,
            allocations=(Allocation("nl-registerleraar-2017", "", hours * 60),),
        )
        for name, (day, hours) in days.items()
    }


def test_a_document_claims_the_hours_that_the_window_shows(
    services: Services, four_years: dict[str, Experience]
) -> None:
    selection = services.choosing.default(Audience.MENTOR)
    (view,) = services.composing.snapshot(selection).hours
    (shown,) = services.hours.standings()
    assert (view.standing.total, view.standing.target) == (shown.total, shown.target) == (3600, 9600)
    assert view.standing.rules == shown.rules
    text = hours_of(services.composing.compose(selection))
    assert "60 van 160 uur" in text
    assert "1 augustus 2023 tot en met 31 juli 2027" in text
    assert "Geteld over de hele periode" in text
    assert "Cursus now" in text
    assert "Cursus first" not in text
    assert "Op andere dagen van de periode" in text


def test_what_is_left_out_counts_nowhere(services: Services, four_years: dict[str, Experience]) -> None:
    without = frozenset({four_years["now"].id, four_years["second"].id})
    selection = replace(services.choosing.default(Audience.MENTOR), left_out=without)
    (view,) = services.composing.snapshot(selection).hours
    assert (view.standing.total, view.standing.rows) == (1200, ())
    whole = replace(selection, from_on=date(2023, 8, 1), left_out=frozenset({four_years["now"].id}))
    text = hours_of(services.composing.compose(whole))
    assert "50 van 160 uur" in text
    assert "Geteld over de hele periode" not in text
    assert "Op andere dagen" not in text


def test_hours_without_the_activities_tell_the_totals_alone(
    services: Services, four_years: dict[str, Experience]
) -> None:
    selection = services.choosing.default(Audience.MENTOR)
    (view,) = services.composing.snapshot(replace(selection, parts=frozenset({Part.HOURS}))).hours
    assert (view.standing.total, view.standing.rows) == (3600, ())


def test_hours_carried_over_come_along_in_a_document(services: Services) -> None:
    own_scheme(services, '[carry_over]\ncite = "Scholingsplan 2026"\nmax_hours = 10\n')
    profile(services)
    services.hours.join("onze-school", date(2024, 8, 1))
    parts = (Allocation("onze-school", "", 3600),)
    activity(services, happened_on=date(2024, 10, 1), contact_minutes=3600, allocations=parts)
    (view,) = services.composing.snapshot(services.choosing.default(Audience.MENTOR)).hours
    (shown,) = services.hours.standings()
    assert view.standing.carried == shown.carried == 600


def test_a_moment_and_its_evidence_count_where_a_rule_asks_for_evidence(services: Services, tmp_path: Path) -> None:
    profile(services)
    services.hours.join("nl-dossier", date(2025, 8, 1))
    framework = services.content.framework("nl-bekwaamheid-2017")
    code = main_competences(framework, Sector.VO)[0].code
    moment = activity(services, contact_minutes=0, competences=(CompetenceRef(framework.id, code),))
    add_photo(services, tmp_path, moment, PupilsVisible.NO)

    def have(rules: tuple[RuleStanding, ...]) -> int:
        return next(rule.have for rule in rules if isinstance(rule.rule, Count))

    def told(**choice: Any) -> int:
        selection = replace(services.choosing.default(Audience.MENTOR), **choice)
        return have(services.composing.snapshot(selection).hours[0].standing.rules)

    assert have(services.hours.standings()[0].rules) == 1
    assert told(chosen=frozenset({moment.id})) == 1
    assert told() == 0  # it is hers alone, so no number tells of it


def test_what_was_written_with_a_set_that_is_gone_goes_along_without_its_questions(services: Services) -> None:
    written = reflection(services, template="van-school", answers={"raak": "Het bleef stil."})
    selection = replace(services.choosing.default(Audience.MENTOR), chosen=frozenset({written.id}))
    assert "Het bleef stil." in repr(services.composing.compose(selection))


def test_what_she_chose_for_a_reader_is_kept(desk: Desk, filled: dict[str, Any]) -> None:
    services = desk.opened[0]
    usual = services.choosing.selection(Audience.MENTOR)
    assert services.choosing.kept(Audience.MENTOR) is None
    chosen = replace(
        usual,
        parts=usual.parts - {Part.HOURS},
        chosen=frozenset({filled["belief"].id}),
        left_out=frozenset({filled["course"].id}),
        account="Dit jaar leerde ik wachten bij een vlinderkaart.",
    )
    services.choosing.keep(chosen)
    desk.close()
    services = desk.open()
    assert services.choosing.selection(Audience.MENTOR) == services.choosing.kept(Audience.MENTOR)
    assert services.choosing.selection(Audience.MENTOR).account == chosen.account
    assert services.choosing.selection(Audience.MENTOR).chosen == chosen.chosen
    assert services.choosing.selection(Audience.MENTOR).left_out == chosen.left_out
    assert services.choosing.selection(Audience.MENTOR).parts == chosen.parts
    assert services.choosing.kept(Audience.DOSSIER) is None
    (hit,) = services.search.find("vlinderkaart")
    assert (hit.kind, hit.id) == (Selection.KIND, chosen.id)


def test_there_is_one_choice_for_each_reader_and_every_step_can_be_undone(services: Services) -> None:
    first = services.choosing.keep(replace(services.choosing.default(Audience.MENTOR), account="Eerst"))
    second = services.choosing.keep(replace(services.choosing.default(Audience.MENTOR), account="Toen"))
    assert second.id == first.id
    assert [item.account for item in services.records.load(Selection)] == ["Toen"]
    services.undo.undo()
    kept = services.choosing.kept(Audience.MENTOR)
    assert kept is not None
    assert kept.account == "Eerst"
    assert [version.number for version in services.records.history(Selection.KIND, first.id)] == [3, 2, 1]
    services.records.trash(Selection.KIND, first.id)
    assert services.choosing.kept(Audience.MENTOR) is None
    services.choosing.keep(replace(services.choosing.default(Audience.MENTOR), account="Anders"))
    with pytest.raises(UserError, match="place-taken"):
        services.records.restore(Selection.KIND, first.id)


def test_a_period_that_was_not_chosen_goes_on_with_the_school_year(desk: Desk) -> None:
    services = desk.open()
    services.choosing.keep(replace(services.choosing.default(Audience.MENTOR), account="Over dit jaar"))
    own = replace(
        services.choosing.default(Audience.DOSSIER),
        from_on=date(2026, 1, 1),
        until_on=date(2026, 3, 1),
        own_period=True,
    )
    services.choosing.keep(own)
    desk.clock.go_to(date(2026, 10, 1))
    mentor, dossier = services.choosing.selection(Audience.MENTOR), services.choosing.selection(Audience.DOSSIER)
    assert (mentor.from_on, mentor.until_on) == (date(2026, 8, 1), date(2026, 10, 1))
    assert mentor.account == "Over dit jaar"
    assert (dossier.from_on, dossier.until_on) == (date(2026, 1, 1), date(2026, 3, 1))


def test_a_period_the_wrong_way_round_is_not_kept(services: Services) -> None:
    usual = services.choosing.default(Audience.MENTOR)
    with pytest.raises(UserError, match="dates-reversed"):
        services.choosing.keep(replace(usual, until_on=usual.from_on - timedelta(days=1)))


def test_an_office_document_is_looked_through_once(
    services: Services, filled: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lesplan.docx"
    path.write_bytes(documents.docx("Een lesplan", {"docProps/core.xml": "<x><creator>Jan Jansen</creator></x>"}))
    item = services.evidence.add(path, about=filled["course"]).evidence
    saved(services, replace(item, pupils=PupilsVisible.NO))
    selection = services.choosing.default(Audience.MENTOR)
    first = services.composing.composed(selection, Translator("nl"), None)[1].copies[item.id]
    assert first.stripped
    monkeypatch.setattr(subprocess, "Popen", None)  # a second look would need a process
    assert services.composing.composed(selection, Translator("nl"), None)[1].copies[item.id] == first
    assert services.exports.keeping_metadata(selection) == ()


def test_what_was_handed_over_is_judged_without_its_original_too(services: Services, tmp_path: Path) -> None:
    profile(services)
    activity(services)
    out = tmp_path / "uit.pdf"
    services.exports.export(services.choosing.selection(Audience.MENTOR), out)
    for kept in (services.home / "vault" / "files").rglob("*"):
        if kept.is_file():
            kept.write_bytes(kept.read_bytes()[:-1])
    verdict = services.verifying.verify(out)
    assert (verdict.outcome, verdict.identity) == ("untouched", "expected")
