import json
import tomllib
from pathlib import Path

import pytest
from qt_notices import notices

_TEXTS = Path(__file__).parents[3] / "packaging" / "licence_texts"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Of a small Qt."""
    _put(
        tmp_path, "src/3rdparty/paint", License="MIT", LicenseFile="../MIT.txt", Copyright=["Ana", "Ben"], Version="3.1"
    )
    _put(tmp_path, "src/3rdparty/print", License="MIT", LicenseFile="../MIT.txt", Copyright="Cleo", CopyrightFile="WHO")
    _put(tmp_path, "src/3rdparty/count", License="(CC0-1.0 OR Zlib) AND X11", Copyright="Dora")
    _put(tmp_path, "src/3rdparty/shape", License="FTL OR GPL-2.0-only", LicenseFile="../MIT.txt")
    _put(tmp_path, "src/3rdparty/fetch", License="MIT", QDocModule="qtnetwork", LicenseFile="../MIT.txt")
    _put(tmp_path, "src/3rdparty/build", License="MIT", QtParts=["tools"], LicenseFile="../MIT.txt")
    _put(tmp_path, "src/3rdparty/android", License="MIT", LicenseFile="../MIT.txt")
    (tmp_path / "src" / "3rdparty" / "MIT.txt").write_text("Permission is granted.\n", "utf-8")
    (tmp_path / "src" / "3rdparty" / "print" / "WHO").write_text("and others\n", "utf-8")
    (tmp_path / "LICENSES").mkdir()
    for name in ("CC0-1.0", "Zlib", "X11", "FTL"):
        (tmp_path / "LICENSES" / f"{name}.txt").write_text(f"Words of {name}.", "utf-8")
    return tmp_path


def _put(source: Path, name: str, License: str, **facts: object) -> None:  # noqa: N803 Qt's name of it
    folder = source / name
    folder.mkdir(parents=True)
    told = {"Name": f"The {folder.name}", "QDocModule": "qtgui", "Copyright": "", "LicenseId": License} | facts
    # Qt's own files break lines within texts.
    text = json.dumps([told | {"Description": "two|lines"}]).replace("|", "\n")
    (folder / "qt_attribution.json").write_text(text, "utf-8")


def test_every_part_that_is_inside_is_named_with_its_owners_and_its_licence(source: Path) -> None:
    text = notices("6.99", source)
    assert "qtbase 6.99" in text.splitlines()[0]
    assert "The paint 3.1 (src/3rdparty/paint)\nAna\nBen\nLicence: MIT\n" in text
    assert "The print (src/3rdparty/print)\nCleo\nand others\nLicence: MIT\n" in text


def test_the_same_words_stand_there_once(source: Path) -> None:
    assert notices("6.99", source).count("Permission is granted.") == 1


def test_where_no_text_lies_beside_a_part_the_common_ones_are_taken(source: Path) -> None:
    assert "Words of CC0-1.0.\n\nWords of Zlib.\n\nWords of X11." in notices("6.99", source)


def test_of_two_licences_the_one_that_binds_less_is_chosen_with_its_text(source: Path) -> None:
    assert "The shape (src/3rdparty/shape)\n\nLicence: FTL\n\nWords of FTL." in notices("6.99", source)


def test_what_is_not_inside_the_program_is_not_named(source: Path) -> None:
    text = notices("6.99", source)
    assert [name for name in ("fetch", "build", "android") if name in text] == []


def test_the_notices_are_of_the_series_of_qt_that_is_inside() -> None:
    """Where the third number is another, the page says so: Qt-third-party-origin.txt."""
    pinned = (
        (_TEXTS.parents[1] / "requirements" / "run.in").read_text("utf-8").split("PySide6-Essentials==")[1].split()[0]
    )
    series = ".".join(pinned.split(".")[:2])
    head = (_TEXTS / "Qt-third-party.txt").read_text("utf-8").splitlines()[0]
    assert f"qtbase {series}." in head
    origin = (_TEXTS / "Qt-third-party-origin.txt").read_text("utf-8")
    assert f"The program has Qt {pinned}." in origin
    assert head.split("qtbase ")[1].split()[0] in origin


def test_each_licence_of_the_notices_is_in_the_expression() -> None:
    (part,) = [
        each
        for each in tomllib.loads((_TEXTS / "parts.toml").read_text("utf-8"))["part"]
        if each["name"] == "Code of others in Qt"
    ]
    lines = (_TEXTS / "Qt-third-party.txt").read_text("utf-8").splitlines()
    named = {line.removeprefix("Licence: ") for line in lines if line.startswith("Licence: ") and " OR " not in line}
    assert len(named) > 10
    assert [name for line in named for name in line.split(" AND ") if name not in part["licence"]] == []
