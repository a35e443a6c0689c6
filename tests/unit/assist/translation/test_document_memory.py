from collections.abc import Iterable, Sequence

import pytest

from desktop_llm.assist.translation.document_memory import Answer, DocumentMemory, made_by
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.translation_request import Tone
from desktop_llm.assist.translation.translation_result import Origin, TranslationFault, TranslationWarning
from desktop_llm.engine.scripted_client import READY_STATUS
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.translation_memory import (
    LanguagePair,
    MemoryUnit,
    UnitOrigin,
    translation_memory_in_memory,
)

PAIR = LanguagePair("en", "de")
WARNING = TranslationWarning(TranslationFault.TOO_LONG)


class FullDisk:
    def find(self, pair: LanguagePair, sources: Sequence[str], made_by: str) -> dict[str, MemoryUnit]:
        raise StorageError(ErrorCode.DISK_FULL, path="/x")

    def keep(self, pair: LanguagePair, units: Iterable[MemoryUnit]) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/x")

    def units(self, pair: LanguagePair) -> list[MemoryUnit]:
        raise StorageError(ErrorCode.DISK_FULL, path="/x")

    def prune(self) -> int:
        raise StorageError(ErrorCode.DISK_FULL, path="/x")


def test_what_is_known_of_an_answer_is_known_again() -> None:
    memory = translation_memory_in_memory()
    answer = Answer(marked="A", warnings=(WARNING,), care=Care.PLACED, confidence=0.5)
    DocumentMemory(memory, PAIR, "m").keep("a", answer)
    DocumentMemory(memory, PAIR, "m").keep("b", Answer(marked="b", care=Care.NOT_TRANSLATED))
    found = DocumentMemory(memory, PAIR, "m").find(["a", "b"])
    assert found == {
        "a": Answer(marked="A", origin=Origin.REMEMBERED, warnings=(WARNING,), care=Care.PLACED, confidence=0.5)
    }
    memory.close()


def test_only_translations_without_doubts_are_examples() -> None:
    memory = translation_memory_in_memory()
    DocumentMemory(memory, PAIR, "m").keep("a long sentence", Answer(marked="A", warnings=(WARNING,)))
    memory.keep(PAIR, [MemoryUnit(source="a long sentences", target="B", origin=UnitOrigin.PERSON)])
    near = DocumentMemory(memory, PAIR, "m").near().to("a long sentence!")
    assert [match.pair.target for match in near] == ["B"]
    memory.close()


@pytest.mark.parametrize("memory", [None, FullDisk()])
def test_without_a_memory_everything_goes_on(memory: FullDisk | None) -> None:
    remembered = DocumentMemory(memory, PAIR, "m")
    assert remembered.find(["a"]) == {}
    remembered.keep("a", Answer(marked="A"))
    assert DocumentMemory(memory, PAIR, "m").near().to("a") == ()
    DocumentMemory(memory, PAIR, "m").prune()


@pytest.mark.parametrize("fault", [TranslationFault.CUT, TranslationFault.REPEATS])
def test_half_a_translation_is_not_remembered(fault: TranslationFault) -> None:
    memory = translation_memory_in_memory()
    remembered = DocumentMemory(memory, PAIR, "m")
    remembered.keep("a", Answer(marked="A", warnings=(TranslationWarning(fault),)))
    assert remembered.find(["a"]) == {}
    memory.close()


def test_another_tone_makes_another_translation() -> None:
    model = READY_STATUS.model
    assert model is not None
    assert made_by(model, Tone.FORMAL, (), "") != made_by(model, Tone.INFORMAL, (), "")
