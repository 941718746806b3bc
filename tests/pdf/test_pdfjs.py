"""What a browser sees of a portfolio: tags, bookmarks, fields to fill in, links and the files that go along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from portfolio_app.pdf.produce import Produced
from tests.tools import pdfjs


@pytest.fixture(scope="module")
def seen(produced: Produced) -> dict[str, Any]:
    """Everything that pdf.js tells of the sample."""
    return pdfjs.seen(produced.path)


def roles(tags: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Roles and descriptions of all tags."""
    for tag in tags:
        yield tag["role"], tag["alt"]
        yield from roles(tag["inside"])


def test_every_page_is_tagged_and_says_its_words(seen: dict[str, Any], produced: Produced) -> None:
    assert len(seen["pages"]) == produced.pages
    found = [pair for page in seen["pages"] for pair in roles(page["tags"])]
    assert {"H1", "H2", "P", "Table", "TR", "TH", "TD", "L", "LI", "Link", "Figure", "TOC", "Form"} <= {
        role for role, _ in found
    }
    assert all(alt for role, alt in found if role == "Figure")
    assert all(any(role != "Root" for role, _ in roles(page["tags"])) for page in seen["pages"])
    assert "Wie stilvalt" in " ".join(page["words"] for page in seen["pages"])
    assert (seen["language"], seen["marked"], seen["signed"]) == ("nl-NL", True, True)


def test_bookmarks_page_numbers_and_links_are_there(seen: dict[str, Any], produced: Produced) -> None:
    titles = [entry["title"] for entry in seen["outline"]]
    assert {"Gewoontes en opvattingen", "Scholingsuren", "Bewijsstukken"} <= set(titles)
    assert len(seen["labels"]) == produced.pages
    assert sum(page["links"] for page in seen["pages"]) > 5


def test_a_reader_finds_the_fields_and_the_files(seen: dict[str, Any]) -> None:
    fields = {field["name"]: field["type"] for field in seen["fields"]}
    assert fields == {
        "mentor_feedback": "text",
        "mentor_read": "checkbox",
        "mentor_signature": "signature",
        "trainer_signature": "signature",
        "owner_signature": "signature",
    }
    files = {file["name"]: file["octets"] for file in seen["files"]}
    assert set(files) == {"uren.csv", "brief.txt", "manifest.json"}
    assert files["brief.txt"] == len(b"Beste Anna,\nwat een mooie les.\n")
