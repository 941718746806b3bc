"""What differs between the signed revision and the whole file, in facts that a sentence can tell."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from portfolio_app.pdf.differences_metadata import changed_metadata
from portfolio_app.pdf.evidence_check import attached
from portfolio_app.pdf.form_text import FilledFields
from portfolio_app.pdf.overlays import ObjectNumber, covered_pages
from portfolio_app.pdf.verdict import Fact, fact

Ranges = tuple[int, ...]
_JUDGED_APART: Final = frozenset(
    {
        "/AcroForm",
        "/Pages",
        "/DSS",
        "/Extensions",
        "/Version",
        "/StructTreeRoot",
        "/Names",
        "/AF",
        "/Metadata",
    }
)
_ACTIVE_IN_CATALOG: Final = frozenset({"/OpenAction", "/AA"})
_UPWARD: Final = frozenset({"/Parent", "/P", "/StructParent", "/StructParents"})
_FIELD_VALUES: Final = frozenset({"/V", "/AS", "/AP", "/M", "/RV", "/I"})
_FORM_UPKEEP: Final = frozenset({"/Fields", "/NeedAppearances", "/SigFlags"})
"""What viewers note in the form while it is filled in; fields are compared one by one."""
_DEEPEST: Final = 40
"""How deep values are compared. What lies deeper is still judged: by the policy, object by object."""


def differences(signed: bytes, whole: bytes, seals: Collection[Ranges]) -> list[Fact]:
    """Compare two revisions as a viewer would see them. ``seals`` are the byte ranges of signatures that hold."""
    import pikepdf

    with pikepdf.open(io.BytesIO(signed)) as old, pikepdf.open(io.BytesIO(whole)) as new:
        found: list[Fact] = []
        for difference in _Comparison(old, new, whole, seals).facts():
            if difference not in found:
                found.append(difference)
        return found


class _Comparison:
    def __init__(self, old: Any, new: Any, whole: bytes, seals: Collection[Ranges]) -> None:
        import pikepdf

        self._k = pikepdf
        self._old, self._new, self._whole = old, new, whole
        self._seals, self._free_seals = seals, set(seals)
        self._equal: dict[tuple[Any, Any], bool] = {}
        self._places: dict[ObjectNumber, int] | None = None

    def facts(self) -> Iterator[Fact]:
        """Every difference that has a name."""
        yield from self._catalog()
        for part in changed_metadata(self._old, self._new):
            yield fact("document-changed", part=part)
        yield from self._attachments()
        yield from self._pages()
        yield from self._form()
        yield from self._fields()

    # --- comparing values

    def _same(self, a: Any, b: Any, depth: int = 0) -> bool:
        k = self._k
        if not isinstance(a, k.Object) or not isinstance(b, k.Object):
            return a is b or (self._number(a) is not None and self._number(a) == self._number(b))
        if any(isinstance(a, kind) != isinstance(b, kind) for kind in (k.Stream, k.Dictionary, k.Array)):
            return False
        key = (a.objgen, b.objgen) if a.is_indirect and b.is_indirect else None
        if isinstance(a, k.Dictionary) and a.get("/Type") == "/Page":
            return key is not None and key[0] == key[1]
        if key is not None and key in self._equal:
            return self._equal[key]
        if depth > _DEEPEST:
            return True
        if key is not None:
            self._equal[key] = True
        result = self._same_parts(a, b, depth)
        if key is not None:
            self._equal[key] = result
        return result

    @staticmethod
    def _number(value: Any) -> float | None:
        try:
            return float(value)
        except (TypeError, ValueError):
            return None

    def _same_parts(self, a: Any, b: Any, depth: int) -> bool:
        k = self._k
        if isinstance(a, k.Stream):
            return a.read_raw_bytes() == b.read_raw_bytes() and self._same_keys(a, b, depth)
        if isinstance(a, k.Dictionary):
            return self._same_keys(a, b, depth)
        if isinstance(a, k.Array):
            return len(a) == len(b) and all(self._same(x, y, depth + 1) for x, y in zip(a, b, strict=True))
        return bool(a == b)

    def _same_keys(self, a: Any, b: Any, depth: int) -> bool:
        keys = (set(a.keys()) | set(b.keys())) - _UPWARD
        return all(key in a and key in b and self._same(a[key], b[key], depth + 1) for key in keys)

    # --- places

    def _catalog(self) -> Iterator[Fact]:
        old, new = self._old.Root, self._new.Root
        for key in sorted((set(old.keys()) | set(new.keys())) - _JUDGED_APART):
            if key in old and key in new and self._same(old[key], new[key]):
                continue
            yield fact("action-added") if key in _ACTIVE_IN_CATALOG else fact("document-changed", part=key)
        if self._scripts(new) and not self._scripts(old):
            yield fact("action-added")

    @staticmethod
    def _scripts(root: Any) -> bool:
        return "/Names" in root and "/JavaScript" in root.Names

    def _attachments(self) -> Iterator[Fact]:
        old, new = attached(self._old), attached(self._new)
        for name in sorted(set(old) | set(new)):
            if name not in new:
                yield fact("attachment-removed", name=name)
            elif name not in old:
                yield fact("attachment-added", name=name)
            elif old[name] != new[name]:
                yield fact("attachment-changed", name=name)

    def _pages(self) -> Iterator[Fact]:
        if len(self._old.pages) != len(self._new.pages):
            yield fact("pages-changed", before=len(self._old.pages), after=len(self._new.pages))
        added: dict[int, list[ObjectNumber]] = {}
        for number, (old, new) in enumerate(zip(self._old.pages, self._new.pages, strict=False), start=1):
            keys = (set(old.obj.keys()) | set(new.obj.keys())) - _UPWARD - {"/Annots", "/Tabs"}
            if not all(key in old.obj and key in new.obj and self._same(old.obj[key], new.obj[key]) for key in keys):
                yield fact("page-changed", page=number)
            yield from self._annotations(old.obj, new.obj, number, added)
        for later in (added, *self._since_seals(added)):
            for number in covered_pages(self._whole, later):
                yield fact("text-covered", page=number)

    def _since_seals(self, added: Mapping[int, list[ObjectNumber]]) -> Iterator[dict[int, list[ObjectNumber]]]:
        """The ``added`` notes that came after each reader's signature: notes that were signed are not to be hidden."""
        ends = sorted(ranges[2] + ranges[3] for ranges in self._seals)
        for end in ends[1:]:
            with self._k.open(io.BytesIO(self._whole[:end])) as then:
                known = {at: {each.objgen for each in then.pages[at - 1].obj.get("/Annots", [])} for at in added}
            later = {number: [key for key in keys if key not in known[number]] for number, keys in added.items()}
            yield {number: keys for number, keys in later.items() if keys and keys != added[number]}

    def _annotations(self, old: Any, new: Any, number: int, added: dict[int, list[ObjectNumber]]) -> Iterator[Fact]:
        """What was done to the annotations of a page; notes that were ``added`` are put there by their page."""
        before = {a.objgen: a for a in old.get("/Annots", [])}
        after = {a.objgen: a for a in new.get("/Annots", [])}
        for key, annotation in before.items():
            if key not in after:
                yield fact("note-removed" if annotation.get("/Subtype") != "/Link" else "link-changed", page=number)
            elif annotation.get("/Subtype") != "/Widget" and not self._same(annotation, after[key]):
                yield fact("link-changed" if annotation.get("/Subtype") == "/Link" else "note-changed", page=number)
        for key, annotation in after.items():
            if key not in before:
                found = self._new_annotation(annotation, number)
                if found.code == "note-added":
                    added.setdefault(number, []).append(key)
                if annotation.get("/Subtype") != "/Popup" or found.forbidden:
                    yield found

    def _new_annotation(self, annotation: Any, number: int) -> Fact:
        from portfolio_app.pdf.policy import ACTIVE, MARKUP

        kind = str(annotation.get("/Subtype", ""))
        if kind == "/Link":
            return fact("link-added", page=number)
        if kind == "/Widget":
            return fact("field-added", page=number)
        if kind not in MARKUP or ACTIVE & set(annotation.keys()):
            return fact("action-added", page=number)
        return fact("note-added", page=number, author=str(annotation.get("/T", "")))

    def _form(self) -> Iterator[Fact]:
        """Entries of the form as a whole: how answers look by default, scripts, another form laid over it."""
        old, new = self._old.Root.get("/AcroForm", {}), self._new.Root.get("/AcroForm", {})
        for key in sorted((set(old.keys()) | set(new.keys())) - _FORM_UPKEEP):
            if key == "/DR" and key in new and self._only_fonts_added(old.get(key, {}), new[key]):
                continue
            if key not in old or key not in new or not self._same(old[key], new[key]):
                yield fact("document-changed", part=f"/AcroForm{key}")

    def _only_fonts_added(self, old: Any, new: Any) -> bool:
        """Viewers add a font for letters that the form's own does not have."""
        if any(not self._same(old.get(key), new.get(key)) for key in (set(old.keys()) | set(new.keys())) - {"/Font"}):
            return False
        before, after = old.get("/Font", {}), new.get("/Font", {})
        return all(name in after and self._same(before[name], after[name]) for name in set(before.keys()))

    def _fields(self) -> Iterator[Fact]:
        old, new = _fields(self._old), _fields(self._new)
        answers = FilledFields(self._old, self._new, self._same)
        for name in sorted(set(old) - set(new)):
            yield self._of_field("field-removed", name, old[name][0])
        for name, fields in new.items():
            if name not in old or len(fields) != len(old[name]):
                yield fact("field-added", name=name)
                continue
            for before, field in zip(old[name], fields, strict=True):
                yield from self._field(name, before, field, answers)

    def _field(self, name: str, before: Any, field: Any, answers: FilledFields) -> Iterator[Fact]:
        keys = (set(before.keys()) | set(field.keys())) - _UPWARD - _FIELD_VALUES
        if not all(key in before and key in field and self._same(before[key], field[key]) for key in keys):
            yield self._of_field("field-altered", name, before)
        kind = field.get("/FT")
        if kind == "/Sig" and "/V" in field and not self._sealed(field.V):
            yield self._of_field("signature-fake", name, before)
        elif all(self._same(before.get(key), field.get(key)) for key in ("/V", "/AP")):
            if kind == "/Btn" and not self._same(before.get("/AS"), field.get("/AS")):
                yield self._of_field("field-shows-other", name, before)
        elif kind != "/Sig" and _filled(before):
            # What stood in a field when it was signed is a part of what was signed.
            yield self._of_field("field-altered", name, before)
        elif kind == "/Sig":
            fresh = "/V" in field and "/V" not in before
            yield self._of_field("field-signed" if fresh else "field-altered", name, before)
        elif not answers.shows_value(before, field):
            yield self._of_field("field-shows-other", name, before)
        else:
            yield self._of_field("field-filled", name, before)

    def _of_field(self, code: str, name: str, signed: Any) -> Fact:
        """A fact about a field, with what it is called for people and the page it stands on, as it was ``signed``."""
        if self._places is None:
            self._places = {
                widget.objgen: number
                for number, page in enumerate(self._old.pages, start=1)
                for widget in page.obj.get("/Annots", [])
            }
        return fact(code, name=name, label=str(signed.get("/TU", "")) or name, page=self._places.get(signed.objgen, 0))

    def _sealed(self, signature: Any) -> bool:
        """Whether a signature that holds stands behind a signed field, and behind no other one."""
        try:
            ranges = tuple(int(part) for part in signature.ByteRange)
        except (AttributeError, TypeError, ValueError):
            return False
        if ranges not in self._free_seals:
            return False
        self._free_seals.remove(ranges)
        return True


def _filled(field: Any) -> bool:
    """Whether a field holds something: words, or a box that is ticked."""
    return str(field.get("/V", "")) not in ("", "/Off")


def _fields(pdf: Any) -> dict[str, list[Any]]:
    """Fields by full name; two of one name are one field to some viewers and two to others."""
    found: dict[str, list[Any]] = {}
    seen: set[ObjectNumber] = set()

    def walk(listed: Any, prefix: str, depth: int) -> None:
        for field in listed:
            if field.is_indirect:
                if prefix and field.objgen in seen:
                    continue
                seen.add(field.objgen)
            name = prefix + str(field.get("/T", ""))
            if "/Kids" in field and depth < _DEEPEST and any("/T" in kid for kid in field.Kids):
                walk(field.Kids, name + ".", depth + 1)
            else:
                found.setdefault(name, []).append(field)

    if "/AcroForm" in pdf.Root:
        walk(pdf.Root.AcroForm.get("/Fields", []), "", 0)
    return found
