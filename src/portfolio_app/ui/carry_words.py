"""How evidence goes along, and what it comes to, in words. Knows no Qt."""

from __future__ import annotations

from portfolio_app.domain.carrying import MEGABYTE, MOST_OCTETS_INSIDE
from portfolio_app.domain.selection import Carry, Export, Selection
from portfolio_app.i18n import Translator
from portfolio_app.services.carrying import Outlook


def outlook(seen: Outlook, selection: Selection, t: Translator) -> str:
    """What a choice comes to, before anything is made; it is an estimate, and says so."""
    told = [t("The document becomes about {size}.", size=t.size(seen.octets))]
    if seen.inside:
        told.append(t.n("{n} file lies in it.", "{n} files lie in it.", seen.inside))
    if seen.longest:
        told.append(t("Photos go along with at most {n} pixels on their longest side.", n=seen.longest))
    if seen.beside:
        told.append(_beside(seen, selection.carry, t))
    if seen.listed:
        told.append(
            t.n(
                "{n} file is only named, with its fingerprint; you keep the file yourself.",
                "{n} files are only named, with their fingerprints; you keep the files yourself.",
                seen.listed,
            )
        )
    if selection.carry is Carry.MAIL and seen.octets > selection.mail_megabytes * MEGABYTE:
        told.append(
            t("That is more than {n} MB: take something out, or let it become larger.", n=selection.mail_megabytes)
        )
    if selection.carry is Carry.INSIDE and seen.inside_octets > MOST_OCTETS_INSIDE:
        told.append(t("That is more than most programs can open: choose that large files lie beside it."))
    return " ".join(told)


def _beside(seen: Outlook, carry: Carry, t: Translator) -> str:
    size = t.size(seen.beside_octets)
    if carry is Carry.MAIL:
        return t.n(
            "{n} file doesn't fit into the mail and goes into a ZIP file beside it, about {size}: "
            "hand that over in another way.",
            "{n} files don't fit into the mail and go into a ZIP file beside it, about {size}: "
            "hand that over in another way.",
            seen.beside,
            size=size,
        )
    return t.n(
        "{n} file goes into a ZIP file beside it, about {size}: hand over both.",
        "{n} files go into a ZIP file beside it, about {size}: hand over both.",
        seen.beside,
        size=size,
    )


def made(export: Export, selection: Selection, t: Translator) -> str:
    """What it came to, once it was made."""
    told: list[str] = []
    if selection.carry is Carry.MAIL:
        too_large = export.octets > selection.mail_megabytes * MEGABYTE
        size = t.size(export.octets)
        told.append(
            t("It is {size}, more than the {n} MB that you chose.", size=size, n=selection.mail_megabytes)
            if too_large
            else t("It is {size}.", size=size)
        )
    if export.beside_name:
        told.append(
            t(
                "Beside it lies {file} with large evidence, {size}: hand over both.",
                file=export.beside_name,
                size=t.size(export.beside_octets),
            )
        )
    return " ".join(told)
