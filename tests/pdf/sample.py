"""A document with everything in it that pages can hold."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from portfolio_app.document.tree import (
    Attachment,
    Bar,
    BarChart,
    Block,
    Break,
    Column,
    Cover,
    Document,
    Facts,
    Group,
    Heading,
    InkRow,
    InkSpace,
    ListBlock,
    Paragraph,
    PartBlock,
    Picture,
    ReviewField,
    Span,
    Step,
    StepChart,
    Table,
    spans,
)

NOW: Final = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
WORDS: Final = (
    "In dit schooljaar heb ik mijn lessen literatuuronderwijs opnieuw ontworpen vanuit formatieve evaluatie. "
    "Leerlingen formuleerden zelf succescriteria en gaven elkaar gerichte feedback op tussenproducten. Uit de "
    "lesobservaties blijkt dat de betrokkenheid vooral in de bovenbouw toenam, en dat "
    "stiltes minder vaak betekenen wat ik dacht."
)
LONG_WORD: Final = "arbeidsongeschiktheidsverzekeringsmaatschappijmedewerkersvergaderzaalreserveringssysteembeheerder"
ADDRESS: Final = (
    "https://www.voorbeeldschool-aan-de-vecht.example/nl/professionele-ontwikkeling/2026/lesbezoek?vak=nederlands&k=3v"
)
LANGUAGES: Final = (
    "Türkçe: ğüşıöçİ, öğretmenlik; Polski: zażółć gęślą jaźń; Ελληνικά: μάθηση και σκέψη; Русский: учитель и ученик; "
    "Frysk: âldens, skoalle, ûndersyk; Română: învățător; 中文: 学校; 한국어; ትግርኛ; ไทย; हिन्दी; தமிழ்."
)


@dataclass(frozen=True)
class Sample:
    """A document and the bytes that belong to it, by digest."""

    document: Document
    files: dict[str, bytes]

    def read(self, sha256: str) -> bytes:
        """The bytes with a digest."""
        return self.files[sha256]


def picture(width: int = 900, height: int = 600) -> bytes:
    """A JPEG as the vault prepares them."""
    from PIL import Image

    ramp = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (ramp, ramp.rotate(180), Image.new("L", (width, height), 120)))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _hours() -> tuple[Block, ...]:
    rows = tuple(
        (spans(f"{day % 28 + 1:02d}-{day % 12 + 1:02d}-2025"), spans(title), spans(kind), spans(hours))
        for day in range(22)
        for title, kind, hours in (
            ("Cursus formatief toetsen, dagdeel 1 en 2", "certificaat", "8,0"),
            ("Lesbezoek bij collega Engels met nabespreking over stiltes na een vraag", "verslag", "3,5"),
            ("Ontwerpsessie rubriek literatuuronderwijs", "rubriek", "6,0"),
        )
    )
    return (
        Heading(2, spans("Uren per onderdeel")),
        BarChart(
            "Geregistreerd, met de vereiste uren als streepje",
            (
                Bar("Cursus formatief toetsen", 24, "24", 16),
                Bar("Intervisie", 12, "12", 12),
                Bar("Lesobservatie en wat daar allemaal bij hoort", 9.5, "9,5", 8),
                Bar("Vakliteratuur", 7, "7", 4),
            ),
            "Uren per onderdeel: cursus 24 van 16, intervisie 12 van 12, lesobservatie 9,5 van 8, vakliteratuur 7.",
        ),
        Heading(2, spans("Activiteiten"), divider=True),
        Table(
            (
                Column("Datum", share=2),
                Column("Activiteit", share=6.6, row_head=True),
                Column("Bewijs", share=2.2),
                Column("Uren", "right", 1.2),
            ),
            rows,
            "Alles wat ik bijhield",
            (spans("Samen"), (), (), spans("385,0")),
            tuple(f"row-{number}" for number in range(len(rows))),
        ),
    )


def _patterns(photo: str) -> tuple[Block, ...]:
    return (
        Paragraph(spans("Wie stilvalt, heeft hulp nodig."), "lead"),
        Facts(
            (("Gemaakt op", spans("12 maart 2025")), ("Nu", spans("ik twijfel")), ("Begeleider", spans("J. Bakker")))
        ),
        Paragraph(spans(WORDS)),
        Paragraph(
            (
                Span("De grootste opbrengst zit in het "),
                Span("gezamenlijk ontwerpen", strong=True),
                Span(" met collega’s: "),
                Span("zie de uren", link="#hours"),
                Span(" en "),
                Span(ADDRESS, link=ADDRESS),
                Span(". In het Engels heet dat "),
                Span("wait time", emphasis=True, lang="en"),
                Span("."),
            )
        ),
        Paragraph(spans("Ik dacht dat stilte betekent dat iemand het niet weet."), "quote"),
        Paragraph(spans(f"Een lang woord: {LONG_WORD}, en nog een stuk zin erachter.")),
        Paragraph(spans(LANGUAGES)),
        Paragraph(
            spans(
                "Met een lach 🙂 en een duim 👍🏽, een vinkje ✓ en een pijl →. Uit 🇳🇱. "
                "שלום en مرحبا بكم. Onbekend: \U00013080."
            )
        ),
        ListBlock(
            (spans("Eerst wachten, dan pas vragen."), spans(WORDS), (Span("Klein", strong=True), Span(" houden."))),
            True,
        ),
        ListBlock((spans("Kunnen"), spans("Willen"), spans("Mogen"))),
        StepChart(
            "Hoe ik erover dacht",
            ("niet meer", "ik twijfel", "meestal", "helemaal"),
            (
                Step(date(2025, 3, 12), 3, "maart 2025"),
                Step(date(2025, 9, 1), 2, "september 2025"),
                Step(date(2026, 2, 3), 1, "februari 2026"),
            ),
            "In maart 2025 helemaal, in september meestal, in februari 2026 twijfel.",
        ),
        Group(
            (
                Picture(
                    photo,
                    "Leerlingen rond een tafel met een rubriek",
                    spans("Foto 1. Leerlingen bespreken elkaars werk."),
                ),
            )
        ),
        Picture(photo, "Een bord met vier stappen", spans("Foto 2. Het bord van die les."), small=True),
        Heading(3, spans("Wat ik uitprobeerde"), eyebrow="proef"),
        Heading(4, spans("Wat ik verwachtte")),
        *(Paragraph(spans(WORDS)) for _ in range(6)),
        Paragraph(spans("Kleine noot."), "note"),
    )


def ink() -> PartBlock:
    """The page for stamp and pen, with the way back to a row of a table."""
    return PartBlock(
        "ink",
        "Voor stempel en pen",
        (
            Paragraph(
                (Span("Zie "), Span("regel 60", link="#row-60"), Span(" (p. {page})", link="#row-60", paged=True))
            ),
            InkRow((InkSpace("Naam"), InkSpace("Functie"))),
            InkRow((InkSpace("Handtekening", box=True), InkSpace("Stempel", box=True))),
        ),
    )


def review_fields() -> tuple[Block, ...]:
    """The page that readers answer on."""
    return (
        Paragraph(spans("Lees het digitaal en antwoord hier.")),
        ReviewField("mentor_feedback", "text", "Feedback van de begeleider", multiline=True),
        ReviewField("mentor_read", "check", "Gelezen"),
        ReviewField("mentor_signature", "signature", "Handtekening begeleider"),
        ReviewField("trainer_signature", "signature", "Handtekening schoolopleider"),
        Heading(2, spans("Ondertekening")),
        Paragraph(spans("De handtekening toont dat het bestand sindsdien niet is veranderd."), "note"),
        ReviewField("owner_signature", "signature", "Handtekening van Anna de Vries"),
    )


def sample() -> Sample:
    """The document, with two attachments."""
    photo = picture()
    table = b"datum;uren\n14-09-2024;8\n"
    letter = b"Beste Anna,\nwat een mooie les.\n"
    files = {digest(photo): photo, digest(table): table, digest(letter): letter}
    long_cell = (spans("Uitleg"), spans(" ".join([WORDS] * 40)))
    document = Document(
        title="Portfolio professionele ontwikkeling",
        author="Anna de Vries",
        lang="nl",
        subject="Verantwoording over 2022–2026",
        cover=Cover(
            "Portfolio professionele ontwikkeling",
            "Anna de Vries",
            "Docent Nederlands, voortgezet onderwijs",
            "Periode 1 augustus 2022 – 31 juli 2026",
            (("Bedoeld voor", "Mijn begeleider"), ("Gemaakt op", "23 november 2026"), ("School", "Vechtcollege")),
        ),
        contents_title="Inhoud",
        parts=(
            PartBlock("beliefs", "Gewoontes en opvattingen", _patterns(digest(photo)), "Deel 1"),
            PartBlock("hours", "Scholingsuren", (Heading(1, spans("Scholingsuren"), "hours", "Deel 2"), *_hours())),
            PartBlock(
                "evidence",
                "Bewijsstukken",
                (
                    Paragraph(spans("De bestanden zitten in dit document."), anchor="evidence"),
                    Table((Column("Wat", share=1, row_head=True), Column("Toelichting", share=4)), (long_cell,)),
                    Break(),
                    Table(
                        (Column("Bestand", share=2, row_head=True), Column("SHA-256", share=4)),
                        ((spans("uren.csv"), spans(digest(table))), (spans("brief.txt"), spans(digest(letter)))),
                        "Digests",
                    ),
                ),
                "Deel 3",
            ),
            PartBlock("review", "Antwoord en ondertekening", review_fields(), "Deel 4"),
            ink(),
        ),
        attachments=(
            Attachment("uren.csv", "text/csv", digest(table), len(table), "Urenlijst", "item-1", date(2024, 9, 14)),
            Attachment("brief.txt", "text/plain", digest(letter), len(letter), "Brief van een ouder", "item-2"),
        ),
    )
    return Sample(document, files)
