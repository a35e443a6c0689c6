"""The documents say what is true: folder map, changelog, versions, pinned requirements."""

import re
import tomllib
from pathlib import Path

import pytest

from desktop_llm.version import __version__

_ROOT = Path(__file__).parents[2]
_REQUIREMENTS = sorted((_ROOT / "requirements").glob("*.txt"))
_ADDRESS = re.compile(r"https?:|file:|--(extra-)?index-url|--find-links|--trusted-host")


def _text(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")


def _folder_map() -> dict[str, set[str]]:
    """Names in ARCHITECTURE.md's map, by package: each indented line names a package or its modules, then describes."""
    block = re.search(r"```text\n(desktop_llm/\n.*?)```", _text("ARCHITECTURE.md"), re.DOTALL)
    assert block, "ARCHITECTURE.md has no folder map"
    places: dict[str, set[str]] = {}
    path: list[str] = []
    for line in block[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = line.strip().split("  ")[0].split()
        if names and names[0].endswith("/"):
            path = [*path[:depth], names[0].rstrip("/")]
            places.setdefault("/".join(path), set())
            names = names[1:]
            depth += 1
        places["/".join(path[:depth])] |= {name for name in names if name.endswith(".py")}
    return places


def test_the_folder_map_is_the_tree() -> None:
    package = _ROOT / "desktop_llm"
    folders = [package, *(path.parent for path in package.rglob("__init__.py") if path.parent != package)]
    tree = {
        folder.relative_to(_ROOT).as_posix(): {path.name for path in folder.glob("*.py") if path.name != "__init__.py"}
        for folder in folders
    }
    assert _folder_map() == tree


def test_the_changelog_ends_at_this_version() -> None:
    versions = re.findall(r"^## \[(\d[^\]]*)\]", _text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == __version__


def test_files_that_documents_link_to_exist() -> None:
    documents = [*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md")]
    links = [
        (document, link)
        for document in documents
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    ]
    assert [(document.name, link) for document, link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("requirements", _REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_name_no_address(requirements: Path) -> None:
    assert _ADDRESS.search(requirements.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("requirements", _REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_its_hash(requirements: Path) -> None:
    entries = requirements.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert entries
    assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)] == []


def test_the_program_and_its_tests_run_with_the_same_versions() -> None:
    run, dev = (
        set(re.findall(r"^[\w.-]+==\S+", _text(f"requirements/{name}.txt"), re.MULTILINE)) for name in ("run", "dev")
    )
    assert run <= dev


def test_the_requirements_are_those_of_the_package() -> None:
    declared = tomllib.loads(_text("pyproject.toml"))["project"]["dependencies"]
    assert {_distribution(line) for line in _text("requirements/run.in").splitlines() if line[:1].isalpha()} == {
        _distribution(requirement) for requirement in declared
    }


def _distribution(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")
