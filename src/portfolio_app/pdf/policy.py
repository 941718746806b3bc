"""What may be added to a signed file: a reader's notes, answers in the prepared fields, signatures in them.

pyHanko's own policy refuses every annotation, and even the dates that viewers write while filling in. Whatever no
rule here explains counts as a change, and so do objects that nothing refers to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    QualifiedWhitelistRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import VALUE_UPDATE_KEYS

MARKUP: Final = frozenset(
    {
        "/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/FreeText", "/Ink", "/Line", "/Square",
        "/Circle", "/Polygon", "/PolyLine", "/Caret", "/Stamp", "/Popup",
    }
)  # fmt: skip
ACTIVE: Final = frozenset({"/A", "/AA", "/FS", "/Dest", "/JS", "/Movie", "/Sound", "/MK", "/FT"})
_TAB_ORDERS: Final = frozenset({"/S", "/R", "/C", "/W"})
_ELSEWHERE: Final = frozenset({"/P", "/Parent", "/IRT", "/Popup", "/StructParent"})


_SKELETON: Final = frozenset({"/Catalog", "/Pages", "/Page", "/ObjStm"})


def _pages(root: Any) -> list[tuple[Any, Any]]:
    """Reference and dictionary of every page, in order."""
    stack = [root.raw_get("/Pages").reference]
    seen: set[Any] = set()
    found: list[tuple[Any, Any]] = []
    while stack:
        reference = stack.pop()
        if reference in seen:
            raise SuspiciousModification("page tree loop")
        seen.add(reference)
        node = reference.get_object()
        if "/Kids" in node:
            kids = node["/Kids"]
            stack += [kids.raw_get(i).reference for i in reversed(range(len(kids)))]
        else:
            found.append((reference, node))
    return found


def _annotations(page: Any) -> tuple[list[Any], Any]:
    """References of a page's annotations, and the reference of the list where it is an object of its own."""
    if "/Annots" not in page:
        return [], None
    raw, listed = page.raw_get("/Annots"), page["/Annots"]
    references: list[Any] = []
    for index in range(len(listed)):
        entry = listed.raw_get(index)
        if not isinstance(entry, generic.IndirectObject):
            raise SuspiciousModification("direct object in /Annots")
        references.append(entry.reference)
    return references, raw.reference if isinstance(raw, generic.IndirectObject) else None


def _fresh(old: Any, reference: Any) -> bool:
    """Whether nothing in the signed revision stands at, or points at, the number: a dangling reference is a trap."""
    if list(old._get_usages_of_ref(reference)):
        return False
    if old.is_ref_unassignable(reference):
        return True
    if reference.generation:
        return False
    try:
        return isinstance(old(reference), generic.NullObject)
    except Exception:  # noqa: BLE001 - pyHanko raises several types for a number it cannot read; none of them is fresh
        return False


def _fields(root: Any) -> set[Any]:
    """References of all form fields and their widgets."""
    found: set[Any] = set()

    def walk(listed: Any) -> None:
        for index in range(len(listed)):
            entry = listed.raw_get(index)
            if isinstance(entry, generic.IndirectObject) and entry.reference not in found:
                found.add(entry.reference)
                held = cast(Any, entry.get_object())
                if "/Kids" in held:
                    walk(held["/Kids"])

    if "/AcroForm" in root and "/Fields" in root["/AcroForm"]:
        walk(root["/AcroForm"]["/Fields"])
    return found


class AnnotationRule(QualifiedWhitelistRule):
    """Lets markup annotations without actions be added, and nothing on a page be taken away or altered."""

    def apply_qualified(self, old: Any, new: Any) -> Iterator[tuple[ModificationLevel, ReferenceUpdate]]:
        """Updates that new annotations explain."""
        before, after = _pages(old.root), _pages(new.root)
        if [reference for reference, _ in before] != [reference for reference, _ in after]:
            raise SuspiciousModification("page tree changed")
        fields = _fields(new.root)
        for (reference, page_before), (_, page_after) in zip(before, after, strict=True):
            yield from self._page(old, new, reference, page_before, page_after, fields)

    def _page(
        self, old: Any, new: Any, reference: Any, before: Any, after: Any, fields: set[Any]
    ) -> Iterator[tuple[ModificationLevel, ReferenceUpdate]]:
        annotations_before, list_before = _annotations(before)
        annotations_after, list_after = _annotations(after)
        if annotations_before == annotations_after and before == after:
            return
        if set(annotations_before) - set(annotations_after):
            raise SuspiciousModification("an annotation of the signed revision is gone")
        _compare_entries(before, after)
        known = set(annotations_before)
        for annotation in annotations_after:
            if annotation not in known and annotation not in fields:
                yield from self._added(old, new, annotation, reference)
        if annotations_before != annotations_after:
            for changed in (reference, list_before, list_after):
                if changed is not None:
                    yield ModificationLevel.ANNOTATIONS, ReferenceUpdate(changed)

    @staticmethod
    def _added(old: Any, new: Any, annotation: Any, page: Any) -> Iterator[tuple[ModificationLevel, ReferenceUpdate]]:
        if not _fresh(old, annotation):
            raise SuspiciousModification("an annotation re-uses a signed object")
        held = annotation.get_object()
        if held.get("/Subtype") not in MARKUP:
            raise SuspiciousModification("annotation type not allowed")
        if ACTIVE & set(held):
            raise SuspiciousModification("annotation with an action")
        if "/P" in held:
            home = held.raw_get("/P")
            if isinstance(home, generic.IndirectObject) and home.reference != page:
                raise SuspiciousModification("annotation of another page")
        yield ModificationLevel.ANNOTATIONS, ReferenceUpdate(annotation)
        own = generic.DictionaryObject({key: held.raw_get(key) for key in held if key not in _ELSEWHERE})
        for needed in new.collect_dependencies(own, since_revision=old.revision + 1):
            if _fresh(old, needed):
                yield ModificationLevel.ANNOTATIONS, ReferenceUpdate(needed)


def _compare_entries(before: Any, after: Any) -> None:
    for key in set(before) | set(after):
        if key == "/Annots" or (key == "/Tabs" and after.get(key) in _TAB_ORDERS):
            continue
        if key not in before or key not in after or before.raw_get(key) != after.raw_get(key):
            raise SuspiciousModification(f"page entry {key} changed")


class NewNumbersRule(QualifiedWhitelistRule):
    """Objects numbered above the signed revision matter only through a changed old object, and those are all judged."""

    def apply_qualified(self, old: Any, new: Any) -> Iterator[tuple[ModificationLevel, ReferenceUpdate]]:
        """Updates with numbers that the signed revision neither had nor points at."""
        for reference in new.explicit_refs_in_revision():
            if old.is_ref_unassignable(reference) and not list(old._get_usages_of_ref(reference)):
                held = reference.get_object()
                if isinstance(held, generic.DictionaryObject) and cast(Any, held).get("/Type") in _SKELETON:
                    # Another document that lies ready for programs that mend files by looking for its parts.
                    continue
                yield ModificationLevel.LTA_UPDATES, ReferenceUpdate(reference)


class _SigningRule(SigFieldCreationRule):
    """The library's rule, leaving pages' lists of annotations to `AnnotationRule`."""

    def __init__(self) -> None:
        super().__init__(approve_widget_bindings=False, allow_new_visible_after_certify=True)


class _AnswerRule(GenericFieldModificationRule):
    """The library's rule without its reports on objects that no update touched.

    It names the appearance of an answer that an earlier update brought, which then counts against a reader's lock.
    """

    def check_form_field(self, fq_name: str, spec: Any, context: Any) -> Iterator[tuple[ModificationLevel, Any]]:
        """Updates of one field that later revisions really hold."""
        sections = context.old.reader.xrefs
        touched = {
            reference
            for revision in range(context.old.revision + 1, sections.total_revisions)
            for reference in sections.explicit_refs_in_revision(revision)
        }
        for level, update in super().check_form_field(fq_name, spec, context):
            if update.updated_ref in touched:
                yield level, update


def reader_policy() -> StandardDiffPolicy:
    """The policy for files that come back from a reader."""
    keys = VALUE_UPDATE_KEYS | {"/M"}
    maintenance = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        ignore_orphaned_objects=False,
        global_rules=[
            CatalogModificationRule(),
            DocInfoRule().as_qualified(maintenance),
            XrefStreamRule().as_qualified(maintenance),
            ObjectStreamRule().as_qualified(maintenance),
            DSSCompareRule().as_qualified(maintenance),
            MetadataUpdateRule().as_qualified(maintenance),
            AnnotationRule(),
            NewNumbersRule(),
        ],
        form_rule=FormUpdatingRule(
            field_rules=[
                _SigningRule(),
                SigFieldModificationRule(value_update_keys=keys),
                _AnswerRule(value_update_keys=keys | {"/RV", "/MK", "/I"}),
            ]
        ),
    )
