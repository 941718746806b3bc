"""What an attacker has to work with: a small portfolio as it was signed, copies that came back, and keys of his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from portfolio_app.document.tree import Attachment, Cover, Document, Heading, Paragraph, PartBlock, Picture, Span, spans
from portfolio_app.domain.carrying import Place
from portfolio_app.pdf.produce import produce
from portfolio_app.pdf.sign import Signer, make_signer
from portfolio_app.pdf.timestamp import Ask
from portfolio_app.services.timestamping import Server, asker
from tests.pdf.reader_acts import annotate, fill, sign_prepared, update
from tests.pdf.sample import NOW, WORDS, digest, picture, review_fields
from tests.tools.timestamp_server import Service, serving

MARGIN = (560.0, 800.0, 580.0, 820.0)
"""Where nothing is printed."""
PAGE = 1
"""The page (from 0) with text, a picture and links."""


@dataclass(frozen=True)
class Stage:
    """Files by what was done to them. ``twin`` is a key of somebody else under the owner's name."""

    owner: Signer
    mentor: Signer
    twin: Signer
    signed: bytes
    noted: bytes
    answered: bytes
    closed: bytes
    other: bytes
    """Another portfolio of the same owner."""
    carrying: bytes
    """One with files in a ZIP file beside it."""
    stamped: bytes
    restamped: bytes
    """With a timestamp: the same document twice."""


def make_stage(folder: Path) -> Stage:
    """Make everything once: three keys and two signed files."""
    owner, twin = make_signer("Anna de Vries", "", "", NOW), make_signer("Anna de Vries", "", "", NOW)
    mentor = make_signer("J. Bakker", "", "", NOW)
    signed = small(folder / "portfolio.pdf", owner, "Portfolio")
    noted = update(signed, annotate("Text", MARGIN, page=PAGE))
    answered = update(noted, fill("mentor_feedback", "Niet akkoord"))
    closed = sign_prepared(answered, mentor, "mentor_signature", NOW + timedelta(days=1))
    other = small(folder / "ander.pdf", owner, "Ander portfolio")
    carrying = small(folder / "met-bijlagen.pdf", owner, "Portfolio", Place.BESIDE)
    with serving(Service()) as address:
        stamps = [small(folder / f"{at}.pdf", owner, "Portfolio", ask=asker(Server(address))) for at in ("a", "b")]
    return Stage(owner, mentor, twin, signed, noted, answered, closed, other, carrying, *stamps)


FILES = {"uren.csv": b"datum;uren\n14-09-2024;8\n", "brief.txt": b"Beste Anna\n"}
"""The evidence that goes along."""
ZIP = "portfolio-bewijsstukken.zip"


def small(out: Path, signer: Signer, title: str, place: Place = Place.INSIDE, ask: Ask | None = None) -> bytes:
    """A portfolio of a few pages with everything that can be attacked: text, picture, links, fields, two files."""
    files = {digest(data): data for data in (picture(300, 200), *FILES.values())}
    photo, table, letter = files
    link = (Span("Zie "), Span("de antwoorden", link="#review"), Span(" en "), Span("school", link="https://a.example"))
    document = Document(
        title=title,
        author=signer.name,
        lang="nl",
        subject="2025",
        cover=Cover(title, signer.name, "Docent", "2025", ()),
        contents_title="Inhoud",
        parts=(
            PartBlock(
                "beliefs",
                "Opvattingen",
                (
                    Heading(2, spans("Wie stilvalt, heeft hulp nodig.")),
                    *(Paragraph(spans(f"{title}. {WORDS}")) for _ in range(3)),
                    Paragraph(link),
                    Picture(photo, "Leerlingen rond een tafel", spans("Foto 1.")),
                ),
            ),
            PartBlock("review", "Antwoord en ondertekening", review_fields()),
        ),
        attachments=(
            Attachment("uren.csv", "text/csv", table, len(files[table]), "Urenlijst", "item-1", place=place),
            Attachment("brief.txt", "text/plain", letter, len(files[letter]), "Brief", "item-2", place=place),
        ),
        beside=ZIP if place is Place.BESIDE else "",
    )
    produce(document, out, pictures=files.__getitem__, attachments=files.__getitem__, signer=signer, now=NOW, ask=ask)
    return out.read_bytes()
