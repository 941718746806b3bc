"""What somebody does who wants a signed file to say something else, without its owner's key."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic as g

from portfolio_app.pdf.sign import Signer, _own_key, certify
from portfolio_app.pdf.verdict import Verdict
from portfolio_app.pdf.verify import verify_bytes
from tests.pdf.reader_acts import N, S, annotate, drawing, field_named, update
from tests.pdf.sample import NOW

Act = Callable[[Any], None]


def names(**entries: Any) -> g.DictionaryObject:
    """A dictionary."""
    return g.DictionaryObject({N("/" + key): value for key, value in entries.items()})


def put(name: str, **entries: Any) -> Act:
    """Set entries of a field; what is callable is given the writer."""

    def act(writer: Any) -> None:
        reference = field_named(writer, name)
        held = reference.get_object()
        for key, value in entries.items():
            held[N("/" + key)] = value(writer) if callable(value) else value
        writer.mark_update(reference.reference)

    return act


def put_need(writer: Any) -> None:
    """Ask every viewer to paint the fields anew."""
    form = writer.root["/AcroForm"]
    form[N("/NeedAppearances")] = g.BooleanObject(True)
    writer.update_container(form)


def both(*acts: Act) -> Act:
    """One after the other, in one update."""

    def act(writer: Any) -> None:
        for each in acts:
            each(writer)

    return act


def answer(value: str, operators: bytes, name: str = "mentor_feedback", **resources: Any) -> Act:
    """Fill in a field whose picture is drawn by ``operators``."""

    def picture(writer: Any) -> Any:
        left, bottom, right, top = (float(edge) for edge in field_named(writer, name).get_object()["/Rect"])
        given = {key: entry(writer) if callable(entry) else entry for key, entry in resources.items()}
        fonts = given.pop("Font", writer.root["/AcroForm"]["/DR"].raw_get("/Font"))
        return names(N=drawing(writer, right - left, top - bottom, operators, Font=fonts, **given))

    return put(name, V=S(value), AP=picture)


def forged_signature(**entries: Any) -> Act:
    """A signed-looking field: a picture, and a value that is no signature."""

    def value(writer: Any) -> Any:
        return writer.add_object(names(Type=N("/Sig"), Filter=N("/Adobe.PPKLite"), Name=S("Directeur"), **entries))

    def picture(writer: Any) -> Any:
        fonts = writer.root["/AcroForm"]["/DR"].raw_get("/Font")
        return names(
            N=drawing(writer, 300, 50, b"BT /Form 14 Tf 5 20 Td (Ondertekend: de directeur) Tj ET", Font=fonts)
        )

    return put("mentor_signature", V=value, AP=picture)


def own_seal(data: bytes, signer: Signer, act: Act, *, left_out: int = 0, field: str = "mentor_signature") -> bytes:
    """Sign by hand, with the attacker's key, all of the file but the ``left_out`` octets at its end."""
    room = 12_000

    def prepared(writer: Any) -> None:
        act(writer)
        places = g.ArrayObject([g.NumberObject(9_999_999_999) for _ in range(4)])
        value = names(
            Type=N("/Sig"),
            Filter=N("/Adobe.PPKLite"),
            SubFilter=N("/ETSI.CAdES.detached"),
            ByteRange=places,
            Contents=g.ByteStringObject(bytes(room)),
        )
        put(field, V=lambda out: out.add_object(value))(writer)

    whole = update(data, prepared)
    length = whole.rindex(b"<" + b"00" * 100)
    again = whole.index(b">", length) + 1
    place = b"[ 9999999999 9999999999 9999999999 9999999999 ]"
    if place not in whole:
        place = b"[9999999999 9999999999 9999999999 9999999999]"
    ranges = f"[0 {length} {again} {len(whole) - again - left_out}".encode().ljust(len(place) - 1) + b"]"
    whole = whole.replace(place, ranges)
    covered = whole[:length] + whole[again : len(whole) - left_out]
    made = asyncio.run(_own_key(signer).async_sign(hashlib.sha256(covered).digest(), "sha256", use_pades=True))
    return whole[: length + 1] + made.dump().hex().encode().ljust(2 * room, b"0") + whole[again - 1 :]


def by_hand(signer: Signer, objects: dict[int, bytes]) -> bytes:
    """A small certified file whose objects are written by hand. Number 1 is the catalog, 2 the pages, 9 the field."""
    out = io.BytesIO(bare(objects))
    certify(out, signer, NOW, "")
    return out.getvalue()


def bare(objects: dict[int, bytes]) -> bytes:
    """The same before it is signed."""
    held = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]>>>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Annots[9 0 R]/Resources<<>>>>",
        9: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(owner_signature)/Rect[0 0 0 0]/F 4/P 3 0 R>>",
    } | objects
    out = io.BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    places: dict[int, int] = {}
    for number, octets in held.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, octets))
    table = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in sorted(places.items()):
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    size = max(held) + 1
    out.write(b"trailer\n<</Size %d/Root 1 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n" % (size, table))
    return out.getvalue()


def stream(octets: bytes, entries: bytes = b"") -> bytes:
    """A stream as it stands in a file."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(octets), octets)


def covering(kind: str, rect: tuple[float, float, float, float], *, page: int = 2, **entries: Any) -> Act:
    """Lay an annotation over a page; entries that are callable are given the writer."""

    def act(writer: Any) -> None:
        given: dict[str, Any] = {key: entry(writer) if callable(entry) else entry for key, entry in entries.items()}
        annotate(kind, rect, page, **given)(writer)

    return act


def painted(operators: bytes, width: float, height: float, **resources: Any) -> Callable[[Any], Any]:
    """An appearance, for `covering`."""

    def appearance(writer: Any) -> Any:
        given = {key: entry(writer) if callable(entry) else entry for key, entry in resources.items()}
        return names(N=drawing(writer, width, height, operators, **given))

    return appearance


def foreign_font(writer: Any) -> Any:
    """A font under the form's name whose table of letters says what suits."""
    table = b"1 beginbfchar <41> <004E006900650074> endbfchar"
    unicode = writer.add_object(g.StreamObject(stream_data=table))
    font = names(Type=N("/Font"), Subtype=N("/Type1"), BaseFont=N("/Helvetica"), ToUnicode=unicode)
    return names(Form=writer.add_object(font))


def codes(verdict: Verdict) -> set[str]:
    """The codes of its facts."""
    return {entry.code for entry in verdict.facts}


def found(data: bytes, act: Act) -> tuple[str, set[str]]:
    """Outcome and facts after an update."""
    verdict = verify_bytes(update(data, act))
    return verdict.outcome, codes(verdict)
