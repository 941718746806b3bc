"""A number of a person never goes out, wherever in a file of evidence it stands."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.persons import Pseudonym
from portfolio_app.domain.privacy import Kind, Level
from portfolio_app.domain.privacy_report import Report
from portfolio_app.domain.selection import Audience, Carry
from portfolio_app.i18n import Translator
from portfolio_app.logs import RedactingFormatter
from portfolio_app.services.privacy_words import tell_hit
from portfolio_app.services.session import Services
from portfolio_app.vault import worker
from tests.services.helpers import activity, profile, reflection, saved
from tests.vault.documents import docx, jpeg, odt, paragraph, pdf, zipped

BSN = "111222333"
SAID = f"BSN {BSN} van een leerling"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def annotated() -> bytes:
    """A PDF with the number in a remark and in no page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Een gewone bladzijde"))) as opened:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents=SAID
        )
        opened.pages[0].Annots = pikepdf.Array([opened.make_indirect(note)])
        opened.save(out)
    return out.getvalue()


def letter(inside: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Verslag"
    message.set_content("Zie de bijlage.")
    message.add_attachment(inside.encode(), maintype="text", subtype="plain", filename="verslag.txt")
    return message.as_bytes()


def sheet() -> bytes:
    rows = f"<row><c><v>1</v></c><c t='inlineStr'><is><t>bsn</t></is></c><c><v>{BSN}</v></c></row>"
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<workbook/>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def part(name: str, element: str) -> dict[str, str | bytes]:
    """A part of a document of Word beside its body, with the number in it."""
    return {f"word/{name}.xml": f'<w:{element} xmlns:w="{W}">{paragraph(SAID)}</w:{element}>'}


def hung(data: bytes, kind: str, name: str) -> bytes:
    """A letter with a file on it."""
    message = EmailMessage()
    message["Subject"] = "Verslag"
    message.set_content("Zie de bijlage.")
    message.add_attachment(data, maintype="application", subtype=kind, filename=name)
    return message.as_bytes()


def answered() -> bytes:
    """A letter on which another letter hangs, with the number in its subject."""
    inner, message = EmailMessage(), EmailMessage()
    inner["Subject"] = SAID
    inner.set_content("Hoi")
    message.set_content("Zie hieronder.")
    message.add_attachment(inner)
    return message.as_bytes()


def carrying(data: bytes, name: str) -> bytes:
    """A PDF with a file in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Een gewone bladzijde"))) as opened:
        opened.attachments[name] = pikepdf.AttachedFileSpec(opened, data, filename=name)
        opened.save(out)
    return out.getvalue()


def sheets(parts: dict[str, str | bytes]) -> bytes:
    """A workbook with other parts."""
    fixed = {"[Content_Types].xml": "<Types/>", "xl/worksheets/sheet1.xml": "<worksheet/>"}
    return zipped({**fixed, "xl/workbook.xml": "<workbook/>", **parts})


def slides(parts: dict[str, str | bytes]) -> bytes:
    """A presentation with other parts."""
    return zipped({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": "<sld><t>Dag</t></sld>", **parts})


def behind(element: str) -> bytes:
    """A document of Word with something in an attribute."""
    return docx(f"<w:sdt><w:sdtPr>{element}</w:sdtPr></w:sdt>")


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "page": ("verslag.pdf", lambda: pdf(SAID)),
    "remark": ("verslag.pdf", annotated),
    "text": ("notities.txt", SAID.encode),
    "table": ("lijst.csv", f"naam;bsn\nleerling A;{BSN}\n".encode),
    "word": ("brief.docx", lambda: docx(paragraph("Zijn bsn is 111", "222333."))),
    "header": ("brief.docx", lambda: docx(paragraph("Brief"), part("header1", "hdr"))),
    "comment": ("brief.docx", lambda: docx(paragraph("Brief"), part("comments", "comments"))),
    "deleted": ("brief.docx", lambda: docx(f"<w:p><w:del><w:r><w:delText>{SAID}</w:delText></w:r></w:del></w:p>")),
    "cell": ("cijfers.xlsx", sheet),
    "writer": ("brief.odt", lambda: odt(f"<text:p>{SAID}</text:p>")),
    "attached": ("mail.eml", lambda: letter(SAID)),
    "attached document": ("mail.eml", lambda: hung(docx(paragraph(SAID)), "octet-stream", "verslag.docx")),
    "attached PDF": ("mail.eml", lambda: hung(pdf(SAID), "pdf", "verslag.pdf")),
    "attached letter": ("mail.eml", answered),
    "inside a PDF": ("verslag.pdf", lambda: carrying(docx(paragraph(SAID)), "verslag.docx")),
    "behind a chart": (
        "brief.docx",
        lambda: docx(paragraph("Brief"), {"word/embeddings/Cijfers.xlsx": sheet()}),
    ),
    "text put in whole": ("brief.docx", lambda: docx(paragraph("Brief"), {"word/deel.htm": f"<p>{SAID}</p>"})),
    "bound field": ("brief.docx", lambda: docx(paragraph("Brief"), {"customXml/item1.xml": f"<a>{SAID}</a>"})),
    "list to choose from": ("brief.docx", lambda: behind(f'<w:listItem w:displayText="{SAID}"/>')),
    "variable": ("brief.docx", lambda: docx(paragraph("Brief"), {"word/settings.xml": f'<s><v val="{SAID}"/></s>'})),
    "beside damage": (
        "brief.docx",
        lambda: docx(paragraph(SAID), {"word/comments.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
    ),
    "name of a sheet": (
        "cijfers.xlsx",
        lambda: sheets({"xl/workbook.xml": f'<workbook><sheet name="{SAID}"/></workbook>'}),
    ),
    "pivot": (
        "cijfers.xlsx",
        lambda: sheets({"xl/pivotCache/pivotCacheRecords1.xml": f'<p><s v="bsn"/><n v="{BSN}"/></p>'}),
    ),
    "chart": ("les.pptx", lambda: slides({"ppt/charts/chart1.xml": f"<s><v>{SAID}</v></s>"})),
    "diagram": ("les.pptx", lambda: slides({"ppt/diagrams/data1.xml": f"<s><t>{SAID}</t></s>"})),
    "who remarked": ("les.pptx", lambda: slides({"ppt/commentAuthors.xml": f'<s><a name="{SAID}"/></s>'})),
    "unknown": ("oud.rtf", lambda: b"{\\rtf1\\ansi " + SAID.encode() + b"}"),
}  # fmt: skip


def evidence(services: Services, folder: Path, name: str, data: bytes) -> Evidence:
    (folder / name).write_bytes(data)
    item = services.evidence.add(folder / name, about=activity(services), title="Bewijs").evidence
    return saved(services, replace(item, pupils=PupilsVisible.NO))


def check(services: Services) -> Report:
    return services.privacy.check(services.choosing.selection(Audience.ARCHIVE))


@pytest.mark.parametrize("key", FILES)
def test_a_number_in_a_file_holds_the_export_back(services: Services, tmp_path: Path, key: str) -> None:
    name, made = FILES[key]
    profile(services)
    item = evidence(services, tmp_path, name, made())
    choice = services.choosing.selection(Audience.ARCHIVE)
    with pytest.raises(UserError, match="privacy-blocked"):
        services.exports.export(choice, tmp_path / "uit.pdf", agreed=None)
    assert not (tmp_path / "uit.pdf").exists()
    assert services.exports.all() == []
    (hit,) = check(services).blocked
    assert (hit.finding.kind, hit.place.id, hit.place.field) == (Kind.BSN, item.id, "file")
    assert BSN not in tell_hit(hit, Translator("nl"))
    services.exports.export(replace(choice, carry=Carry.LISTED), tmp_path / "uit.pdf", agreed=None)
    without = replace(choice, left_out=frozenset({item.id}))
    services.exports.export(without, tmp_path / "anders.pdf", agreed=None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lang.txt", b"woord " * 400_000 + SAID.encode()),
        ("mail.eml", hung(b"\x00\x01" + SAID.encode(), "octet-stream", "iets.bin")),
        ("verslag.pdf", carrying(b"PK\x03\x04" + SAID.encode(), "alles.zip")),
    ],
)
def test_what_was_not_read_to_its_end_is_told(services: Services, tmp_path: Path, name: str, data: bytes) -> None:
    profile(services)
    item = evidence(services, tmp_path, name, data)
    assert [hit.place.id for hit in check(services).hits if hit.finding.kind is Kind.UNREAD] == [item.id]


def test_what_a_camera_wrote_is_taken_out_and_so_not_told(services: Services, tmp_path: Path) -> None:
    profile(services)
    exif = Image.Exif()
    exif[0x010E] = SAID
    evidence(services, tmp_path, "bord.jpg", jpeg(exif=exif))
    assert check(services).blocked == ()
    services.exports.export(services.choosing.selection(Audience.ARCHIVE), tmp_path / "uit.pdf")
    with pikepdf.open(tmp_path / "uit.pdf") as made:
        assert all(BSN.encode() not in one.get_file().read_bytes() for one in made.attachments.values())
    assert BSN.encode() not in (tmp_path / "uit.pdf").read_bytes()


def test_what_stays_beside_a_picture_is_looked_through(services: Services, tmp_path: Path) -> None:
    profile(services)
    # A picture with something strange in its head can't be cleaned, and so goes out as it is.
    exif = Image.Exif()
    exif[0x010E] = SAID
    whole = jpeg(exif=exif)
    evidence(services, tmp_path, "vreemd.jpg", whole.replace(b"\xff\xdb", b"zz\xff\xdb", 1))
    (hit,) = check(services).blocked
    assert hit.finding.kind is Kind.BSN


def test_who_made_a_file_that_keeps_it_is_told(services: Services, tmp_path: Path) -> None:
    profile(services)
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "GIF", comment=b"Foto van Fenna de Wit")
    evidence(services, tmp_path, "plaatje.gif", out.getvalue())
    found = {(hit.finding.kind, hit.place.field) for hit in check(services).to_look_at}
    assert (Kind.METADATA, "metadata.remark") in found


def test_a_scan_and_a_sound_are_pointed_at_and_a_locked_file_is_to_be_looked_at(
    services: Services, tmp_path: Path
) -> None:
    profile(services)
    evidence(services, tmp_path, "scan.pdf", pdf(""))
    evidence(services, tmp_path, "lied.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(200))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Geheim"))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="dicht", owner="dicht"))
    evidence(services, tmp_path, "dicht.pdf", out.getvalue())
    unread = {hit.finding.value: hit.finding for hit in check(services).hits if hit.finding.kind is Kind.UNREAD}
    assert {name: (each.level, each.reason) for name, each in unread.items()} == {
        "scan.pdf": (Level.HINT, "no-text"),
        "lied.mp3": (Level.HINT, "sound-or-film"),
        "dicht.pdf": (Level.WARN, "unreadable"),
    }


def test_names_of_files_count_in_small_letters_too(services: Services, tmp_path: Path) -> None:
    profile(services)
    evidence(services, tmp_path, f"verslag_sanne_bsn_{BSN}.txt", b"Niets")
    report = check(services)
    assert {hit.place.field for hit in report.blocked} == {"file_name"}
    assert [hit.finding.value for hit in report.to_look_at if hit.finding.kind is Kind.FIRST_NAME] == ["sanne"]


def test_a_file_is_read_once_and_told_again(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(services)
    evidence(services, tmp_path, "notities.txt", b"Vandaag las Thijs voor aan Fenna.")
    first = check(services)

    def never_again(*args: object, **more: object) -> str:
        raise AssertionError("it was read already")

    monkeypatch.setattr(worker, "read_all", never_again)
    assert check(services) == first
    services.privacy.use_class_list("Bram Fictief")
    assert {hit.finding.value for hit in check(services).to_look_at} == {"Thijs", "Fenna"}


def test_the_class_list_is_on_no_disk_and_in_no_log(
    services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    profile(services)
    reflection(services, answers={"what": "Toen zei Xandrine Quastebrod dat het goed was."})
    names = services.privacy.use_class_list("1. Quastebrod, Xandrine\n2. Vrolijkstra, Joukje")
    assert names == ("Xandrine Quastebrod", "Joukje Vrolijkstra")
    (hit,) = check(services).blocked
    assert (hit.finding.kind, hit.finding.value) == (Kind.CLASS_LIST, "Xandrine Quastebrod")
    with pytest.raises(UserError, match="privacy-blocked"):
        services.exports.export(services.choosing.selection(Audience.ARCHIVE), tmp_path / "uit.pdf")
    folder = services.home
    services.close()
    told = "\n".join(RedactingFormatter().format(record) for record in caplog.records)
    for secret in ("Vrolijkstra", "Joukje"):
        assert secret not in told
        for file in (*folder.rglob("*"), *tmp_path.rglob("*")):
            assert not file.is_file() or secret.encode() not in file.read_bytes()


def test_a_class_list_is_gone_when_the_portfolio_is_closed(services: Services) -> None:
    profile(services)
    reflection(services, answers={"what": "Toen zei Xandrine dat het goed was."})
    services.privacy.use_class_list("Xandrine Quastebrod")
    assert len(check(services).blocked) == 1
    services.privacy.forget_class_list()
    assert check(services).blocked == ()


def test_who_stands_behind_a_stand_in_never_goes_out(services: Services, tmp_path: Path) -> None:
    profile(services)
    services.persons.remember("Xandrine Quastebrod", "leerling 1")
    reflection(services, answers={"what": "Vandaag las leerling 1 voor."})
    assert check(services).hits == ()
    services.exports.export(services.choosing.selection(Audience.ARCHIVE), tmp_path / "uit.pdf")
    said = worker.read_text((tmp_path / "uit.pdf").read_bytes(), "application/pdf")
    assert "leerling 1" in said
    assert Pseudonym.KIND not in said
    with pikepdf.open(tmp_path / "uit.pdf") as made:
        inside = b"".join(one.get_file().read_bytes() for one in made.attachments.values())
    assert b"Quastebrod" not in inside + (tmp_path / "uit.pdf").read_bytes()
    assert "Quastebrod" not in said


def test_a_name_that_has_a_stand_in_is_told(services: Services) -> None:
    profile(services)
    services.persons.remember("Xandrine Quastebrod", "leerling 1")
    reflection(services, answers={"what": "Vandaag las Xandrine voor."})
    (hit,) = check(services).to_look_at
    assert hit.finding.kind is Kind.KNOWN_NAME


def test_what_warns_goes_out_once_she_looked_at_it(services: Services, tmp_path: Path) -> None:
    profile(services)
    reflection(services, answers={"what": "Vandaag las Thijs voor, en Fenna ook."})
    choice = services.choosing.selection(Audience.ARCHIVE)
    keys = [hit.key for hit in check(services).to_look_at]
    assert len(keys) == 2
    for agreed in (set[str](), {keys[0]}):
        with pytest.raises(UserError, match="privacy-unseen"):
            services.exports.export(choice, tmp_path / "uit.pdf", agreed=agreed)
    services.exports.export(choice, tmp_path / "uit.pdf", agreed=keys)
    assert len(services.exports.all()) == 1


def test_files_are_read_before_anybody_waits_for_them(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(services)
    evidence(services, tmp_path, "notities.txt", SAID.encode())
    services.maintain().result()

    def never_again(*args: object, **more: object) -> str:
        raise AssertionError("it was read already")

    monkeypatch.setattr(worker, "read_all", never_again)
    assert len(check(services).blocked) == 1
