from pathlib import Path

import pytest

from desktop_llm.documents.spelling import SpellingDictionary, dictionaries, dictionary_for


def _install(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).touch()


def test_what_is_installed_is_found_the_systems_before_ours(tmp_path: Path) -> None:
    system, ours = tmp_path / "system", tmp_path / "ours"
    _install(system, "de_DE.aff", "de_DE.dic", "hyph_de.dic", "hyph_de.aff", "fr.dic")
    _install(ours, "en_US.aff", "en_US.dic", "de_DE.aff", "de_DE.dic")
    assert dictionaries([system, tmp_path / "none", ours]) == (
        SpellingDictionary(str(system), "de_DE"),
        SpellingDictionary(str(ours), "en_US"),
    )


def test_there_is_always_one_for_english() -> None:
    assert dictionary_for("en", dictionaries()) is not None


@pytest.mark.parametrize(
    ("language", "locale", "name"),
    [("en", "en_GB", "en_GB"), ("en", "de_DE", "en_US"), ("de", "", "de_DE"), ("pt", "", "pt_BR"), ("fi", "", None)],
)
def test_of_several_the_one_of_the_region_counts(language: str, locale: str, name: str | None) -> None:
    known = [SpellingDictionary("/", each) for each in ("en_AU", "en_GB", "en_US", "de_AT", "de_DE", "pt_BR")]
    found = dictionary_for(language, known, locale)
    assert (found.name if found else None) == name
