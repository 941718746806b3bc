"""Form fields for a reader's answer, prepared before signing: text, check box and empty signature fields.

A field is named ``<who>_<what>``. A reader's signature locks the fields of the same ``<who>`` and nothing else, so that
a second reader can still answer.
"""

from __future__ import annotations

from typing import Any, Final

from portfolio_app.pdf.form_font import FormFont
from portfolio_app.pdf.tagging import FieldSpot, told

OWNER_FIELD: Final = "owner_signature"
_APPEARANCE: Final = "/Form 10 Tf 0.114 0.153 0.2 rg"
_MULTILINE: Final = 1 << 12
_READ_ONLY: Final = 1
_PRINT: Final = 4
_LONGEST_ANSWER: Final = 8000


class FormWriter:
    """Makes the fields of one document and, at the end, the form that holds them."""

    def __init__(self, pdf: Any, names: list[str], seal: Any) -> None:
        import pikepdf

        self._k = pikepdf
        self._pdf, self._names, self._seal = pdf, names, seal
        self._fields: list[Any] = []
        self._font: Any = None
        self._empty: Any = None

    def make(self, spot: FieldSpot, page: Any) -> Any:
        """The field (also its own widget) for a place on a page."""
        k = self._k
        field = k.Dictionary(
            Type=k.Name.Annot,
            Subtype=k.Name.Widget,
            Rect=[round(edge, 2) for edge in spot.rect],
            F=_PRINT,
            P=page,
            T=k.String(spot.name),
            TU=k.String(told(spot.label)),
        )
        width, height = spot.rect[2] - spot.rect[0], spot.rect[3] - spot.rect[1]
        if spot.kind == "text":
            self._text(field, spot.multiline)
        elif spot.kind == "check":
            self._check(field, width, height)
        else:
            self._signature(field, spot.name)
        made = self._pdf.make_indirect(field)
        self._fields.append(made)
        return made

    def _text(self, field: Any, multiline: bool) -> None:
        k = self._k
        self._need_font()
        field.FT = k.Name.Tx
        field.Ff = _MULTILINE if multiline else 0
        field.DA = k.String(_APPEARANCE)
        field.V = k.String("")
        field.MK = k.Dictionary()
        if multiline:
            field.MaxLen = _LONGEST_ANSWER
        field.AP = k.Dictionary(N=self._blank())

    def _check(self, field: Any, width: float, height: float) -> None:
        k = self._k
        side = min(width, height)
        tick = (
            f"q 0.122 0.373 0.478 RG 1.6 w 1 J {side * 0.2:.2f} {side * 0.5:.2f} m "
            f"{side * 0.42:.2f} {side * 0.25:.2f} l {side * 0.8:.2f} {side * 0.78:.2f} l S Q"
        )
        field.FT = k.Name.Btn
        field.V = field.AS = k.Name.Off
        field.MK = k.Dictionary(CA=k.String("4"))
        field.AP = k.Dictionary(
            N=k.Dictionary(Yes=self._drawing(width, height, tick), Off=self._drawing(width, height, ""))
        )

    def _signature(self, field: Any, name: str) -> None:
        k = self._k
        field.FT = k.Name.Sig
        field.AP = k.Dictionary(N=self._seal if name == OWNER_FIELD and self._seal is not None else self._blank())
        if name == OWNER_FIELD:
            return
        who = name.split("_", maxsplit=1)[0] + "_"
        own = [other for other in self._names if other.startswith(who) and other != name]
        if own:
            lock = k.Dictionary(Type=k.Name.SigFieldLock, Action=k.Name.Include, Fields=[k.String(o) for o in own])
            field.Lock = self._pdf.make_indirect(lock)

    def _need_font(self) -> None:
        if self._font is None:
            self._font = FormFont().write(self._pdf)

    def _blank(self) -> Any:
        """One empty appearance for all fields: poppler frees an appearance that only one field uses."""
        if self._empty is None:
            self._empty = self._drawing(1, 1, "/Tx BMC EMC")
        return self._empty

    def _drawing(self, width: float, height: float, operators: str) -> Any:
        k = self._k
        stream = k.Stream(self._pdf, operators.encode())
        stream.Type, stream.Subtype = k.Name.XObject, k.Name.Form
        stream.BBox = k.Array([0, 0, round(width, 2), round(height, 2)])
        stream.Resources = k.Dictionary()
        return self._pdf.make_indirect(stream)

    def finish(self) -> None:
        """Write the form, if there is a field."""
        k = self._k
        if not self._fields:
            return
        form = k.Dictionary(Fields=k.Array(self._fields), DA=k.String(_APPEARANCE))
        if self._font is not None:
            form.DR = k.Dictionary(Font=k.Dictionary(Form=self._font))
        self._pdf.Root.AcroForm = self._pdf.make_indirect(form)
