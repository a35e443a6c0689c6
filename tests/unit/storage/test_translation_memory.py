from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.storage.translation_memory import (
    LanguagePair,
    MemoryUnit,
    TranslationMemory,
    UnitOrigin,
    open_translation_memory,
    translation_memory_in_memory,
)

PAIR = LanguagePair("en", "de")


@pytest.fixture
def memory() -> Iterator[TranslationMemory]:
    memory = translation_memory_in_memory()
    yield memory
    memory.close()


def unit(source: str, target: str, origin: UnitOrigin = UnitOrigin.MODEL, made_by: str = "m1") -> MemoryUnit:
    return MemoryUnit(source=source, target=target, origin=origin, made_by=made_by)


def test_a_persons_translation_comes_before_a_models_and_another_models_not_at_all(memory: TranslationMemory) -> None:
    memory.keep(PAIR, [unit("a", "A1"), unit("b", "B2", made_by="m2"), unit("c", "C1")])
    memory.keep(PAIR, [unit("c", "C", UnitOrigin.IMPORTED, ""), unit("a", "A", UnitOrigin.PERSON, "")])
    found = memory.find(PAIR, ["a", "b", "c", "d"], "m1")
    assert {source: each.target for source, each in found.items()} == {"a": "A", "c": "C"}
    assert memory.find(LanguagePair("en", "fr"), ["a"], "m1") == {}
    assert memory.pairs() == [PAIR]


def test_a_newer_one_takes_the_place_of_its_like(memory: TranslationMemory) -> None:
    memory.keep(PAIR, [unit("a", "A1"), unit("b", "B1")])
    memory.keep(PAIR, [unit("a", "A2")])
    assert [each.target for each in memory.units(PAIR)] == ["A2", "B1"]


def test_many_are_found_at_once(memory: TranslationMemory) -> None:
    memory.keep(PAIR, [unit(f"s{number}", "x") for number in range(1500)])
    assert len(memory.find(PAIR, [f"s{number}" for number in range(1500)], "m1")) == 1500


def test_half_a_character_is_no_reason_to_forget_the_rest(memory: TranslationMemory) -> None:
    memory.keep(PAIR, [unit("half \ud83d", "halb \ud83d"), unit("a", "A")])
    found = memory.find(PAIR, ["half \ud83d", "a"], "m1")
    assert {source: each.target for source, each in found.items()} == {"half \ud83d": "halb \ufffd", "a": "A"}


def test_what_people_made_is_never_pruned(memory: TranslationMemory) -> None:
    memory.keep(PAIR, [unit("old", "x"), unit("own", "x", UnitOrigin.PERSON)])
    memory.keep(PAIR, [unit("new", "x")])
    assert memory.prune(most=1) == 1
    assert sorted(each.source for each in memory.units(PAIR)) == ["new", "own"]


def test_what_was_kept_is_there_after_a_start_and_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    memory = open_translation_memory(folder)
    memory.keep(PAIR, [unit("a", "A")])
    memory.close()
    memory = open_translation_memory(folder)
    assert memory.find(PAIR, ["a"], "m1")["a"].target == "A"
    memory.close()
    folder.translation_memory.write_bytes(b"no database" * 1000)
    memory = open_translation_memory(folder)
    assert memory.units(PAIR) == []
    memory.close()
    assert [path.read_bytes()[:11] for path in tmp_path.glob("*broken*")] == [b"no database"]
