"""Puts the bundled front end into a wheel, so that installing it needs no Node. Runs when a wheel is built."""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface):
    """Builds the front end by the same steps as the demo; an editable install leaves that to the demo."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build unless the bundles are current, and name them to the builder: git ignores them."""
        if version == "editable" or self.target_name != "wheel":
            return
        frontend = _load(Path(self.root))
        house = frontend.FrontEnd(Path(self.root))
        if not house.is_current():
            house.build(frontend.npm_command(shutil.which("uv")), cache=Path(self.root) / "node_modules" / ".cache")
        build_data["artifacts"].append("src/fourpoint/web/frame/static/built/**")


def _load(root: Path) -> ModuleType:
    file = root / "src" / "fourpoint" / "config" / "frontend.py"
    spec = importlib.util.spec_from_file_location("fourpoint_frontend", file)
    if spec is None or spec.loader is None:
        raise RuntimeError(f"{file} is missing from the source: the wheel cannot be built.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
