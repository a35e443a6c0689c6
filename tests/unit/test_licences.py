from pathlib import Path

import msgspec

from desktop_llm.licences import LicensedPart, load_licences

PART = LicensedPart(name="Alpha", version="1", licence="MIT", text="Terms", purl="pkg:generic/alpha@1")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "licences.json"
    path.write_bytes(msgspec.json.encode([PART]))
    assert load_licences(path) == (PART,)


def test_without_a_list_there_are_no_parts(tmp_path: Path) -> None:
    assert load_licences(tmp_path / "licences.json") == ()


def test_a_damaged_list_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "licences.json"
    path.write_text("[{]", "utf-8")
    assert load_licences(path) == ()
