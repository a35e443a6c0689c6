"""What a person accepted goes to the translation memory as that person's own. Any thread that may wait."""

from collections.abc import Sequence

from desktop_llm.assist.translation.document_memory import Memory
from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.mark_repair import restored
from desktop_llm.assist.translation.protected_text import ProtectedText
from desktop_llm.assist.translation.translation_pieces import has_words
from desktop_llm.storage.translation_memory import LanguagePair, MemoryUnit, UnitOrigin


def keep_accepted(memory: Memory, languages: tuple[str, str], results: Sequence[SegmentResult]) -> None:
    """Those that could be put in the place of their sources again: with every mark. Raises StorageError."""
    units: list[MemoryUnit] = []
    for result in results:
        protected = ProtectedText(result.segment.content)
        marked = protected.recognized(result.content)
        if has_words(protected.text) and restored(protected, marked) is not None:
            units.append(MemoryUnit(source=protected.text, target=marked, origin=UnitOrigin.PERSON))
    memory.keep(LanguagePair(*languages), units)
