"""Takes the data beside the sources into the wheel, with the catalogues compiled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LeerlijnBuildHook(BuildHookInterface[Any]):
    """Puts resources/ and translations/ into the package, where `portfolio_app.paths` looks first."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues and name the folders to take in; an editable install keeps them where they are."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "packaging"))
        try:
            import catalogue
        finally:
            sys.path.remove(str(root / "packaging"))
        catalogue.compile_all(root / "translations")
        if self.target_name != "wheel" or version == "editable":
            return
        for name in ("resources", "translations"):
            for path in sorted((root / name).rglob("*")):
                if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
                    inside = Path("portfolio_app", path.relative_to(root)).as_posix()
                    build_data["force_include"][str(path)] = inside
