"""A person is found wherever she is named, gets a stand-in everywhere, or is erased: nothing of her stays behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.persons import Pseudonym
from portfolio_app.domain.portfolio import Person
from portfolio_app.services.persons import Found
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief, head, saved

NAME = "Zwaantje Oerlemans"
TERMS = (NAME, "Zwaantje", "Oerlemans")


def filled(services: Services, folder: Path) -> Experience:
    """Somebody who is named in every kind of place."""
    moment = activity(services, "Gesprek met Zwaantje", story="Zwaantjes moeder kwam ook.\nDaarna zei Zwaan iets.")
    services.records.save(replace(moment, title="Gesprek met een leerling", story="Het ging goed."))
    moment = services.records.need(Experience, moment.id)
    other = activity(services, "Rekenles", story="ZWAANTJE stak haar vinger op.")
    opinion = belief(services, "Wie stil is, zoals Zwaantje, denkt na.")
    quote = Quote("story", "stak haar vinger op", prefix="antje ", suffix=" en toen Zwaa")
    services.records.link(Role.RELATED, opinion, other, quote)
    saved(services, Person(**head(services), name=NAME, role="leerling"))
    services.drafts.save("week:2026-W12", '{"kept":"Zwaantje lachte"}')
    services.records.trash(Experience.KIND, other.id)
    paper = folder / "verslag Zwaantje.txt"
    paper.write_text("Verslag over Zwaantje Oerlemans en haar groep")
    services.evidence.index(services.evidence.add(paper).evidence)
    clean = folder / "leeg.txt"
    clean.write_text("Niemand hier")
    services.evidence.index(services.evidence.add(clean).evidence)
    return moment


def counts(found: Found) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for record in found.records:
        kinds[record.kind] = kinds.get(record.kind, 0) + 1
    return kinds


def traces(services: Services, *words: str) -> list[str]:
    """Every row of every table that still holds one of the words."""
    found: list[str] = []
    with services._core.store.database.read() as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
            for row in connection.execute(f"SELECT * FROM {table}").fetchall():
                text = " ".join(each.decode("latin-1") if isinstance(each, bytes) else str(each) for each in row)
                if any(word.lower() in text.lower() for word in words):
                    found.append(f"{table}: {text[:200]}")
    return found


def test_she_is_found_wherever_she_is_named(services: Services, tmp_path: Path) -> None:
    moment = filled(services, tmp_path)
    found = services.persons.find(TERMS)
    assert counts(found) == {"experience": 2, "pattern": 1, "link": 1, "person": 1, "evidence": 1}
    earlier = next(record for record in found.records if record.id == moment.id)
    assert (earlier.now, earlier.earlier) == (False, 1)
    assert [item.file_name for item in found.files] == ["verslag Zwaantje.txt"]
    assert found.places.drafts == ("week:2026-W12",)
    assert found.places.steps > 0
    assert not found.nowhere
    assert services.persons.find(["Ignatius"]).nowhere


def test_a_stand_in_comes_everywhere_and_undo_and_history_go_on(services: Services, tmp_path: Path) -> None:
    moment = filled(services, tmp_path)
    found = services.persons.find(TERMS)
    services.persons.stand_in_everywhere(found, "leerling 1")
    versions = services.records.history(Experience.KIND, moment.id)
    stories = [version.record.story for version in versions if isinstance(version.record, Experience)]
    assert stories == ["Het ging goed.", "Het ging goed.", "leerling 1’s moeder kwam ook.\nDaarna zei Zwaan iets."] or (
        stories[-1].startswith("leerling 1")
    )
    assert services.drafts.get("week:2026-W12") == '{"kept":"leerling 1 lachte"}'
    (known,) = services.persons.stand_ins()
    assert (known.name, known.stand_in) == (NAME, "leerling 1")
    again = services.persons.find(TERMS)
    assert [record.kind for record in again.records] == ["evidence"]
    assert again.known == known
    assert services.checks.check().sound
    while services.undo.undo() is not None:
        pass
    while services.undo.redo() is not None:
        pass
    assert services.checks.check().sound
    assert not [hit for hit in services._core.store.search("Zwaantje") if hit.kind != "evidence"]
    assert [hit.kind for hit in services._core.store.search("leerling")]


def test_erased_everywhere_nothing_is_left_in_any_table_or_file(desk: Desk, tmp_path: Path) -> None:
    services = desk.open()
    filled(services, tmp_path)
    services.persons.remember(NAME, "leerling 9", TERMS[1:])
    found = services.persons.find(TERMS)
    assert found.known is not None
    sha256 = found.files[0].sha256
    path = services._core.vault.path(sha256)
    services.persons.erase_everywhere(found, "[naam]", found.files)
    assert traces(services, "Zwaantje", "Oerlemans", "antje") == []
    assert not path.exists()
    assert services.persons.stand_ins() == []
    assert services.persons.find(TERMS).nowhere
    assert services.checks.check().sound
    assert services.records.load(Pseudonym) == []


def test_a_history_that_can_not_be_read_all_the_way_keeps_nobody_from_being_erased(services: Services) -> None:
    moment = activity(services, "Een les", story="Zwaantje lachte.")
    for title in ("Een les met Zwaantje", "Een andere les", "Een derde les"):
        services.records.save(replace(moment, title=title, story=f"{title}: {'woorden ' * 20}"))
    services._core.store.database.write(
        lambda connection: connection.execute(
            "UPDATE delta SET patch='[broken, Zwaantje' WHERE version=2"
            " AND record=(SELECT n FROM record WHERE id=?)", (moment.id,)
        )
    )  # fmt: skip
    found = services.persons.find(TERMS)
    assert [(each.id, each.now, each.earlier) for each in found.records] == [(moment.id, False, 1)]
    services.persons.erase_everywhere(found, "")
    assert traces(services, "Zwaantje") == []
    assert services.persons.find(TERMS).nowhere
    assert services.history.versions(moment.KIND, moment.id)[0].record == services.records.need(Experience, moment.id)


def test_what_is_not_thrown_away_is_still_told(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    services.persons.erase_everywhere(services.persons.find(TERMS), "[naam]")
    left = services.persons.find(TERMS)
    assert [item.heading for item in left.files] == ["verslag [naam]"]
    assert [(record.kind, record.now, record.in_file) for record in left.records] == [("evidence", False, True)]


def test_links_keep_their_quote(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    services.persons.stand_in_everywhere(services.persons.find(TERMS), "leerling 1")
    (link,) = services.records.load(Link)
    assert link.quote is not None
    assert (link.quote.text, link.quote.prefix, link.quote.suffix) == ("stak haar vinger op", " ", " en toen ")


def test_a_stand_in_stands_for_one_person(services: Services) -> None:
    services.persons.remember("Tim", "leerling 1")
    with pytest.raises(UserError, match="stand-in-taken"):
        services.persons.remember("Noor", "leerling 1")
    assert services.persons.next_stand_in("leerling") == "leerling 2"
    services.persons.remember("Tim", "leerling 4", ["Timothy"])
    (known,) = services.persons.stand_ins()
    assert (known.stand_in, known.spellings) == ("leerling 4", ("Timothy",))
    services.persons.forget(known)
    assert services.persons.stand_ins() == []


@pytest.mark.parametrize("terms", [(), ("", " "), ("x",)])
def test_without_a_name_there_is_nothing_to_look_for(services: Services, terms: tuple[str, ...]) -> None:
    with pytest.raises(UserError, match="name-missing"):
        services.persons.find(terms)


def test_looking_can_be_stopped(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    with pytest.raises(Cancelled):
        services.persons.find(TERMS, cancelled=lambda: True)


def test_an_earlier_file_that_only_the_history_has_is_found_and_thrown_away(services: Services, tmp_path: Path) -> None:
    first, second = tmp_path / "verslag.txt", tmp_path / "verslag zonder naam.txt"
    first.write_text("Zwaantje was erbij")
    second.write_text("De leerling was erbij")
    paper = services.evidence.add(first).evidence
    services.versions.add(paper, second)
    found = services.persons.find(TERMS)
    assert [item.id for item in found.files] == [paper.id]
    services.persons.erase_everywhere(found, "[naam]", found.files)
    assert services.persons.find(TERMS).nowhere
    assert not services._core.vault.has(paper.sha256)
