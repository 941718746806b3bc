"""Writes structure tree, links and outline into the finished pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from portfolio_app.pdf.tagging import Element, FieldSpot, Hotspot, LinkSpot, Mark, Place, Structure, told

_ON_ELEMENT: Final = frozenset({"Alt", "ActualText", "Lang"})
_OWNERS: Final = {"Scope": "Table", "ListNumbering": "List", "BBox": "Layout"}


class StructureWriter:
    """One use: annotations first, then the tree that refers to them.

    ``final`` gives for each page in drawing order its place in the file.
    """

    def __init__(self, pdf: Any, structure: Structure, final: Sequence[int]) -> None:
        import pikepdf

        self._k = pikepdf
        self._pdf, self._structure, self._final = pdf, structure, final
        pages = [page.obj for page in pdf.pages]
        self._pages = [pages[place] for place in final]
        self._parents: list[list[Any]] = [[None] * len(notes.marks) for notes in structure.pages]
        self._annotations: list[tuple[Any, Any]] = []

    def annotate(self, make_field: Callable[[FieldSpot, Any], Any]) -> None:
        """Put links and form fields on the pages and hang them into the structure."""
        for number, notes in enumerate(self._structure.pages):
            annotations: list[Any] = []
            for spot in notes.hotspots:
                page = self._pages[number]
                made = self._link(spot) if isinstance(spot, LinkSpot) else make_field(spot, page)
                spot.element.children.append(Hotspot(number, len(annotations)))
                annotations.append(made)
            if annotations:
                self._pages[number].Annots = self._k.Array(annotations)

    def _link(self, spot: LinkSpot) -> Any:
        k = self._k
        link = k.Dictionary(
            Type=k.Name.Annot,
            Subtype=k.Name.Link,
            Rect=[round(edge, 2) for edge in spot.rect],
            Border=[0, 0, 0],
            F=4,
            Contents=k.String(told(spot.words)),
        )
        if spot.target.startswith("#"):
            place = self._structure.anchors.get(spot.target[1:])
            if place is not None:
                link.Dest = self._destination(place)
        else:
            link.A = k.Dictionary(S=k.Name.URI, URI=k.String(_ascii(spot.target)))
        return self._pdf.make_indirect(link)

    def _destination(self, place: Place) -> Any:
        k, page = self._k, self._pages[place.page]
        return k.Array([page, k.Name.XYZ, None, round(min(place.top, float(page.MediaBox[3])), 2), None])

    def write_tree(self) -> None:
        """Write the structure tree and the table from marks to elements."""
        k = self._k
        root = self._pdf.make_indirect(k.Dictionary(Type=k.Name.StructTreeRoot))
        root.K = self._element(self._structure.root, root)
        numbers: list[Any] = []
        for number, (page, parents) in enumerate(zip(self._pages, self._parents, strict=True)):
            page.StructParents = number
            page.Tabs = k.Name.S
            numbers += [number, self._pdf.make_indirect(k.Array(parents))]
        following = len(self._pages)
        for annotation, element in self._annotations:
            annotation.StructParent = following
            numbers += [following, element]
            following += 1
        root.ParentTree = self._pdf.make_indirect(k.Dictionary(Nums=k.Array(numbers)))
        root.ParentTreeNextKey = following
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = k.Dictionary(Marked=True)

    def _element(self, element: Element, parent: Any) -> Any:
        k = self._k
        made = self._pdf.make_indirect(
            k.Dictionary({"/Type": k.Name.StructElem, "/S": k.Name("/" + element.tag), "/P": parent})
        )
        for key, value in self._attributes(element).items():
            made[key] = value
        home = next((child.page for child in element.children if not isinstance(child, Element)), None)
        if home is not None:
            made.Pg = self._pages[home]
        kids = [self._kid(child, made, home) for child in element.children]
        if kids:
            made.K = kids[0] if len(kids) == 1 else k.Array(kids)
        return made

    def _kid(self, child: Element | Mark | Hotspot, made: Any, home: int | None) -> Any:
        k = self._k
        if isinstance(child, Element):
            return self._element(child, made)
        page = self._pages[child.page]
        if isinstance(child, Mark):
            self._parents[child.page][child.mcid] = made
            return child.mcid if child.page == home else k.Dictionary(Type=k.Name.MCR, Pg=page, MCID=child.mcid)
        annotation = page.Annots[child.place]
        self._annotations.append((annotation, made))
        return k.Dictionary(Type=k.Name.OBJR, Pg=page, Obj=annotation)

    def _attributes(self, element: Element) -> dict[str, Any]:
        k = self._k
        direct: dict[str, Any] = {}
        owned: list[Any] = []
        for key, value in element.attributes.items():
            if key in _ON_ELEMENT:
                direct["/" + key] = k.String(told(str(value)))
            elif isinstance(value, tuple):
                box = [round(float(edge), 2) for edge in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
                owned.append(k.Dictionary({"/O": k.Name("/" + _OWNERS[key]), "/" + key: k.Array(box)}))
            else:
                owned.append(k.Dictionary({"/O": k.Name("/" + _OWNERS[key]), "/" + key: k.Name(f"/{value}")}))
        if owned:
            direct["/A"] = owned[0] if len(owned) == 1 else k.Array(owned)
        return direct

    def write_outline(self) -> None:
        """Write the viewer's table of contents."""
        k = self._k
        with self._pdf.open_outline() as outline:
            stack: list[tuple[int, Any]] = []
            for entry in self._structure.outline:
                item = k.OutlineItem(entry.title, self._destination(entry.place))
                item.is_closed = entry.level > 1
                while stack and stack[-1][0] >= entry.level:
                    stack.pop()
                (stack[-1][1].children if stack else outline.root).append(item)
                stack.append((entry.level, item))


def _ascii(address: str) -> str:
    """A URL with everything outside ASCII percent-encoded."""
    from urllib.parse import quote

    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")
