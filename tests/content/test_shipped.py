"""What is shipped loads, speaks both languages, cites its numbers, and says where to check them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest

from portfolio_app import paths
from portfolio_app.content.loader import load
from portfolio_app.content.sets import FAMILIES, ContentSets
from portfolio_app.domain.growth import Phase
from portfolio_app.domain.holidays import Region
from portfolio_app.domain.patterns import Pattern, Rating
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.register import Practice, Scheme, Status, Total
from portfolio_app.domain.sets import Confidence, ContentSet, Framework, QuestionForm, Template

RESOURCES = paths.resources()
FILES = [(family, file) for family in FAMILIES for file in sorted((RESOURCES / family).glob("*.toml"))]
SHIPPED = ContentSets(RESOURCES)
EXPECTED = {
    "schemes": {"nl-dossier", "nl-cao-po", "nl-cao-vo", "nl-cao-mbo", "nl-registerleraar-2017"},
    "frameworks": {"nl-bekwaamheid-2017", "nl-sbl-2006", "nl-kd-docent-mbo-2015"},
    "templates": {"week", "alact", "gewoonte-opvatting-uitproberen"},
    "self_checks": {
        "leervermogen",
        "amo",
        "handelingsvermogen",
        "voorwaarden",
        "cultuur",
        "kwaliteit-activiteit",
    },
    "observation_scales": {"icalt"},
    "examples": {"beliefs"},
    "holidays": {"nl"},
    "signals": {"nl", "en"},
}

every_file = pytest.mark.parametrize(("family", "file"), FILES, ids=[file.stem for _, file in FILES])


def texts(value: Any) -> Iterator[Mapping[str, str]]:
    """Every text in languages within a content set."""
    if isinstance(value, Mapping):
        yield cast("Mapping[str, str]", value)
    elif is_dataclass(value):
        for item in fields(value):
            if item.name != "framework_for":
                yield from texts(getattr(value, item.name))
    elif isinstance(value, tuple):
        for part in cast("tuple[Any, ...]", value):
            yield from texts(part)


def test_nothing_is_missing() -> None:
    for family, ids in EXPECTED.items():
        assert ids <= {file.stem for name, file in FILES if name == family}
    assert {scheme.id for scheme in SHIPPED.schemes()} >= EXPECTED["schemes"]


@every_file
def test_it_loads_and_speaks_dutch_and_english(family: str, file: Path) -> None:
    content: ContentSet = load(FAMILIES[family], file)
    said = list(texts(content))
    assert said
    for text in said:
        assert set(text) == {"nl", "en"}, text
        assert all(value == value.strip() for value in text.values())


@every_file
def test_the_words_are_those_of_a_good_colleague(family: str, file: Path) -> None:
    for text in texts(load(FAMILIES[family], file)):
        assert "!" not in "".join(text.values())
        assert not re.search(r"\b(u|uw)\b", text["nl"]), text["nl"]


@every_file
def test_it_says_where_it_comes_from_and_when_that_was_checked(family: str, file: Path) -> None:
    content: ContentSet = load(FAMILIES[family], file)
    assert content.source
    assert date(2026, 11, 1) <= content.checked_on <= date(2027, 12, 31)
    assert content.check_this is (content.confidence is not Confidence.HIGH)
    assert "/work" not in file.read_text(encoding="utf-8")
    assert "/home" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", SHIPPED.schemes(), ids=lambda scheme: scheme.id)
def test_every_number_of_a_scheme_is_cited(scheme: Scheme) -> None:
    assert "facts" in scheme.period.cite
    for rule in scheme.rules:
        assert re.search(r"\(facts \d", rule.cite), rule


def test_every_number_in_the_files_is_cited_near_by() -> None:
    """A table with a number has a ``cite`` of its own, or the line with the number a comment that cites."""
    uncited: list[str] = []
    for family, file in FILES:
        if family in ("frameworks", "examples", "signals"):
            continue
        plain = tomllib.loads(file.read_text(encoding="utf-8"))
        for where, table in tables(plain, file.stem):
            numbers = [key for key, value in table.items() if type(value) is int and key != "version"]
            if numbers and "facts" not in str(table.get("cite", "")):
                uncited.append(f"{where}: {numbers}")
    assert uncited == []


def tables(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        yield where, table
        for key, part in table.items():
            yield from tables(part, f"{where}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(cast("list[Any]", value)):
            yield from tables(part, f"{where}[{index}]")


# ---- schemes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "hours", "sector"), [("nl-cao-vo", 83, "vo"), ("nl-cao-po", 83, "po"), ("nl-cao-mbo", 59, "mbo")]
)
def test_the_agreements_are_to_be_checked_and_belong_to_a_sector(id: str, hours: int, sector: str) -> None:
    scheme = SHIPPED.scheme(id)
    assert scheme.status is Status.EMPLOYER
    assert scheme.check_this
    assert scheme.sectors == (Sector(sector),)
    assert next(rule for rule in scheme.rules if isinstance(rule, Total)).hours == hours
    assert scheme.period.month_and_day == (8, 1)


def test_the_old_register_is_called_historic_and_never_offered_first() -> None:
    scheme = SHIPPED.scheme("nl-registerleraar-2017")
    assert scheme.status is Status.HISTORIC
    assert not scheme.offer_first
    assert scheme.check_this
    assert not scheme.counts_normal_work
    assert scheme.carry_over is None
    assert scheme.note is not None
    assert "geen lerarenregister" in scheme.note["nl"]
    assert next(rule for rule in scheme.rules if isinstance(rule, Practice)).hours == 1328


@pytest.mark.parametrize("sector", list(Sector))
def test_the_sector_picks_the_first_schemes(sector: Sector) -> None:
    assert [scheme.id for scheme in SHIPPED.default_schemes(sector)] == ["nl-dossier", f"nl-cao-{sector.value}"]


@pytest.mark.parametrize("scheme", SHIPPED.schemes(), ids=lambda scheme: scheme.id)
def test_the_framework_of_a_scheme_is_there_and_knows_its_competences(scheme: Scheme) -> None:
    for sector in Sector:
        if not scheme.suits(sector):
            continue
        framework = SHIPPED.framework_of(scheme, sector)
        assert framework is not None
        for category in scheme.categories:
            assert all(framework.find(code) for code in category.competences)


# ---- frameworks ----------------------------------------------------------------------------------------------


def test_the_law_of_2017_has_its_three_competences_and_five_general_items() -> None:
    law = SHIPPED.framework("nl-bekwaamheid-2017")
    assert law.check_this
    tops = [item.code for item in law.competences if not item.group]
    assert tops == ["VI", "VD", "PE", "ALG"]

    def parts(of: str) -> int:
        return sum(item.group == of for item in law.competences)

    assert (parts("ALG"), parts("VD-K"), parts("VD-V"), parts("PE-K"), parts("PE-V")) == (5, 5, 15, 3, 10)
    assert parts("VI") == 6 + 8 + 6


@pytest.mark.parametrize(("id", "number"), [("nl-sbl-2006", 7), ("nl-kd-docent-mbo-2015", 6)])
def test_the_other_frameworks_are_complete(id: str, number: int) -> None:
    framework: Framework = SHIPPED.framework(id)
    assert [item.code for item in framework.competences] == [str(code) for code in range(1, number + 1)]


# ---- templates and self-check --------------------------------------------------------------------------------


def test_the_week_asks_three_things_and_the_rest_in_turn() -> None:
    week = SHIPPED.template("week")
    asked = [question for question in week.fixed() if not question.optional]
    assert [question.ask["nl"] for question in asked] == [
        "Wat bleef je bij?",
        "Wat deed je toen vanzelf?",
        "Wat doe je maandag weer, of anders?",
    ]
    energy = week.question("energy")
    assert energy is not None
    assert energy.optional
    assert len(energy.scale) == 5
    assert "Waarom ging dit goed?" in [question.ask["nl"] for question in week.rotating()]


@pytest.mark.parametrize("phase", [None, *Phase])
def test_everybody_has_questions_in_turn(phase: Phase | None) -> None:
    week = SHIPPED.template("week")
    assert len(week.rotating(phase)) >= 8
    assert all(not question.phases or phase in question.phases for question in week.rotating(phase))


def test_the_grid_of_alact_is_two_by_four_and_asks_how_one_knows() -> None:
    alact = SHIPPED.template("alact")
    assert [step.key for step in alact.steps] == ["action", "looking_back", "essence", "alternatives", "trial"]
    cells = {(item.row, item.column): item for item in alact.questions if item.form is QuestionForm.GRID}
    assert set(cells) == {(row.key, column.key) for row in alact.rows for column in alact.columns}
    assert len(cells) == 8
    assert all(item.pupil_cell is (column == "pupils") for (_, column), item in cells.items())
    assert cells["feeling", "pupils"].ask == {
        "nl": "Hoe voelden de leerlingen zich?",
        "en": "How did the pupils feel?",
    }


def test_the_core_template_follows_the_order_of_the_belief_page() -> None:
    core: Template = SHIPPED.template("gewoonte-opvatting-uitproberen")
    shown = [step.title["nl"] for step in core.steps if not step.folded]
    assert shown == [
        "De zin",
        "Zo denk ik nu",
        "Wat doe ik dan vanzelf?",
        "Wanneer klopte het? Wanneer niet?",
        "Hoe kan het ook zitten?",
        "Uitproberen",
        "Wat zie ik nu?",
    ]
    rating = core.question("rating")
    assert rating is not None
    assert len(rating.scale) == len(Rating)
    own = {item.name for item in fields(Pattern)}
    assert {"statement", "cue", "automatic", "brings", "costs", "rival", "origin"} <= own
    assert all(core.of_step(step.key) for step in core.steps)


def test_the_self_check_asks_an_example_from_often_up() -> None:
    check = SHIPPED.instrument("leervermogen")
    assert len(check.items) == 6
    assert [step["nl"] for step in check.scale] == ["zelden", "soms", "vaak", "steeds"]
    assert [check.asks_example(step) for step in (None, 1, 2, 3, 4)] == [False, False, False, True, True]
    assert check.every_months == 6
    assert check.private


@pytest.mark.parametrize(
    ("id", "items"),
    [("leervermogen", 6), ("amo", 3), ("handelingsvermogen", 3), ("voorwaarden", 6), ("cultuur", 6),
     ("kwaliteit-activiteit", 7)],
)  # fmt: skip
def test_every_self_check_is_private_and_has_its_statements(id: str, items: int) -> None:
    check = SHIPPED.instrument(id)
    assert len(check.items) == items
    assert check.private


def test_the_culture_is_reacted_to_twice_and_the_quality_is_of_an_activity() -> None:
    culture, quality = SHIPPED.instrument("cultuur"), SHIPPED.instrument("kwaliteit-activiteit")
    assert culture.question is not None
    assert culture.second is not None
    assert [culture.question["nl"], culture.second.ask["nl"]] == ["Herken ik dit?", "Wil ik dit?"]
    assert culture.example_label is not None
    assert culture.example_label["nl"] == "Wat is mijn aandeel?"
    assert [item.id for item in SHIPPED.instruments() if item.about_activity] == [quality.id]


def test_beliefs_to_recognise() -> None:
    beliefs = SHIPPED.beliefs()
    assert len(beliefs.starters) == 13
    assert len(beliefs.stems) == 6
    assert [worked.key for worked in beliefs.worked] == ["accounting-for-results", "trust-in-professionality"]


def test_one_set_is_read_without_reading_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counted(cls: type[ContentSet], file: Path) -> ContentSet:
        seen.append(file.name)
        return load(cls, file)

    monkeypatch.setattr("portfolio_app.content.sets.load", counted)
    sets = ContentSets(RESOURCES)
    assert seen == []
    assert sets.template("week") is sets.template("week", 2)
    assert seen == ["week.toml", "week@1.toml"]


# ---- holidays ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", list(Region))
def test_every_school_year_has_its_five_holidays_in_order(region: Region) -> None:
    calendar = SHIPPED.holidays()
    assert [year.year for year in calendar.years] == [f"{year}-{year + 1}" for year in range(2023, 2030)]
    for year in calendar.years:
        own = [item for item in year.holidays if region in item.regions]
        names = [item.name["en"].split()[0] for item in own]
        assert names == ["Autumn", "Christmas", "Spring", "May", "Summer"], year.year
        for item, weeks in zip(own, (1, 2, 1, 1, 6), strict=True):
            assert (item.from_on.weekday(), item.until_on.weekday()) == (5, 6)
            assert (item.until_on - item.from_on).days == 7 * weeks + 1
        assert all(before.until_on < after.from_on for before, after in pairwise(own))
    assert calendar.check_this


@pytest.mark.parametrize(
    ("region", "days"),
    [
        (Region.NORTH, [(10, 18), (12, 20), (2, 21), (4, 25), (7, 4)]),
        (Region.MIDDLE, [(10, 18), (12, 20), (2, 14), (4, 25), (7, 18)]),
        (Region.SOUTH, [(10, 11), (12, 20), (2, 14), (4, 25), (7, 11)]),
    ],
)
def test_the_holidays_of_a_year_that_was_compared_word_for_word(region: Region, days: list[tuple[int, int]]) -> None:
    year = next(item for item in SHIPPED.holidays().years if item.year == "2025-2026")
    own = [item.from_on for item in year.holidays if region in item.regions]
    assert [(day.month, day.day) for day in own] == days
