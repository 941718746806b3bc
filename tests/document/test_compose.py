"""What stands in the document, in which form, and what never does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.document.compose import compose
from portfolio_app.document.snapshot import Copy, HoursView, Seal
from portfolio_app.document.tree import (
    BarChart,
    Document,
    Facts,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    ReviewField,
    StepChart,
    Table,
    plain,
    walk,
)
from portfolio_app.document.words import word
from portfolio_app.domain.carrying import Place
from portfolio_app.domain.counting import HoursData
from portfolio_app.domain.evidence import Certificate, Evidence, PupilsVisible
from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Experience
from portfolio_app.domain.growth import (
    Agreement,
    CheckAnswer,
    Feedback,
    LearningQuestion,
    NamedBy,
    Phase,
    PhaseEntry,
    Quality,
    QualitySide,
    SelfCheck,
)
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import AnswerCount, Observation, PupilSurvey, ScaleScore, SurveyQuestion
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import (
    Case,
    Decision,
    Experiment,
    Pattern,
    PatternKind,
    Rating,
    RatingEntry,
    TryOutState,
    Wording,
)
from portfolio_app.domain.portfolio import Appointment, Sector
from portfolio_app.domain.reflections import Reflection, Source
from portfolio_app.domain.register import Cycle
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.domain.standing import standing
from portfolio_app.i18n import LANGUAGES, Lang, Translator
from tests.document.samples import SETS, composed, link, made, snapshot, words

COURSE = made(
    Experience,
    "course",
    title="Formatief handelen",
    happened_on=date(2025, 11, 4),
    activity_type=ActivityType.COURSE,
    contact_minutes=180,
    self_study_minutes=90,
    provider="De Brink",
    purpose="Minder toetsen, meer zien.",
    story="We keken naar elkaars toetsen.\n\nDaarna:\n\n- plannen\n- proberen",
    chain_designed="Drie lessen met exit-kaartjes",
    chain_pupils_learned="Ze vroegen zelf om feedback.",
    competences=(CompetenceRef("nl-bekwaamheid-2017", "PE"),),
    allocations=(Allocation("nl-cao-vo", "a", 270),),
)
CARD = made(
    Evidence,
    "card",
    title="Certificaat",
    file_name="certificaat.pdf",
    sha256="ab" * 32,
    octets=1500,
    media_type="application/pdf",
    made_on=date(2025, 11, 5),
    pupils=PupilsVisible.NO,
)
BELIEF = made(
    Pattern,
    "belief",
    kind=PatternKind.MENTAL_MODEL,
    statement="Wie stilvalt, denkt misschien na.",
    noticed_on=date(2025, 9, 1),
    ratings=(
        RatingEntry(date(2026, 2, 1), Rating.IN_DOUBT, "na het lesbezoek"),
        RatingEntry(date(2025, 9, 1), Rating.WHOLLY),
    ),
    cases=(Case(date(2025, 10, 1), True, "Hij wist het niet.", "course"), Case(date(2025, 12, 1), False, "Ze dacht.")),
    experiments=(
        Experiment(
            "try", date(2026, 1, 5), "Tien tellen", "Stilte", "iemand begint", None, TryOutState.TOLD, date(2026, 1, 9),
            "Leerling A begon.", "Stilte is denken.",
        ),
    ),
    wordings=(Wording(date(2026, 2, 1), "Wie stilvalt, heeft hulp nodig.", Decision.SHARPEN, "te stellig"),),
)  # fmt: skip


def part(document: Document, key: Part) -> str:
    (found,) = [item for item in document.parts if item.key == key.value]
    return words(Document("", "", "nl", "", document.cover, "", (found,)))


def blocks(document: Document, cls: type) -> list[object]:
    return [block for block in walk(document) if isinstance(block, cls)]


def test_an_empty_document_is_her_name_and_the_signature() -> None:
    document = composed(audience=Audience.REGISTER)
    assert [item.key for item in document.parts] == ["signature"]
    assert (document.author, document.title) == ("Noor Zandkamp", "Portfolio van Noor Zandkamp")
    assert not re.search(r"\d", document.cover.name + document.cover.role + document.cover.kicker)


def test_her_account_comes_first_and_the_hours_last() -> None:
    document = composed(
        account="Dit jaar leerde ik wachten.",
        experiences=(COURSE,),
        patterns=(BELIEF,),
        evidence=(CARD,),
        appointments=(made(Appointment, "job", function="Leraar", school="Het Kompas", from_on=date(2023, 8, 1)),),
    )
    assert [item.key for item in document.parts] == ["account", "experiences", "patterns", "evidence", "signature"]
    first = document.parts[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert plain(first.inline) == "Dit jaar leerde ik wachten."
    assert "Leraar | Het Kompas | augustus 2023 t/m vandaag" in part(document, Part.ACCOUNT)


def test_an_activity_tells_its_chain_in_words() -> None:
    document = composed(experiences=(COURSE,), evidence=(CARD,), links=(link(Role.PROVES, CARD, COURSE),))
    text = part(document, Part.EXPERIENCES)
    assert "4,5 uur, waarvan 1,5 zelfstudie" in text
    assert "Pedagogisch bekwaam" in text
    assert "Leersituaties die ik ontwierp\nDrie lessen met exit-kaartjes" in text
    assert "→ Wat leerlingen anders leerden\nZe vroegen zelf om feedback." in text
    assert "plannen\nproberen" in text
    assert "Plaats" not in text  # nothing was filled in there
    (facts,) = [block for block in document.parts[1].blocks if isinstance(block, Facts)]
    spans = [span for _, value in facts.pairs for span in value if span.link]
    assert [(span.text, span.link) for span in spans] == [("Bewijsstuk 1", "#evidence-card")]


def test_what_was_wanted_beforehand_stands_with_its_day() -> None:
    early = replace(COURSE, purpose_before="Minder toetsen.", purpose_before_on=date(2025, 10, 2))
    text = part(composed(experiences=(early,)), Part.EXPERIENCES)
    assert "Minder toetsen.\nVooraf opgeschreven, op 2 oktober 2025." in text
    assert "Wat het onderweg werd\nMinder toetsen, meer zien." in text
    same = replace(early, purpose="Minder toetsen.")
    assert "onderweg" not in part(composed(experiences=(same,)), Part.EXPERIENCES)


def test_the_same_question_for_her_and_for_them_stands_side_by_side() -> None:
    both = replace(COURSE, how_i_learn="Door te kijken.", how_they_learn="Door te doen.")
    document = composed(experiences=(both,))
    (table,) = [block for block in walk(document) if isinstance(block, Table)]
    assert [column.head for column in table.columns] == ["Hoe ik dit leer", "Hoe zij het leren"]
    assert [plain(cell) for cell in table.rows[0]] == ["Door te kijken.", "Door te doen."]
    long = replace(both, how_i_learn="Door te kijken. " * 200)
    assert not [block for block in walk(composed(experiences=(long,))) if isinstance(block, Table)]


def test_a_visit_shows_what_the_observer_noted_and_adds_nothing_up() -> None:
    visit = made(
        Observation, "visit", title="3B", visited_on=date(2025, 11, 20), by_role="coach", scales="icalt",
        scores=(
            ScaleScore("activating", 20, "De eerste rij deed mee."), ScaleScore("climate", 35), ScaleScore("x", 30),
        ),
    )  # fmt: skip
    scales = {item.id: item for item in SETS.all_observation_scales()}
    document = composed(
        experiences=(COURSE,), observations=(visit,), links=(link(Role.RELATED, visit, COURSE),), scales=scales
    )
    (table,) = [block for block in walk(document) if isinstance(block, Table)]
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["Veilig en stimulerend leerklimaat", "3,5", ""],
        ["Intensieve en activerende les", "2,0", "De eerste rij deed mee."],
        ["x", "3,0", ""],
    ]
    assert table.total == ()
    text = part(document, Part.EXPERIENCES)
    assert "geen beoordeling" in text
    assert "Rijksuniversiteit Groningen" in text
    linked = [span for block in walk(document) if isinstance(block, ListBlock) for item in block.items for span in item]
    assert ("3B", "#item-visit") in [(span.text, span.link) for span in linked]


def test_a_survey_shows_how_often_each_answer_was_given() -> None:
    survey = made(
        PupilSurvey, "survey", title="Durven vragen", held_on=date(2025, 12, 1), respondents=26,
        questions=(SurveyQuestion("Durf je te vragen?", (AnswerCount("ja", 14), AnswerCount("nee", 12))),),
    )  # fmt: skip
    (table,) = [block for block in walk(composed(surveys=(survey,))) if isinstance(block, Table)]
    assert [plain(cell) for cell in table.rows[0]] == ["Durf je te vragen?", "ja: 14\u00a0×  ·  nee: 12\u00a0×"]


def test_every_link_leads_to_a_place_in_the_document() -> None:
    question = made(LearningQuestion, "q", question="Hoe wacht ik?", asked_on=date(2025, 9, 1))
    about = made(Reflection, "r", title="Stilte", happened_on=date(2025, 12, 1), template="alact")
    document = composed(
        experiences=(COURSE,),
        evidence=(CARD,),
        patterns=(BELIEF,),
        questions=(question,),
        reflections=(about,),
        links=(
            link(Role.PROVES, CARD, COURSE),
            link(Role.ANSWERS, COURSE, question),
            link(Role.ABOUT, about, COURSE),
            link(Role.LIFTED_FROM, BELIEF, about),
        ),
    )
    anchors = [
        block.anchor for block in walk(document) if isinstance(block, Heading | Paragraph | Picture) and block.anchor
    ]
    assert len(anchors) == len(set(anchors))
    targets = set(re.findall(r"link='#([^']+)'", repr(document)))
    assert targets == {"item-course", "item-q", "item-r", "evidence-card"}
    assert targets <= set(anchors)


def test_links_to_what_is_not_in_the_document_are_not_there() -> None:
    document = composed(patterns=(BELIEF,))
    assert "#" not in "".join(re.findall(r"link='([^']+)'", repr(document)))


def test_alact_is_a_grid_with_how_she_knows() -> None:
    template = SETS.template("alact")
    cells = [question for question in template.questions if question.row]
    mine = next(question for question in cells if not question.pupil_cell)
    theirs = next(question for question in cells if question.pupil_cell and question.row == mine.row)
    text = next(question for question in template.questions if not question.row)
    record = made(
        Reflection,
        "r",
        title="Stilte",
        happened_on=date(2025, 12, 1),
        template="alact",
        answers={mine.key: "Ik wilde hulp geven", theirs.key: "Ze wilden tijd", text.key: "De kern"},
        sources={theirs.key: Source.GUESSED},
    )
    document = composed(reflections=(record,))
    (table,) = blocks(document, Table)
    assert isinstance(table, Table)
    (row,) = table.rows
    assert [plain(cell) for cell in row][1:] == ["Ik wilde hulp geven", "Ze wilden tijd (vermoed)"]
    assert f"{text.ask['nl']}\n\nDe kern" in part(document, Part.REFLECTIONS)


def test_a_reflection_of_a_template_that_is_gone_still_tells_its_answers() -> None:
    record = made(Reflection, "r", title="Oud", happened_on=date(2025, 12, 1), template="weg", answers={"a": "Iets"})
    assert "Iets" in words(composed(reflections=(record,)))


def test_what_was_vented_is_never_there() -> None:
    facts = {"venting": True, "answers": {"stuck": "Woede"}}
    week = made(JournalWeek, "w", year=2026, number=3, **facts)
    record = made(Reflection, "r", title="Woede", happened_on=date(2025, 12, 1), template="alact", **facts)
    document = composed(weeks=(week,), reflections=(record,))
    assert [item.key for item in document.parts] == ["account", "signature"]


def test_weeks_stand_in_their_month_with_questions_in_order() -> None:
    weeks = tuple(
        made(
            JournalWeek, f"w{n}", year=2026, number=n, answers={"monday": "Wachten", "stuck": f"Les {n}", "energy": "4"}
        )
        for n in (7, 3, 2)
    )
    document = composed(weeks=weeks)
    heads = [(block.level, plain(block.inline)) for block in walk(document) if isinstance(block, Heading)][-12:]
    journal = [head for head in heads if head[1].startswith(("Week", "januari", "februari"))]
    assert journal == [
        (2, "januari 2026"), (3, "Week 2, 2026"), (3, "Week 3, 2026"), (2, "februari 2026"), (3, "Week 7, 2026"),
    ]  # fmt: skip
    text = part(document, Part.JOURNAL)
    assert text.index("Les 2") < text.index("Wachten")
    assert "genoeg" in text  # the step of a scale in its word


def test_a_belief_has_a_life() -> None:
    document = composed(patterns=(BELIEF,), experiences=(COURSE,))
    (chart,) = blocks(document, StepChart)
    assert isinstance(chart, StepChart)
    assert [(step.on.isoformat(), step.level) for step in chart.steps] == [("2025-09-01", 3), ("2026-02-01", 1)]
    assert chart.words == ("niet meer", "ik twijfel", "meestal", "helemaal")
    assert "1 februari 2026: ik twijfel (na het lesbezoek)" in chart.alternative
    text = part(document, Part.PATTERNS)
    assert text.index("Klopte wel") < text.index("Hij wist het niet") < text.index("Klopte niet")
    assert "Stilte is denken." in text
    assert "1 februari 2026 | Wie stilvalt, heeft hulp nodig. | aangescherpt. te stellig" in text
    assert "Nu | Wie stilvalt, denkt misschien na." in text
    assert "%" not in text


def test_self_checks_are_words_with_who_named_the_example() -> None:
    instrument = SETS.instrument("leervermogen")
    item = instrument.items[0]
    check = made(
        SelfCheck,
        "check",
        instrument=instrument.id,
        instrument_version=instrument.version,
        taken_on=date(2026, 1, 9),
        answers=(CheckAnswer(item.key, 2, "Je vroeg door.", NamedBy.COACH), CheckAnswer(instrument.items[1].key)),
    )
    text = part(composed(self_checks=(check,)), Part.GROWTH)
    assert f"{item.text['nl']} | {instrument.scale[1]['nl']} | Je vroeg door. (door mijn coach genoemd)" in text
    assert instrument.items[1].text["nl"] not in text


def test_self_checks_over_time_are_a_line_in_words_for_each_statement() -> None:
    instrument = SETS.instrument("cultuur")
    item = instrument.items[0]
    checks = tuple(
        made(
            SelfCheck,
            f"check{year}",
            instrument=instrument.id,
            instrument_version=instrument.version,
            taken_on=date(year, 1, 9),
            answers=(CheckAnswer(item.key, step, "Ik begin bij mezelf.", second=2),),
        )
        for year, step in ((2026, 3), (2025, 1))
    )
    document = composed(self_checks=checks)
    recognised, wanted = blocks(document, StepChart)
    assert isinstance(recognised, StepChart)
    assert isinstance(wanted, StepChart)
    assert recognised.title == f"{item.text['nl']} Herken ik dit?"
    assert recognised.alternative == "9 januari 2025: nee; 9 januari 2026: ja."
    assert wanted.words == ("nee", "soms", "ja")
    text = part(document, Part.GROWTH)
    assert "Stelling | Herken ik dit? | Wil ik dit? | Wat is mijn aandeel?" in text or "Wat is mijn aandeel?" in text
    assert f"{item.text['nl']} | ja | soms | Ik begin bij mezelf." in text
    assert "%" not in text


def test_strengths_stand_beside_growth_points_in_her_own_words() -> None:
    qualities = (
        made(Quality, "g", text="Ik vul stiltes op.", noticed_on=date(2026, 1, 9), side=QualitySide.GROWTH),
        made(Quality, "s", text="Ik zie wie er stilvalt.", noticed_on=date(2026, 1, 9), pitfall="Ik neem het over."),
    )
    text = part(composed(qualities=qualities), Part.GROWTH)
    assert text.index("Ik zie wie er stilvalt.") < text.index("Ik neem het over.") < text.index("Ik vul stiltes op.")


def test_notes_beside_a_phase_are_for_herself() -> None:
    phases = (made(PhaseEntry, "p", phase=Phase.BASIC, began_on=date(2026, 1, 1), note="Eindelijk rust"),)
    assert "Eindelijk rust" in words(composed(phases=phases))
    mentor = words(composed(audience=Audience.MENTOR, phases=phases))
    assert "basisbekwaam" in mentor
    assert "Eindelijk rust" not in mentor


def test_agreements_and_what_was_said() -> None:
    document = composed(
        agreements=(made(Agreement, "a", text="Filmen", agreed_on=date(2026, 1, 5), done_on=date(2026, 2, 1)),),
        feedback=(made(Feedback, "f", given_on=date(2026, 1, 9), by_role="coach", text="Je wacht langer."),),
    )
    assert "5 januari 2026 | Filmen |  | gedaan op 1 februari 2026" in part(document, Part.GROWTH)
    assert "mondeling, door mij genoteerd" in part(document, Part.FEEDBACK)


def test_hours_are_drawn_explained_and_listed() -> None:
    scheme = SETS.scheme("nl-cao-vo")
    cycle = made(Cycle, "c", scheme=scheme.id, scheme_version=scheme.version, began_on=date(2025, 8, 1))
    data = HoursData(sector=Sector.VO, experiences=(COURSE,))
    view = HoursView(scheme, standing(scheme, cycle, data, date(2026, 3, 11)))
    document = composed(experiences=(COURSE,), hours=(view,))
    (chart,) = blocks(document, BarChart)
    assert isinstance(chart, BarChart)
    assert (chart.bars[0].value, chart.bars[0].target, chart.bars[0].shown) == (4.5, 83.0, "4,5")
    text = part(document, Part.HOURS)
    assert "4,5 van 83 uur, nog 78,5 te gaan." in text
    assert "Controleer dit in je eigen cao" in text
    table = next(block for block in walk(document) if isinstance(block, Table) and len(block.total) > 2)
    assert [plain(table.total[0]), plain(table.total[-1])] == ["Totaal", "4,5"]


def test_evidence_is_numbered_listed_and_attached() -> None:
    photo = made(
        Evidence,
        "photo",
        title="Bord",
        file_name="certificaat.pdf",
        sha256="cd" * 32,
        octets=9,
        media_type="image/jpeg",
        made_on=date(2026, 1, 1),
        alternative_text="Een bord vol pijlen",
    )
    copies = {"card": Copy("ab" * 32, 1500), "photo": Copy("ef" * 32, 8, stripped=True)}
    inside = dict.fromkeys(copies, Place.INSIDE)
    document = composed(evidence=(CARD, photo), copies=copies, places=inside, pictures=frozenset({photo.sha256}))
    assert [(item.file_name, item.sha256, item.octets) for item in document.attachments] == [
        ("certificaat.pdf", "ab" * 32, 1500),
        ("certificaat (2).pdf", "ef" * 32, 8),
    ]
    text = part(document, Part.EVIDENCE)
    for item in document.attachments:
        assert item.sha256 in text
        assert item.file_name in text
    assert photo.sha256 not in text
    (picture,) = blocks(document, Picture)
    assert isinstance(picture, Picture)
    assert (picture.sha256, picture.alternative) == (photo.sha256, "Een bord vol pijlen")
    (listed,) = composed(evidence=(CARD,)).attachments
    assert (listed.place, listed.sha256) == (Place.LISTED, CARD.sha256)


def test_certificates_with_their_end() -> None:
    held = made(Certificate, "c", title="BHV", issued_on=date(2025, 4, 1), expires_on=date(2026, 4, 1))
    assert "BHV |  | 1 april 2025 | 1 april 2026" in part(composed(certificates=(held,)), Part.EVIDENCE)


def test_the_signature_page_is_honest_and_lets_two_readers_answer() -> None:
    document = compose(snapshot(seal=Seal("Noor Zandkamp", "ab12" * 16)), Translator("nl"))
    text = words(document)
    assert "AB12 AB12" in text
    assert "geen gekwalificeerde handtekening" in text
    assert "niet door een tijdstempeldienst" in text
    assert "Meelezen is geen beoordeling" in text
    fields = [block for block in walk(document) if isinstance(block, ReviewField)]
    assert [field.name for field in fields if field.kind == "signature"] == [
        "owner_signature",
        "mentor_signature",
        "educator_signature",
    ]
    assert len({field.name for field in fields}) == len(fields)


def test_the_signature_page_tells_who_issued_the_certificate_and_who_stamped_the_time() -> None:
    seal = Seal("Noor", "ab12" * 16, ("kiwi", "opera"), issuer="Uitgever Voorbeeld", stamped_by="tsa.example.org")
    text = words(compose(snapshot(seal=seal), Translator("nl")))
    assert "certificaat dat Uitgever Voorbeeld aan mij uitgaf" in text
    assert "tijdstempeldienst, tsa.example.org, bevestigde" in text
    assert "kiwi opera" in text
    assert "geen gekwalificeerde handtekening" in text
    for untrue in ("sleutel van mijzelf", "niet door een tijdstempeldienst bevestigd"):
        assert untrue not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_has_a_word(lang: str) -> None:
    from portfolio_app.document import words as table

    t = Translator("en" if lang == "en" else "nl")
    told = {value: word(value, t) for value in vars(table)["_WORDS"]}
    assert all(told.values())
    for value in told:
        assert set(type(value).__members__.values()) <= set(told)


def test_words_of_another_language_are_marked() -> None:
    foreign = made(Experience, "x", title="A study visit", happened_on=date(2025, 10, 1), lang="en", story="We walked.")
    document = composed(experiences=(foreign,))
    assert {
        span.lang
        for block in walk(document)
        if isinstance(block, Heading)
        for span in block.inline
        if "study" in span.text
    } == {"en"}
    english = composed("en", experiences=(foreign,))
    assert all(span.lang == "" for block in walk(english) if isinstance(block, Heading) for span in block.inline)
    assert english.lang == "en"
    assert "Activities and moments" in [item.title for item in english.parts]


def test_hostile_texts_do_not_break_the_tree() -> None:
    nasty = "{x} <b>&amp;</b> %s \u202e \x0b #anchor\r\n\r\n\t- \n* "
    record = made(Experience, "x", title=nasty, happened_on=date(2025, 10, 1), story=nasty, purpose="\n\n \n")
    text = words(composed(experiences=(record,), account=nasty))
    assert "{x} <b>&amp;</b> %s" in text
    assert "Wat ik wilde leren" not in text


def test_lists_and_paragraphs_of_her_own_text() -> None:
    record = made(Experience, "x", title="x", happened_on=date(2025, 10, 1), story="Eén\nregel\n\n- a\n- b\n\n- los")
    found = composed(experiences=(record,)).parts[1].blocks
    assert [plain(item.inline) for item in found if isinstance(item, Paragraph)] == ["Eén regel", "- los"]
    (listed,) = [item for item in found if isinstance(item, ListBlock)]
    assert [plain(item) for item in listed.items] == ["a", "b"]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("template", [item.id for item in SETS.templates()])
def test_every_form_prints_what_was_written_in_it(template: str, lang: Lang) -> None:
    form = SETS.template(template)
    answers = {item.key: "2" if item.scale else f"Antwoord {item.key}" for item in form.questions}
    written = made(
        Reflection, "form", title="Een moment", happened_on=date(2026, 2, 3), template=template, answers=answers,
        template_version=form.version, lang=lang,
    )  # fmt: skip
    text = part(composed(lang=lang, reflections=(written,)), Part.REFLECTIONS)
    for question in form.questions:
        assert question.scale or f"Antwoord {question.key}" in text
        assert question.row or Translator(lang).pick(question.ask) in text


def test_a_conversation_prints_line_beside_line() -> None:
    said, thought = "Fijn dat u er bent.\n\nDat dacht ik ook.", "Daar gaan we."
    written = made(
        Reflection, "talk", title="Gesprek", happened_on=date(2026, 2, 3), template="linkerkolom",
        answers={"said": said, "thought": thought},
    )  # fmt: skip
    (table,) = [
        block
        for block in walk(composed(reflections=(written,)))
        if isinstance(block, Table) and block.caption == "Het gesprek"
    ]
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["Daar gaan we.", "Fijn dat u er bent."],
        ["", "Dat dacht ik ook."],
    ]
