"""The signed file as strangers' tools see it."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest

from portfolio_app.document import tree
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.pdf.produce import Produced, produce
from portfolio_app.pdf.sign import Signer
from portfolio_app.pdf.worker import ProduceJob, run
from tests.pdf.sample import ADDRESS, LANGUAGES, LONG_WORD, NOW, WORDS, Sample
from tests.tools.verapdf import Profile, validate


def tool(*command: str | Path) -> str:
    """Output of a program that must end well."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def squeezed(text: str) -> str:
    """Letters only: no spaces, no hyphens at line ends."""
    return re.sub(r"[\s\u00ad]|-(?=\n)", "", unicodedata.normalize("NFC", text))


def paragraphs(document: tree.Document) -> list[str]:
    """The words of every paragraph, heading, item and cell in reading order."""
    texts: list[str] = []
    for block in tree.walk(document):
        if isinstance(block, tree.Heading | tree.Paragraph):
            texts.append(tree.plain(block.inline))
        elif isinstance(block, tree.ListBlock):
            texts += map(tree.plain, block.items)
        elif isinstance(block, tree.Table):
            texts += [tree.plain(cell) for row in block.rows for cell in row]
    return texts


@pytest.mark.parametrize("profile", ["PDFA-3A", "PDFUA-1"])
def test_the_signed_file_is_archival_and_accessible(produced: Produced, profile: str) -> None:
    [result] = validate(profile, produced.path)  # type: ignore[arg-type]
    assert result.compliant, str(result)


@pytest.fixture(scope="module")
def pasted(signer: Signer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of what people paste in fields: a story in a title, code points that stand for no character."""
    story, odd, long = "regel\n" * 300, "a\ufffeb\uffff\ufdd0c\U0001ffffd 😀\ufffe \x00\x1b\x9f \ue000 e", "é" * 20_000
    inline = tree.spans(odd)
    document = tree.Document(
        odd,
        f"Anna\n{odd} {long}",
        "nl",
        "",
        tree.Cover(odd, odd, "", ""),
        "Inhoud",
        (
            tree.PartBlock("p", odd, (tree.Paragraph(inline), tree.ListBlock((inline,)), tree.Facts(((odd, inline),)))),
            tree.PartBlock("q", story, (tree.Heading(2, tree.spans(story), eyebrow=odd), tree.Paragraph(inline))),
            tree.PartBlock(
                "r",
                "Einde",
                (tree.Paragraph((tree.Span(long, link="https://example.org"),)), tree.ReviewField("f", "text", odd)),
            ),
        ),
    )
    out = tmp_path_factory.mktemp("pasted") / "out.pdf"
    produce(document, out, pictures=lambda _: b"", attachments=lambda _: b"", signer=signer, now=NOW)
    return out


@pytest.mark.parametrize("profile", ["PDFA-3A", "PDFUA-1"])
def test_what_people_paste_keeps_the_file_archival_and_accessible(pasted: Path, profile: Profile) -> None:
    [result] = validate(profile, pasted)
    assert result.compliant, str(result)


def test_a_story_in_a_title_is_shortened_where_titles_are_listed(pasted: Path) -> None:
    with pikepdf.open(pasted) as pdf, pdf.open_outline() as outline:
        contents, _, part, last = cast("list[Any]", outline.root)
        titles = [part.title, part.children[0].title]
        places = [pdf.pages.index(entry.destination[0]) for entry in (contents, part, last)]
        assert " 😀 " in pdf.open_metadata()["dc:title"]
    assert all(len(title) == 300 and title.startswith("regel regel") for title in titles)
    assert tool("pdftotext", "-f", str(places[0] + 1), "-l", str(places[0] + 1), pasted, "-").count("regel") < 2 * 60
    assert f"Einde\n\n{places[2] + 1}\n" in tool("pdftotext", "-f", "2", "-l", "2", pasted, "-")
    whole = tool("pdftotext", "-f", str(places[1] + 1), "-l", str(places[2]), pasted, "-")
    assert whole.count("\nregel") >= 600 - 2


def test_strangers_accept_file_and_signature(produced: Produced) -> None:
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", produced.path)
    said = tool("pdfsig", "-nocert", produced.path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_every_word_is_there_in_reading_order(produced: Produced, rich: Sample) -> None:
    lines = tool("pdfinfo", "-struct-text", produced.path).splitlines()
    structure = squeezed("".join(line.strip()[1:-1] for line in lines if line.strip().startswith('"')))
    text = squeezed(tool("pdftotext", "-raw", produced.path, "-"))
    at = structure.index("Gewoontesenopvattingen", structure.index("Inhoud") + 30)
    for words in paragraphs(rich.document):
        wanted = squeezed(words)
        if "👍🏽" in words:  # where glyphs are not what was typed, poppler tells the glyphs
            wanted = wanted[: wanted.index("👍")]
        at = structure.find(wanted, at)
        assert at >= 0, words
        at += len(wanted)
        if len(wanted) < 400:  # longer ones run over pages, with running heads between
            assert wanted in text, words


def test_a_reader_hears_what_was_typed(produced: Produced) -> None:
    structure = tool("pdfinfo", "-struct-text", produced.path)
    assert "Met een lach 🙂 en een duim" in structure
    assert "een vinkje ✓ en een pijl →." in structure
    with pikepdf.open(produced.path) as pdf:
        told = {
            str(held.ActualText)
            for held in pdf.objects
            if isinstance(held, pikepdf.Dictionary) and "/ActualText" in held
        }
    assert told == {"👍🏽", "שלום", "مرحبا بكم", "\U00013080", "🇳🇱"}


def test_all_alphabets_are_printed_and_nothing_as_a_square(produced: Produced) -> None:
    text = squeezed(tool("pdftotext", produced.path, "-"))
    assert squeezed(LANGUAGES) in text
    assert squeezed(LONG_WORD) in text
    assert squeezed(ADDRESS) in text
    assert "🙂" in text
    assert "\ufffd" not in text
    fonts = [line.split() for line in tool("pdffonts", produced.path).splitlines()[2:]]
    assert all("yes" in columns for columns in fonts)
    assert not any("Helvetica" in columns[0] for columns in fonts)


def test_attachments_agree_with_manifest_and_pages(produced: Produced, rich: Sample, tmp_path: Path) -> None:
    tool("pdfdetach", "-saveall", "-o", tmp_path, produced.path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    printed = squeezed(tool("pdftotext", produced.path, "-"))
    assert [entry["name"] for entry in manifest["files"]] == ["uren.csv", "brief.txt"]
    for entry, attachment in zip(manifest["files"], rich.document.attachments, strict=True):
        data = (tmp_path / entry["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"] == attachment.sha256
        assert (entry["octets"], entry["item"]) == (len(data), attachment.item_id)
        assert entry["sha256"] in printed


def test_contents_and_outline_lead_to_the_right_pages(produced: Produced) -> None:
    contents = tool("pdftotext", "-layout", "-f", "2", "-l", "2", produced.path, "-")
    with pikepdf.open(produced.path) as pdf, pdf.open_outline() as outline:
        titles = {str(entry.title): entry for entry in outline.root}
        for title in ("Gewoontes en opvattingen", "Scholingsuren", "Bewijsstukken", "Antwoord en ondertekening"):
            number = int(re.search(rf"{title}\s+(\d+)", contents)[1])  # type: ignore[index]
            page = pikepdf.Page(titles[title].destination[0])  # type: ignore[index]
            assert page.index + 1 == number
            assert title in tool("pdftotext", "-f", str(number), "-l", str(number), produced.path, "-")
        dead = [
            a
            for p in pdf.pages
            for a in p.get("/Annots", [])
            if a.Subtype == "/Link" and not {"/A", "/Dest"} & set(a.keys())
        ]
    assert not dead


def test_headings_never_end_a_page(produced: Produced) -> None:
    for number in range(3, produced.pages + 1):
        box = tool("pdftotext", "-f", str(number), "-l", str(number), produced.path, "-").strip().splitlines()
        assert box[-4] not in {"Activiteiten", "Uren per onderdeel", "Wat ik uitprobeerde", "Ondertekening"}


def test_metadata_tells_title_author_and_language_only(produced: Produced) -> None:
    with pikepdf.open(produced.path) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title", "/Author", "/CreationDate", "/ModDate"}
        assert str(pdf.Root.Lang) == "nl-NL"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.AF[-1].AFRelationship) == "/Data"
    raw = produced.path.read_bytes()
    for trace in (
        str(Path.home()),
        str(produced.path.parent),
        os.environ.get("USER", "root") + "@",
        "reportlab",
        "pyHanko",
    ):
        assert trace.encode() not in raw


def test_readers_may_fill_in_annotate_and_sign_and_nothing_else(produced: Produced) -> None:
    with pikepdf.open(produced.path) as pdf:
        [reference] = pdf.Root.Perms.DocMDP.Reference
        assert (str(reference.TransformMethod), int(reference.TransformParams.P)) == ("/DocMDP", 3)


def test_every_field_keeps_an_appearance_that_others_share(produced: Produced) -> None:
    with pikepdf.open(produced.path) as pdf:
        blank = [field.AP.N.objgen for field in pdf.Root.AcroForm.Fields if str(field.T) != "owner_signature"
                 and field.FT != "/Btn"]  # fmt: skip
    assert len(blank) > 2
    assert len(set(blank)) == 1


def test_locks_name_only_the_fields_of_the_same_reader(produced: Produced) -> None:
    with pikepdf.open(produced.path) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        lock = fields["mentor_signature"].Lock
        assert (str(lock.Action), "/P" in lock) == ("/Include", False)
        assert {str(name) for name in lock.Fields} == {"mentor_feedback", "mentor_read"}
        assert "/Lock" not in fields["owner_signature"]


def test_the_same_input_gives_the_same_signed_bytes(rich: Sample, signer: Signer, tmp_path: Path) -> None:
    made = [
        produce(
            rich.document, tmp_path / name, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW
        ).path.read_bytes()
        for name in ("a.pdf", "b.pdf")
    ]
    first, second = (data[: data.index(b"/Type /Sig\n")] for data in made)
    cut = first.index(b"/Contents <3082")
    assert first[:cut] == second[:cut]


def test_cancelling_leaves_nothing(rich: Sample, signer: Signer, out: Path) -> None:
    stages: list[str] = []
    with pytest.raises(Cancelled):
        produce(
            rich.document,
            out,
            pictures=rich.read,
            attachments=rich.read,
            signer=signer,
            now=NOW,
            progress=lambda done, total, stage: stages.append(stage),
            cancelled=lambda: "archive" in stages,
        )
    assert list(out.parent.iterdir()) == []


def test_a_full_disk_and_a_closed_folder_are_sentences(
    rich: Sample, signer: Signer, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(path: Path) -> None:
        produce(rich.document, path, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW)

    with pytest.raises(UserError, match="folder-missing"):
        make(out.parent / "absent" / "out.pdf")
    out.write_bytes(b"the older export")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="disk-full"):
        make(out)
    assert [path.name for path in out.parent.iterdir()] == ["out.pdf"]
    assert out.read_bytes() == b"the older export"


def test_evidence_that_is_no_longer_what_it_was_is_refused(rich: Sample, signer: Signer, out: Path) -> None:
    with pytest.raises(UserError, match="evidence-changed"):
        produce(rich.document, out, pictures=rich.read, attachments=lambda sha256: b"other", signer=signer, now=NOW)
    assert not out.exists()


def test_it_works_in_a_spawned_process(rich: Sample, signer: Signer, out: Path) -> None:
    context = multiprocessing.get_context("spawn")
    small = replace(rich.document, parts=rich.document.parts[-1:], attachments=())
    with context.Pool(1) as pool:
        made = pool.apply(run, (ProduceJob(small, out, signer, NOW, rich.files),))
    assert made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()


def test_a_document_without_signature_field_is_signed_all_the_same(signer: Signer, out: Path) -> None:
    part = tree.PartBlock("a", "Eén deel", (tree.Paragraph(tree.spans(WORDS)),))
    document = tree.Document("Titel", "Anna", "nl", "", tree.Cover("", "Anna", "", ""), "Inhoud", (part,))
    made = produce(document, out, pictures=lambda _: b"", attachments=lambda _: b"", signer=signer, now=NOW)
    assert made.pages == 3
    assert "Total document signed" in tool("pdfsig", "-nocert", out)
    assert all(result.compliant for profile in ("PDFA-3A", "PDFUA-1") for result in validate(profile, out))


def test_a_signer_comes_back_from_the_store_as_it_went(signer: Signer) -> None:
    assert Signer.load(signer.dump()) == signer
    assert "PRIVATE" not in repr(signer)
