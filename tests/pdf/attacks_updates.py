"""Attacks by an update after the signed part: structure, content, fonts, colours, attachments."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic as g

from tests.pdf.attacker_acts import Act, both, foreign_font, names
from tests.pdf.attacks import attack, enter
from tests.pdf.reader_acts import N, S, annotate, numbers, update
from tests.pdf.stage import MARGIN, PAGE, Stage

NOTE = annotate("Text", MARGIN, page=PAGE)
SCRIPT = names(S=N("/JavaScript"), JS=S("app.alert(1)"))
WEB = names(S=N("/URI"), URI=S("https://evil.example"))


def page_of(writer: Any, number: int = PAGE) -> tuple[Any, Any]:
    """Reference and dictionary of a page, to be changed."""
    reference, _ = writer.find_page_for_modification(number)
    writer.mark_update(reference)
    return reference, reference.get_object()


def on_page(**entries: Any) -> Act:
    """Set entries of a page."""

    def act(writer: Any) -> None:
        page_of(writer)[1].update({N("/" + key): value for key, value in entries.items()})

    return act


def in_catalog(**entries: Any) -> Act:
    """Set entries of the catalog; what is callable is given the writer."""

    def act(writer: Any) -> None:
        for key, value in entries.items():
            writer.root[N("/" + key)] = value(writer) if callable(value) else value
        writer.update_root()

    return act


def instead(reference: Any, writer: Any, made: Any) -> None:
    """Put another object under a signed number."""
    writer.objects[(reference.generation, reference.idnum)] = made


def printed(writer: Any) -> None:
    """Print more on a page."""
    held = page_of(writer)[1]
    more = writer.add_object(g.StreamObject(stream_data=b"1 0 0 rg 100 400 200 200 re f"))
    held[N("/Contents")] = g.ArrayObject([held.raw_get("/Contents"), more])


def reprinted(writer: Any) -> None:
    """Print something else, under the number of the signed drawing."""
    held = page_of(writer)[1]
    contents = held.raw_get("/Contents")
    first = contents if isinstance(contents, g.IndirectObject) else contents.raw_get(0)
    instead(first, writer, g.StreamObject(stream_data=b"BT ET"))


def first_link(writer: Any) -> Any:
    """The first annotation of a page."""
    return page_of(writer)[1]["/Annots"].raw_get(0)


def relinked(writer: Any) -> None:
    """A link that leads elsewhere."""
    reference = first_link(writer)
    held = reference.get_object()
    held[N("/A")] = WEB
    writer.mark_update(reference)


def tree(writer: Any) -> list[Any]:
    """The references of the pages, in the list that holds them."""
    kids = writer.root["/Pages"]["/Kids"]
    return [kids.raw_get(at) for at in range(len(kids))]


def repaged(pick: slice) -> Act:
    """Pages left out or in another order."""

    def act(writer: Any) -> None:
        pages = writer.root["/Pages"]
        kept = tree(writer)[pick]
        pages[N("/Kids")], pages[N("/Count")] = g.ArrayObject(kept), g.NumberObject(len(kept))
        writer.mark_update(writer.root.raw_get("/Pages").reference)

    return act


def new_field(writer: Any) -> None:
    """A field that nobody prepared."""
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(names(FT=N("/Tx"), T=S("extra"), V=S("x"))))
    writer.update_container(form["/Fields"])


def sneaky(writer: Any) -> None:
    """A field for a signature, laid over the text with a picture of its own."""
    shape = _form(writer, b"1 g 0 0 340 140 re f")
    held = names(
        Type=N("/Annot"), Subtype=N("/Widget"), FT=N("/Sig"), T=S("sneaky"), Rect=numbers(200, 500, 540, 700),
        F=g.NumberObject(4), AP=names(N=shape),
    )  # fmt: skip
    added = writer.add_object(held)
    form = writer.root["/AcroForm"]
    form["/Fields"].append(added)
    writer.update_container(form["/Fields"])
    page = page_of(writer)[1]
    page[N("/Annots")] = g.ArrayObject([*[page["/Annots"].raw_get(at) for at in range(len(page["/Annots"]))], added])


def _form(writer: Any, operators: bytes) -> Any:
    entries = {N("/Type"): N("/XObject"), N("/Subtype"): N("/Form"), N("/BBox"): numbers(0, 0, 340, 140)}
    return writer.add_object(g.StreamObject(dict_data=entries, stream_data=operators))


def form_entry(**entries: Any) -> Act:
    """Set entries of the form as a whole."""

    def act(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        form.update({N("/" + key): value for key, value in entries.items()})
        writer.update_container(form)

    return act


def figure(writer: Any) -> None:
    """Another description of a picture, for who can't see it."""
    writer.prev.stream.seek(0)
    with pikepdf.open(io.BytesIO(writer.prev.stream.read())) as pdf:
        held = next(each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each)
        reference = g.IndirectObject(held.objgen[0], 0, writer)
    described: Any = reference.get_object()
    described[N("/Alt")] = S("Iets anders")
    writer.mark_update(reference.reference)


def renamed_place(writer: Any) -> None:
    """A named place that leads to another page."""
    outline = writer.root["/Outlines"]
    first = outline.raw_get("/First")
    first.get_object()[N("/Title")] = S("Iets anders")
    writer.mark_update(first.reference)


for _name, _act in {
    "printed on a page": printed,
    "a page printed anew": reprinted,
    "a page taken out": repaged(slice(0, -1)),
    "pages in another order": repaged(slice(None, None, -1)),
    "a page cropped": on_page(CropBox=numbers(0, 400, 595, 842)),
    "a page turned": on_page(Rotate=g.NumberObject(90)),
    "a page that acts when opened": on_page(AA=names(O=SCRIPT)),
    "a link that leads elsewhere": relinked,
    "a link added": annotate("Link", MARGIN, page=PAGE, A=WEB),
    "a script when opened": in_catalog(OpenAction=SCRIPT),
    "a script when closed": in_catalog(AA=names(WC=SCRIPT)),
    "another language": in_catalog(Lang=S("en")),
    "parts that can be turned off": in_catalog(OCProperties=names(OCGs=g.ArrayObject(), D=names())),
    "the permissions taken away": lambda writer: (writer.root.pop("/Perms"), writer.update_root())[1],
    "other bookmarks": renamed_place,
    "another description of a picture": figure,
    "a field added": new_field,
    "another form laid over it": form_entry(XFA=S("<xdp/>")),
    "a calculation in the form": form_entry(CO=g.ArrayObject()),
    "nothing but a catalog": lambda writer: writer.update_root(),
}.items():
    enter("update", _name, lambda stage, act=_act: update(stage.signed, act), "changed")
    if _name != "nothing but a catalog":
        enter(
            "update", f"{_name}, with a note", lambda stage, act=_act: update(stage.signed, both(act, NOTE)), "changed"
        )

enter("update", "a signature field over the text", lambda stage: update(stage.signed, sneaky), "changed")


@attack("update", "objects without a table", "changed", says="bytes-unexplained")
def tableless(stage: Stage) -> bytes:
    return stage.signed + b"\n3 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n"


@attack("update", "objects without a table, found by programs that mend files", "changed")
def tableless_end(stage: Stage) -> bytes:
    catalog = (
        b"\n900 0 obj\n<</Type/Catalog/Pages 901 0 R>>\nendobj\n901 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    return stage.signed + catalog + b"trailer\n<</Root 900 0 R/Size 902>>\nstartxref\n0\n%%EOF\n"


@attack("update", "a password put on it", "changed")
def locked(stage: Stage) -> bytes:
    previous = int(stage.signed.rsplit(b"startxref", 1)[1].split()[0])
    out = (
        stage.signed
        + b"\n900 0 obj\n<</Filter/Standard/V 2/R 3/P -4/O("
        + b"x" * 32
        + b")/U("
        + b"y" * 32
        + b")>>\nendobj\n"
    )
    table = len(out)
    at = out.rindex(b"900 0 obj")
    out += b"xref\n900 1\n%010d 00000 n \ntrailer\n<</Size 901/Prev %d/Root 1 0 R/Encrypt 900 0 R/ID[<00><00>]>>\n" % (
        at,
        previous,
    )
    return out + b"startxref\n%d\n%%%%EOF\n" % table


@attack("update", "two objects of one number", "changed")
def shadowed(stage: Stage) -> bytes:
    """The table names one of two; programs that mend files take the other."""
    noted = stage.noted
    table = noted.rindex(b"\nxref") if b"\nxref" in noted[len(stage.signed) :] else noted.rindex(b"\nstartxref")
    return noted[:table] + b"\n4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj" + noted[table:]


@attack("update", "a signed object called free", "changed")
def freed(stage: Stage) -> bytes:
    previous = int(stage.signed.rsplit(b"startxref", 1)[1].split()[0])
    root = stage.signed.rindex(b"/Root ")
    number = int(stage.signed[root + 6 :].split()[0])
    out = stage.signed + b"xref\n4 1\n0000000000 00001 f \n"
    out += b"trailer\n<</Size 900/Prev %d/Root %d 0 R/ID[<00><00>]>>\n" % (previous, number)
    return out + b"startxref\n%d\n%%%%EOF\n" % len(stage.signed)


# --- fonts, pictures, colours ---------------------------------------------------------------------------------------


def font(writer: Any) -> Any:
    """The reference of a font of a page."""
    fonts = page_of(writer)[1]["/Resources"]["/Font"]
    return fonts.raw_get(next(iter(fonts)))


def font_swapped(writer: Any) -> None:
    instead(font(writer), writer, names(Type=N("/Font"), Subtype=N("/Type1"), BaseFont=N("/Symbol")))


def letters_swapped(writer: Any) -> None:
    held = font(writer).get_object()
    table = b"1 beginbfchar <41> <0042> endbfchar"
    instead(held.raw_get("/ToUnicode"), writer, g.StreamObject(stream_data=table))


def shapes_swapped(writer: Any) -> None:
    held = font(writer).get_object()
    inner = held["/DescendantFonts"][0] if "/DescendantFonts" in held else held
    instead(inner["/FontDescriptor"].raw_get("/FontFile2"), writer, g.StreamObject(stream_data=b"other shapes"))


def form_font_swapped(writer: Any) -> None:
    fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
    fonts[N("/Form")] = foreign_font(writer)["/Form"]
    writer.update_container(fonts)


def colours_swapped(writer: Any) -> None:
    intent = writer.root["/OutputIntents"][0]
    instead(
        intent.raw_get("/DestOutputProfile"),
        writer,
        g.StreamObject(dict_data={N("/N"): g.NumberObject(3)}, stream_data=b"icc"),
    )


def picture_swapped(writer: Any) -> None:
    pages = (page_of(writer, number)[1]["/Resources"] for number in range(len(tree(writer))))
    images = next(held["/XObject"] for held in pages if "/XObject" in held)
    entries = {
        N("/Type"): N("/XObject"), N("/Subtype"): N("/Image"), N("/Width"): g.NumberObject(1),
        N("/Height"): g.NumberObject(1), N("/ColorSpace"): N("/DeviceRGB"), N("/BitsPerComponent"): g.NumberObject(8),
    }  # fmt: skip
    made = g.StreamObject(dict_data=entries, stream_data=b"\xff\0\0")
    instead(images.raw_get(next(iter(images))), writer, made)


for _name, _act in {
    "font of a page": font_swapped,
    "letters of a font": letters_swapped,
    "shapes of a font": shapes_swapped,
    "font of the form": form_font_swapped,
    "profile of the colours": colours_swapped,
    "picture": picture_swapped,
}.items():
    enter("exchanged", _name, lambda stage, act=_act: update(stage.signed, act), "changed")
    enter(
        "exchanged", f"{_name}, with a note", lambda stage, act=_act: update(stage.signed, both(act, NOTE)), "changed"
    )


# --- attachments ----------------------------------------------------------------------------------------------------


def listed_files(writer: Any) -> Any:
    """The list of attached files: names and what they stand for, by turns."""
    return writer.root["/Names"]["/EmbeddedFiles"]["/Names"]


def file_swapped(name: str, octets: bytes) -> Act:
    """Other bytes for an attached file."""

    def act(writer: Any) -> None:
        files = listed_files(writer)
        at = next(at for at in range(0, len(files), 2) if files[at] == name)
        held = files.raw_get(at + 1).get_object()["/EF"].raw_get("/F")
        instead(held, writer, g.StreamObject(dict_data={N("/Type"): N("/EmbeddedFile")}, stream_data=octets))

    return act


def relisted(change: Any) -> Act:
    """Another list of attached files; ``change`` is given the pairs and the writer and gives those that stay."""

    def act(writer: Any) -> None:
        files = listed_files(writer)
        pairs = [(files[at], files.raw_get(at + 1)) for at in range(0, len(files), 2)]
        made = g.ArrayObject([each for pair in change(pairs, writer) for each in pair])
        writer.root["/Names"][N("/EmbeddedFiles")] = names(Names=made)
        writer.update_container(writer.root["/Names"])
        writer.update_root()

    return act


def _other_file(writer: Any, name: str) -> tuple[Any, Any]:
    held = writer.add_object(g.StreamObject(stream_data=b"80 uren"))
    return S(name), writer.add_object(names(Type=N("/Filespec"), F=S(name), UF=S(name), EF=names(F=held)))


FILES = {
    "exchanged": (file_swapped("uren.csv", b"datum;uren\n14-09-2024;80\n"), "attachment-changed"),
    "the list of digests exchanged": (file_swapped("manifest.json", b'{"version":1,"files":[]}'), "attachment-changed"),
    "left out": (
        relisted(lambda pairs, writer: [each for each in pairs if each[0] != "uren.csv"]),
        "attachment-removed",
    ),
    "put in": (relisted(lambda pairs, writer: [*pairs, _other_file(writer, "z.txt")]), "attachment-added"),
    "another one under its name": (
        relisted(lambda pairs, writer: [*(p for p in pairs if p[0] != "uren.csv"), _other_file(writer, "uren.csv")]),
        "attachment-changed",
    ),
    "names exchanged": (
        relisted(lambda pairs, writer: [(pairs[1][0], pairs[0][1]), (pairs[0][0], pairs[1][1]), *pairs[2:]]),
        "attachment-changed",
    ),
}
for _name, (_act, _says) in FILES.items():
    enter("attachment", _name, lambda stage, act=_act: update(stage.signed, act), "changed")
    enter(
        "attachment", f"{_name}, with a note", lambda stage, act=_act: update(stage.signed, both(act, NOTE)), "changed",
        says=_says,
    )  # fmt: skip
enter(
    "attachment",
    "a note with a file in it",
    lambda stage: update(stage.signed, annotate("FileAttachment", MARGIN, page=PAGE, FS=names(Type=N("/Filespec")))),
    "changed",
)
