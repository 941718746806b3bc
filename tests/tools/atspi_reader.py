"""Reads a program's window as a screen reader does. Runs in the system's Python, which has AT-SPI's bindings.

Every line on standard input is a process id; every line on standard output is what that process shows, as JSON: a flat
list of nodes, each after its parent.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# Lists of records can be long, and their lines are not controls: Tab stops once at the list itself.
LISTS = {"table", "list", "combo box", "menu bar"}
STATES = {
    "focusable": Atspi.StateType.FOCUSABLE,
    "focused": Atspi.StateType.FOCUSED,
    "enabled": Atspi.StateType.ENABLED,
    "checked": Atspi.StateType.CHECKED,
    "active": Atspi.StateType.ACTIVE,
    "modal": Atspi.StateType.MODAL,
}
LONGEST_TEXT = 2000
DEEPEST = 60


def main() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        print(json.dumps(read(int(line))), flush=True)


def read(process: int) -> list[dict[str, object]]:
    """Nodes of every window that a process shows."""
    nodes: list[dict[str, object]] = []
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(at)
        try:
            if program is None or program.get_process_id() != process:
                continue
            # What was remembered of a window that has changed since would be wrong.
            program.clear_cache()
            walk(program, -1, nodes, 0)
        except GLib.Error:
            continue  # it ended or changed while it was read; whoever waits asks again
    return nodes


def walk(thing: "Atspi.Accessible", parent: int, nodes: list[dict[str, object]], depth: int) -> None:
    """Add a node and what is in it."""
    states = thing.get_state_set()
    if depth and not states.contains(Atspi.StateType.SHOWING):
        return
    role = thing.get_role_name()
    nodes.append(
        {
            "parent": parent,
            "role": role,
            "name": thing.get_name() or "",
            "label": label(thing),
            "description": thing.get_description() or "",
            "states": [name for name, state in STATES.items() if states.contains(state)],
            "rect": rect(thing) if depth else [0, 0, 0, 0],
            "text": text(thing, role),
        }
    )
    if role in LISTS or depth > DEEPEST:
        return
    here = len(nodes) - 1
    for at in range(thing.get_child_count()):
        child = thing.get_child_at_index(at)
        if child is not None:
            walk(child, here, nodes, depth + 1)


def label(thing: "Atspi.Accessible") -> str:
    """Name of the label that belongs to it."""
    found = [one for one in thing.get_relation_set() if one.get_relation_type() == Atspi.RelationType.LABELLED_BY]
    return " ".join(one.get_target(at).get_name() for one in found for at in range(one.get_n_targets()))


def rect(thing: "Atspi.Accessible") -> list[int]:
    """Where it stands on the screen: left, top, width, height."""
    if "Component" not in thing.get_interfaces():
        return [0, 0, 0, 0]
    found = Atspi.Component.get_extents(thing, Atspi.CoordType.SCREEN)
    return [found.x, found.y, found.width, found.height]


def text(thing: "Atspi.Accessible", role: str) -> str:
    """What is written in a field."""
    if role not in ("text", "password text", "entry") or "Text" not in thing.get_interfaces():
        return ""
    return Atspi.Text.get_text(thing, 0, min(Atspi.Text.get_character_count(thing), LONGEST_TEXT))


if __name__ == "__main__":
    main()
