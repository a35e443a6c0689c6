"""Each contract of import-linter is broken once in a copy: a rule that was never red may match nothing."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_SEED = "forbidden_import"

_LAYERS = "Layers point downwards, siblings do not know each other"
_UI_PARTS = "Widgets and item models know no pane and no dialog, and load and save nothing"

# Contract, the package that gets a module with the import, what it imports.
_SEEDS = [
    (_LAYERS, "ui", "desktop_llm.cli"),
    (_LAYERS, "assist", "desktop_llm.ui"),
    (_LAYERS, "engine", "desktop_llm.assist"),
    (_LAYERS, "engine", "desktop_llm.storage"),
    (_LAYERS, "hub", "desktop_llm.engine"),
    (_LAYERS, "storage", "desktop_llm.hub"),
    (_LAYERS, "documents", "desktop_llm.hub"),
    ("The terminal program is free of the window", "cli", "PySide6"),
    ("The program's side of the engine runs no model", "assist", "desktop_llm.engine.scheduler"),
    ("The engine's child process knows nothing of its client", "engine/backends", "desktop_llm.engine.client"),
    ("No pane imports another", "ui/panes/one_pane", "desktop_llm.ui.panes.another_pane"),
    (_UI_PARTS, "ui/widgets", "desktop_llm.ui.panes"),
    (_UI_PARTS, "ui/item_models", "desktop_llm.storage.database"),
    ("Qt lives in ui and in what starts the window", "assist", "PySide6"),
    ("llama.cpp lives in engine.backends", "engine", "llama_cpp"),
    ("numpy lives in engine.backends", "engine", "numpy"),
    ("Templates are rendered in engine", "assist", "jinja2"),
    ("Only hub speaks to the Hub", "ui", "huggingface_hub"),
    ("Only credentials opens the keyring", "hub", "keyring"),
    ("Only engine.server speaks to servers", "assist", "openai"),
    ("Files of strangers are read in documents", "ui", "pypdfium2"),
    ("The program's side of reading opens no document", "assist", "desktop_llm.documents.readers.pdf"),
    ("SQL lives in storage", "hub", "sqlite3"),
    ("Markdown is parsed in ui.widgets, assist and documents", "engine", "markdown_it"),
]


@pytest.fixture(scope="module")
def report_on_seeds(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the program with every seed in it."""
    copy = tmp_path_factory.mktemp("seeded")
    shutil.copytree(_ROOT / "desktop_llm", copy / "desktop_llm", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(_ROOT / "pyproject.toml", copy)
    for number, (_, package, imported) in enumerate(_SEEDS):
        folder = copy / "desktop_llm" / package
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        (folder / f"{_SEED}_{number}.py").write_text(f"import {imported}\n", encoding="utf-8")
    for package in ("package_without_layer", "ui/panes/another_pane"):
        (copy / "desktop_llm" / package).mkdir()
        (copy / "desktop_llm" / package / "__init__.py").touch()
    return _lint_imports(copy)


@pytest.mark.parametrize("number", range(len(_SEEDS)))
def test_a_forbidden_import_breaks_its_contract(report_on_seeds: str, number: int) -> None:
    contract, package, imported = _SEEDS[number]
    importer = ".".join(["desktop_llm", *package.split("/"), f"{_SEED}_{number}"])
    assert f"{contract} BROKEN" in report_on_seeds
    assert f"{importer} -> {imported}" in report_on_seeds


def test_a_new_top_level_package_must_be_given_its_layer(report_on_seeds: str) -> None:
    assert "package_without_layer" in report_on_seeds


def test_every_contract_has_a_seed() -> None:
    contracts = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert {contract["name"] for contract in contracts} == {contract for contract, _, _ in _SEEDS}


def _lint_imports(folder: Path) -> str:
    command = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "1000"}
    result = subprocess.run(
        [command, "--no-cache", "--no-logo"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return result.stdout + result.stderr
