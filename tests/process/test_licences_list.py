import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from desktop_llm.licences import LicensedPart, load_licences
from tests.fakes.terminal import TIMEOUT_S

ROOT = Path(__file__).parents[2]
# The shortest licences have one paragraph.
FEWEST_CHARACTERS = 400


def list_licences(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "packaging" / "licences.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LicensedPart]:
    """By their package URLs without versions."""
    path = tmp_path_factory.mktemp("licences") / "licences.json"
    result = list_licences(ROOT, "--out", str(path))
    assert result.returncode == 0, result.stderr
    return {part.purl.split("@")[0]: part for part in load_licences(path)}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the list is made of, to be spoiled."""
    shutil.copytree(ROOT / "packaging", tmp_path / "packaging")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A program as it is built: packages, and libraries of the system beside them."""
    internal = tmp_path / "bundle" / "_internal"
    (internal / "numpy.libs").mkdir(parents=True)
    for name in ("libssl.so.3", "libz.so.1", "_cffi_backend.cpython-311-x86_64-linux-gnu.so", "numpy.libs/libx.so.1"):
        (internal / name).touch()
    return tmp_path / "bundle"


def required() -> Iterable[str]:
    for line in re.findall(r"^[\w.-]+==[^\\\n]+", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            yield f"pkg:pypi/{canonicalize_name(requirement.name)}"


def test_every_package_that_runs_has_its_licence_in_full(parts: dict[str, LicensedPart]) -> None:
    packages = set(required())
    assert len(packages) > 50
    assert packages - parts.keys() == set()
    assert [part.name for part in parts.values() if len(part.text) < FEWEST_CHARACTERS] == []
    assert [part.name for part in parts.values() if not part.licence or not part.version] == []


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:generic/python",
        "pkg:generic/qt",
        "pkg:generic/icu",
        "pkg:generic/openssl",
        "pkg:generic/llama.cpp",
        "pkg:npm/phosphor-icons",
        "pkg:github/stipub/stixfonts",
        "pkg:github/hunspell/hunspell",
        "pkg:huggingface/HuggingFaceTB/SmolLM2-135M-Instruct",
    ],
)
def test_what_is_no_package_of_python_is_in_the_list_too(parts: dict[str, LicensedPart], purl: str) -> None:
    assert purl in parts


def test_qt_comes_with_the_lesser_licence_and_an_offer_of_its_source(parts: dict[str, LicensedPart]) -> None:
    for purl in ("pkg:generic/qt", "pkg:pypi/pyside6-essentials", "pkg:pypi/shiboken6"):
        text = parts[purl].text
        assert parts[purl].licence == "LGPL-3.0-only"
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
        assert "END OF TERMS AND CONDITIONS" in text
        assert "for at least three years" in text


def test_a_package_whose_licence_nobody_knows_stops_the_list(copy: Path) -> None:
    table = copy / "packaging" / "licence_texts" / "parts.toml"
    table.write_text(table.read_text("utf-8").replace("[package.sentencex]", "[package.another]"), "utf-8")
    result = list_licences(copy, "--out", str(copy / "licences.json"))
    assert result.returncode == 1
    assert "sentencex brings no text of its licence" in result.stderr
    assert not (copy / "licences.json").exists()


def test_libraries_of_the_system_in_a_built_program_come_with_what_debian_says_of_them(
    bundle: Path, tmp_path: Path
) -> None:
    path = tmp_path / "licences.json"
    assert list_licences(ROOT, "--out", str(path), "--bundle", str(bundle)).returncode == 0
    (zlib,) = [part for part in load_licences(path) if part.name == "zlib1g"]
    assert zlib.licence == "Zlib"
    assert "Jean-loup Gailly" in zlib.text


def test_packages_that_were_left_out_of_a_built_program_are_not_in_its_list(
    bundle: Path, tmp_path: Path, parts: dict[str, LicensedPart]
) -> None:
    path = tmp_path / "licences.json"
    assert list_licences(ROOT, "--out", str(path), "--bundle", str(bundle)).returncode == 0
    listed = {part.purl.split("@")[0] for part in load_licences(path)}
    assert parts.keys() - listed == {"pkg:pypi/hf-xet", "pkg:pypi/qtpy"}


@pytest.mark.parametrize(
    ("library", "name"), [("VCRUNTIME140.dll", "Microsoft Visual C++ runtime"), ("libsqlite3.so.0", "SQLite")]
)
def test_what_only_some_systems_bring_along_is_listed_where_it_is_inside(
    bundle: Path, tmp_path: Path, parts: dict[str, LicensedPart], library: str, name: str
) -> None:
    (bundle / "_internal" / library).touch()
    path = tmp_path / "licences.json"
    assert list_licences(ROOT, "--out", str(path), "--bundle", str(bundle)).returncode == 0
    assert name in {part.name for part in load_licences(path)}
    assert name not in {part.name for part in parts.values()}


@pytest.mark.parametrize("library", ["libunheardof.so.1", "libreadline.so.8"])
def test_a_library_that_nobody_knows_or_that_must_not_be_inside_stops_the_list(bundle: Path, library: str) -> None:
    (bundle / "_internal" / library).touch()
    result = list_licences(ROOT, "--out", str(bundle / "licences.json"), "--bundle", str(bundle))
    assert result.returncode == 1
    assert library in result.stderr


def test_a_debian_package_gets_them_as_one_text_that_points_to_what_the_system_has() -> None:
    text = list_licences(ROOT, "--debian-copyright").stdout
    assert text.startswith("Desktop LLM ")
    assert "PySide6_Essentials" in text
    assert "/usr/share/common-licenses/GPL-3" in text
    assert "TERMS AND CONDITIONS\n\n  0. Definitions." not in text
