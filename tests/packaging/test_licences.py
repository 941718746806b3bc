"""The list of what is shipped names everything that is shipped."""

from __future__ import annotations

import licences


def test_the_list_of_licences_is_up_to_date() -> None:
    assert licences.LIST.read_text(encoding="utf-8") == licences.listing()


def test_every_package_of_the_lock_is_listed_once() -> None:
    names = [name for name, _ in licences.locked(licences.LOCK.read_text(encoding="utf-8"))]
    assert len(names) == len(set(names)) > 30
    text = licences.LIST.read_text(encoding="utf-8")
    assert all(f"| {name} | " in text for name in names)


def test_every_kind_of_file_that_others_made_has_its_licence_beside_it() -> None:
    resources = licences.ROOT / "resources"
    for folder, text in (("fonts/ui", "OFL.txt"), ("fonts/pdf", "OFL-Noto.txt"), ("icons", "LICENSE.txt")):
        assert (resources / folder / text).stat().st_size > 500
