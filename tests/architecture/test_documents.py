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
    """Modules by folder, as ARCHITECTURE.md has them: names up to two spaces, then words. `*.py` stands for any."""
    block = re.search(r"```text\n(desktop_llm/\n.*?)```", _text("ARCHITECTURE.md"), re.DOTALL)
    assert block, "ARCHITECTURE.md has no folder map"
    modules: dict[str, set[str]] = {}
    path: list[str] = []
    for line in block[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = line.strip().split("  ")[0].split()
        if names[0].endswith("/"):
            path = [*path[:depth], names.pop(0).rstrip("/")]
            depth += 1
        modules.setdefault("/".join(path[:depth]), set()).update(names)
    return modules


def _tree(folder_map: dict[str, set[str]]) -> set[str]:
    """The modules on the disk; `*.py` for those of folders whose modules the map does not name one by one."""
    packages = [init.parent for init in (_ROOT / "desktop_llm").rglob("__init__.py")]
    modules = [module for package in packages for module in package.glob("*.py") if module.name != "__init__.py"]
    unnamed = {folder for folder, names in folder_map.items() if "*.py" in names}
    folders = [(module.parent.relative_to(_ROOT).as_posix(), module.name) for module in modules]
    return {f"{folder}/*.py" if folder in unnamed else f"{folder}/{name}" for folder, name in folders}


def test_the_folder_map_is_the_tree() -> None:
    folder_map = _folder_map()
    in_map = {f"{folder}/{name}" for folder, names in folder_map.items() for name in names}
    assert sorted(_tree(folder_map) - in_map) == [], "not in ARCHITECTURE.md"
    assert sorted(in_map - _tree(folder_map)) == [], "only in ARCHITECTURE.md"


def test_the_changelog_ends_at_this_version() -> None:
    versions = re.findall(r"^## \[(\d[^\]]*)\]", _text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == __version__


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (_ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


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
