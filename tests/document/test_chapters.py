"""Activities by year or by theme, and the ways between text, evidence and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portfolio_app.document.compose import compose
from portfolio_app.document.snapshot import HoursView
from portfolio_app.document.tree import (
    Document,
    Facts,
    Heading,
    InkRow,
    ListBlock,
    Paragraph,
    PartBlock,
    Span,
    Table,
    plain,
    walk,
)
from portfolio_app.domain.counting import HoursData
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Experience
from portfolio_app.domain.growth import Feedback
from portfolio_app.domain.lessons import Observation
from portfolio_app.domain.links import Role
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.register import Cycle
from portfolio_app.domain.standing import standing
from portfolio_app.i18n import Translator
from tests.document.samples import SETS, composed, link, made, snapshot, words

BEKWAAM = "nl-bekwaamheid-2017"


def refs(*codes: str) -> tuple[CompetenceRef, ...]:
    return tuple(CompetenceRef(BEKWAAM, code) for code in codes)


def moment(name: str, day: date, **facts: object) -> Experience:
    return made(Experience, name, title=f"Over {name}", happened_on=day, story=f"Zo ging {name}.", **facts)


MAP = moment("kaart", date(2025, 10, 1), competences=refs("VI-a", "VD-K-1"))
SILENCE = moment("stilte", date(2025, 9, 1), competences=refs("PE-K-1"), tags=("wachten",))
TABLES = moment("tafels", date(2025, 11, 1), tags=("rekenen",))
NOTHING = moment("niets", date(2025, 12, 1))
VISIT = made(Observation, "bezoek", title="Op bezoek", visited_on=date(2025, 10, 2), by_role="coach", seen="Rust.")


def of_part(document: Document, key: str) -> PartBlock:
    [found] = [part for part in document.parts if part.key == key]
    return found


def heads(part: PartBlock, level: int) -> list[str]:
    return [plain(block.inline) for block in part.blocks if isinstance(block, Heading) and block.level == level]


def by_theme(**facts: object) -> PartBlock:
    taken = snapshot(**facts)  # type: ignore[arg-type]
    taken = replace(taken, selection=replace(taken.selection, by_theme=True))
    return of_part(compose(taken, Translator("nl")), "experiences")


def test_more_than_one_school_year_is_told_year_by_year() -> None:
    earlier = moment("eerder", date(2024, 10, 1))
    part = of_part(composed(experiences=(MAP, earlier)), "experiences")
    assert heads(part, 2) == ["Schooljaar 2024–2025", "Schooljaar 2025–2026"]
    assert heads(part, 3) == ["Over eerder", "Over kaart"]
    assert set(heads(part, 4)) == {"Wat ik deed"}


def test_one_school_year_needs_no_heading_of_its_own() -> None:
    assert heads(of_part(composed(experiences=(MAP, SILENCE)), "experiences"), 2) == ["Over stilte", "Over kaart"]


def test_by_theme_an_item_stands_once_and_is_referred_to_elsewhere() -> None:
    related = link(Role.RELATED, VISIT, MAP)
    part = by_theme(experiences=(MAP, SILENCE, TABLES, NOTHING), observations=(VISIT,), links=(related,))
    assert heads(part, 2) == [
        "Vakinhoudelijk bekwaam",
        "Vakdidactisch bekwaam",
        "Pedagogisch bekwaam",
        "Rekenen",
        "Zonder thema",
    ]
    items = [title for title in heads(part, 3) if title.startswith(("Over", "Op"))]
    assert items == ["Over kaart", "Op bezoek", "Over stilte", "Over tafels", "Over niets"]
    [elsewhere] = [
        block for block in part.blocks if isinstance(block, ListBlock) and "Over kaart" in map(plain, block.items)
    ]
    assert [span.link for span in elsewhere.items[0]] == ["#item-kaart", "#item-kaart"]
    assert [plain(item) for item in elsewhere.items] == ["Over kaart", "Op bezoek"]


def test_without_any_theme_by_theme_has_no_headings_of_themes() -> None:
    assert heads(by_theme(experiences=(NOTHING,)), 2) == ["Over niets"]


def counted() -> Document:
    scheme = SETS.scheme("nl-cao-vo")
    course = made(
        Experience,
        "cursus",
        title="Cursus",
        happened_on=date(2025, 10, 3),
        activity_type=ActivityType.COURSE,
        contact_minutes=120,
        allocations=(Allocation(scheme.id, "", 120, scheme.version),),
    )
    proof = made(
        Evidence, "bewijs", title="Bewijs", file_name="bewijs.pdf", sha256="ab" * 32, octets=10,
        media_type="application/pdf", made_on=date(2025, 10, 3), pupils=PupilsVisible.NO,
    )  # fmt: skip
    said = made(Feedback, "gezegd", given_on=date(2025, 11, 1), by_role="schoolopleider", text="Mooi gewacht.")
    cycle = made(Cycle, "cycle", scheme=scheme.id, scheme_version=scheme.version, began_on=date(2025, 8, 1))
    view = HoursView(
        scheme, standing(scheme, cycle, HoursData(experiences=(course,), sector=Sector.VO), date(2026, 3, 11))
    )
    return composed(
        experiences=(course,),
        evidence=(proof,),
        feedback=(said,),
        links=(link(Role.PROVES, proof, course), link(Role.PROVES, proof, said)),
        hours=(view,),
    )


def links(block: Facts | Table) -> list[Span]:
    cells = [cell for row in block.rows for cell in row] if isinstance(block, Table) else [v for _, v in block.pairs]
    return [span for cell in cells for span in cell if span.link and not span.paged]


def test_text_evidence_and_hours_lead_to_each_other() -> None:
    document = counted()
    facts = {
        part.key: [span for b in part.blocks if isinstance(b, Facts) for span in links(b)] for part in document.parts
    }
    [ledger] = [block for block in of_part(document, "hours").blocks if isinstance(block, Table)]
    assert [span.link for span in facts["experiences"]] == ["#hours-of-cursus", "#evidence-bewijs"]
    assert [span.link for span in links(ledger)] == ["#item-cursus", "#evidence-bewijs"]
    assert ledger.anchors == ("hours-of-cursus",)
    assert [span.link for span in facts["evidence"]] == ["#item-cursus", "#hours-of-cursus", "#item-gezegd"]
    assert [span.link for span in facts["feedback"]] == ["#evidence-bewijs"]
    assert {span.spoken for span in links(ledger)} == {"", "Bewijsstuk 1"}
    spoken = {span.link: span.spoken for span in facts["evidence"]}
    assert spoken["#hours-of-cursus"] == "de uren van Cursus"


def test_every_way_within_the_document_arrives() -> None:
    document = counted()
    anchors = {block.anchor for block in walk(document) if isinstance(block, Heading)}
    anchors |= {name for block in walk(document) if isinstance(block, Table) for name in block.anchors}
    ways = {
        span.link.removeprefix("#")
        for block in walk(document)
        if isinstance(block, Facts | Table)
        for span in links(block)
    }
    assert ways <= anchors


def test_numbers_of_pages_are_no_words_of_hers() -> None:
    assert "{page}" not in words(counted())


def test_the_page_for_ink_is_there_only_when_she_wants_it() -> None:
    taken = snapshot(experiences=(MAP,))
    assert "ink" not in [part.key for part in compose(taken, Translator("nl")).parts]
    wanted = replace(taken, selection=replace(taken.selection, ink_page=True))
    last = compose(wanted, Translator("nl")).parts[-1]
    labels = [space.label for block in walk(compose(wanted, Translator("nl"))) if isinstance(block, InkRow)
              for space in block.spaces]  # fmt: skip
    assert last.key == "ink"
    assert labels.count("Handtekening") == 2
    assert "Stempel van de school" in labels


def test_what_is_for_her_own_list_only_stays_off_the_cover() -> None:
    taken = snapshot()
    cover = compose(replace(taken, selection=replace(taken.selection, to_whom="Wouter")), Translator("nl")).cover
    assert "Wouter" not in str(cover)
    assert ("Bedoeld voor", "Mijn eigen archief") in cover.facts


def test_what_has_no_title_is_called_by_its_day() -> None:
    untitled = made(Experience, "naamloos", title=" ", happened_on=date(2025, 9, 1), story="Het ging.")
    assert heads(of_part(composed(experiences=(untitled,)), "experiences"), 2) == ["1 september 2025"]


def test_a_web_address_in_her_words_can_be_followed() -> None:
    told = made(
        Experience, "adres", title="Les", happened_on=date(2025, 9, 1), story="Zie (https://example.org/a?b=1)."
    )
    ways = [
        (span.text, span.link)
        for block in of_part(composed(experiences=(told,)), "experiences").blocks
        if isinstance(block, Paragraph)
        for span in block.inline
    ]
    assert ways == [("Zie (", ""), ("https://example.org/a?b=1", "https://example.org/a?b=1"), (").", "")]
