"""A school's own sets beside the shipped ones: versions, clashes, broken files."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app import paths
from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.register import Total

SCHEME = """
id = "{id}"
version = {version}
name.nl = "Onze school"
status = "employer"
unit = "h"
sectors = ["vo"]
offer_first = {first}
source = ["Scholingsplan 2026"]
checked_on = 2026-11-01

[period]
years = 1
anchor = "08-01"
cite = "Scholingsplan 2026"

[[rules]]
type = "total"
hours = {hours}
label.nl = "Zoveel uur per jaar"
cite = "Scholingsplan 2026"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "schemes").mkdir()
    return tmp_path


def put(own: Path, name: str, id: str, version: int = 1, hours: int = 50, first: str = "false") -> Path:
    file = own / "schemes" / f"{name}.toml"
    file.write_text(SCHEME.format(id=id, version=version, hours=hours, first=first), encoding="utf-8")
    return file


def hours(sets: ContentSets, id: str, version: int | None = None) -> int:
    return next(rule for rule in sets.scheme(id, version).rules if isinstance(rule, Total)).hours


def test_a_school_adds_its_own_scheme_in_one_language(own: Path) -> None:
    put(own, "onze-school", "onze-school", first="true")
    sets = ContentSets(paths.resources(), own)
    assert hours(sets, "onze-school") == 50
    assert [scheme.id for scheme in sets.default_schemes(Sector.VO)] == ["nl-dossier", "nl-cao-vo", "onze-school"]
    assert [scheme.id for scheme in sets.default_schemes(Sector.PO)] == ["nl-dossier", "nl-cao-po"]
    assert sets.problems() == ()


def test_a_newer_version_goes_first_and_the_older_stays_readable(own: Path) -> None:
    put(own, "nl-cao-vo", "nl-cao-vo", version=2, hours=90)
    sets = ContentSets(paths.resources(), own)
    assert hours(sets, "nl-cao-vo") == 90
    assert hours(sets, "nl-cao-vo", 1) == 83
    assert hours(sets, "nl-cao-vo", 2) == 90
    assert [scheme.version for scheme in sets.schemes() if scheme.id == "nl-cao-vo"] == [2]


def test_older_versions_lie_beside_the_present_one(own: Path) -> None:
    put(own, "onze-school", "onze-school", version=3, hours=70)
    put(own, "onze-school@1", "onze-school", version=1, hours=50)
    sets = ContentSets(paths.resources(), own)
    assert (hours(sets, "onze-school"), hours(sets, "onze-school", 1)) == (70, 50)
    with pytest.raises(UserError) as caught:
        sets.scheme("onze-school", 2)
    assert caught.value.code == "content-missing"
    assert caught.value.facts == {"id": "onze-school", "version": 2}


def test_a_file_whose_name_tells_another_version_is_broken(own: Path) -> None:
    put(own, "onze-school@2", "onze-school", version=1)
    (problem,) = ContentSets(paths.resources(), own).problems()
    assert (problem.facts["key"], problem.facts["problem"]) == ("version", "not-the-file-name")


def test_an_own_file_never_changes_what_a_shipped_version_says(own: Path) -> None:
    put(own, "nl-cao-vo", "nl-cao-vo", version=1, hours=10)
    sets = ContentSets(paths.resources(), own)
    assert hours(sets, "nl-cao-vo") == 83
    (problem,) = sets.problems()
    assert (problem.facts["file"], problem.facts["key"]) == ("nl-cao-vo.toml", "version")
    assert (problem.facts["problem"], problem.facts["line"]) == ("duplicate-id", 3)


def test_a_broken_own_file_is_told_and_the_rest_works(own: Path) -> None:
    file = put(own, "onze-school", "onze-school")
    file.write_text(file.read_text(encoding="utf-8").replace("hours = 50", "hour = 50"), encoding="utf-8")
    put(own, "buren", "buren")
    sets = ContentSets(paths.resources(), own)
    assert {"buren", "nl-cao-vo"} <= {scheme.id for scheme in sets.schemes()}
    assert "onze-school" not in {scheme.id for scheme in sets.schemes()}
    (problem,) = sets.problems()
    assert (problem.facts["file"], problem.facts["key"], problem.facts["line"]) == (
        "onze-school.toml",
        "rules[1].hour",
        19,
    )
    with pytest.raises(UserError) as caught:
        sets.scheme("onze-school")
    assert caught.value.code == "content-missing"


@pytest.mark.parametrize(
    ("wrong", "key", "line"),
    [
        ('framework = "bestaat-niet"', "framework", 2),
        ('framework = "nl-sbl-2006"\nframework_for.po = "nl-sbl-2066"', "framework_for.po", 3),
        (
            'framework = "nl-sbl-2006"\ncategories = [\n  { id = "a", name.nl = "A", competences = ["1"] },\n'
            '  { id = "b", name.nl = "B", competences = ["1", "88"] },\n]',
            "categories[2].competences",
            5,
        ),
    ],
)
def test_what_a_scheme_leans_on_must_be_there(own: Path, wrong: str, key: str, line: int) -> None:
    file = put(own, "onze-school", "onze-school")
    put(own, "nl-cao-vo", "nl-cao-vo", version=2, hours=90)
    written = file.read_text(encoding="utf-8")
    for text, problems in ((f"\n{wrong}{written}", 1), (written, 0), (f'framework = "nl-sbl-2006"{written}', 0)):
        file.write_text(text, encoding="utf-8")
        sets = ContentSets(paths.resources(), own)
        assert len(sets.problems()) == problems
        assert ("onze-school" in {scheme.id for scheme in sets.schemes()}) is (problems == 0)
        for problem in sets.problems():
            assert problem.facts == {"file": file.name, "key": key, "line": line, "problem": "unknown-value"}


def test_a_corrected_file_is_read_again(own: Path) -> None:
    file = put(own, "onze-school", "onze-school", version=0)
    sets = ContentSets(paths.resources(), own)
    assert len(sets.problems()) == 1
    put(own, file.stem, "onze-school")
    sets.reload()
    assert sets.problems() == ()
    assert hours(sets, "onze-school") == 50


def test_a_broken_shipped_file_is_an_error_of_its_own(own: Path) -> None:
    put(own, "kapot", "heel")
    with pytest.raises(UserError) as caught:
        ContentSets(own).schemes()
    assert caught.value.code == "content-broken"


def test_no_own_folder_yet_is_fine(tmp_path: Path) -> None:
    sets = ContentSets(paths.resources(), tmp_path / "not there")
    assert len(sets.schemes()) == 5
    assert sets.problems() == ()


CHECK = """
id = "onze-check"
version = 1
name.nl = "Onze check"
source = ["Eigen school"]
checked_on = 2026-11-01
cite = "Eigen school"
question.nl = "Herken je dit?"
example_label.nl = "Waaraan?"
scale = [{ nl = "nee" }, { nl = "ja" }]

[second]
ask.nl = "Wil je dit?"
scale = [{ nl = "liever niet" }, { nl = "graag" }]

[[items]]
key = "samen"
text.nl = "Wij bereiden lessen samen voor."

[[items]]
key = "bezoek"
text.nl = "Wij komen bij elkaar kijken."
scale = [{ nl = "nooit" }, { nl = "eens per jaar" }, { nl = "vaker" }]
"""


def own_check(own: Path, text: str = CHECK) -> ContentSets:
    (own / "self_checks").mkdir(exist_ok=True)
    (own / "self_checks" / "onze-check.toml").write_text(text.lstrip(), encoding="utf-8")
    return ContentSets(paths.resources(), own)


def test_a_school_adds_a_self_check_with_two_questions_and_a_scale_of_its_own(own: Path) -> None:
    check = own_check(own).instrument("onze-check")
    assert [words["nl"] for words in check.scale_of("samen")] == ["nee", "ja"]
    assert [words["nl"] for words in check.scale_of("bezoek")] == ["nooit", "eens per jaar", "vaker"]
    assert check.second is not None
    assert check.second.ask["nl"] == "Wil je dit?"
    assert own_check(own).problems() == ()


@pytest.mark.parametrize(
    ("right", "wrong", "key", "line"),
    [
        ('[{ nl = "liever niet" }, { nl = "graag" }]', '[{ nl = "graag" }]', "second.scale", 13),
        ('{ nl = "eens per jaar" }, { nl = "vaker" }', "", "items[2].scale", 22),
        ('key = "bezoek"', 'key = "samen"', "items[2].key", 20),
        ("ask.nl", 'asks = "x"\nask.nl', "second.asks", 12),
        ('key = "bezoek"', 'key = "bezoek"\nshows = ["alles"]', "items[2].shows[1]", 21),
    ],
)
def test_a_broken_self_check_is_told_with_its_key_and_line(
    own: Path, right: str, wrong: str, key: str, line: int
) -> None:
    sets = own_check(own, CHECK.replace(right, wrong))
    assert "onze-check" not in {check.id for check in sets.instruments()}
    (problem,) = sets.problems()
    assert (problem.facts["file"], problem.facts["key"], problem.facts["line"]) == ("onze-check.toml", key, line)
