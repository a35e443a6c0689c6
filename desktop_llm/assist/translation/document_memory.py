"""The translation memory as the translation of a file uses it. A job's thread.

Without a memory, and when it fails, nothing is remembered and everything goes on.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec
from msgspec import Struct

from desktop_llm.assist.remembered_values import model_identity
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.near_matches import NearMatches
from desktop_llm.assist.translation.protected_text import MarkWarning
from desktop_llm.assist.translation.translation_checks import UNFINISHED
from desktop_llm.assist.translation.translation_prompts import PROMPT_VERSION
from desktop_llm.assist.translation.translation_request import Pair, Term, Tone
from desktop_llm.assist.translation.translation_result import Origin, TranslationWarning
from desktop_llm.engine.messages import ModelDescription
from desktop_llm.errors import StorageError
from desktop_llm.storage.translation_memory import LanguagePair, MemoryUnit, UnitOrigin

_log = logging.getLogger(__name__)


class Memory(Protocol):
    """`storage/translation_memory.py` is one; may raise StorageError."""

    def find(self, pair: LanguagePair, sources: Sequence[str], made_by: str) -> dict[str, MemoryUnit]: ...

    def keep(self, pair: LanguagePair, units: Iterable[MemoryUnit]) -> None: ...

    def units(self, pair: LanguagePair) -> list[MemoryUnit]: ...

    def prune(self) -> int: ...


class Answer(Struct, frozen=True, kw_only=True):
    """A translation with its marks, and what is known of it."""

    marked: str
    origin: Origin = Origin.MODEL
    warnings: tuple[TranslationWarning, ...] = ()
    care: Care = Care.NONE
    lost: tuple[MarkWarning, ...] = ()
    confidence: float | None = None


class _Details(Struct, frozen=True, kw_only=True):
    warnings: tuple[TranslationWarning, ...] = ()
    care: Care = Care.NONE
    confidence: float | None = None


def made_by(model: ModelDescription, tone: Tone, glossary: tuple[Term, ...], hint: str) -> str:
    """What shaped a model's translation: with another model, tone, glossary or wish it is made again."""
    identity = (PROMPT_VERSION, *model_identity(model))
    return hashlib.sha256(msgspec.msgpack.encode((identity, tone, glossary, hint))).hexdigest()[:32]


class DocumentMemory:
    def __init__(self, memory: Memory | None, pair: LanguagePair, maker: str) -> None:
        """`maker` as `made_by` gives it."""
        self._memory = memory
        self._pair = pair
        self._maker = maker

    def find(self, marked: Sequence[str]) -> dict[str, Answer]:
        if self._memory is None or not marked:
            return {}
        try:
            units = self._memory.find(self._pair, marked, self._maker)
        except StorageError as error:
            self._give_up(error)
            return {}
        return {source: _answer(unit) for source, unit in units.items()}

    def keep(self, marked: str, answer: Answer) -> None:
        """A model's translation; what stands in the source's place is none, and neither is half of one."""
        is_unfinished = any(warning.fault in UNFINISHED for warning in answer.warnings)
        if self._memory is None or is_unfinished or answer.care in (Care.NOT_TRANSLATED, Care.FORMATS_LOST):
            return
        details = _Details(warnings=answer.warnings, care=answer.care, confidence=answer.confidence)
        unit = MemoryUnit(
            source=marked, target=answer.marked, made_by=self._maker, details=msgspec.msgpack.encode(details)
        )
        try:
            self._memory.keep(self._pair, [unit])
        except StorageError as error:
            self._give_up(error)

    def near(self) -> NearMatches:
        """Translations without doubts, those of people first."""
        if self._memory is None:
            return NearMatches(())
        try:
            units = self._memory.units(self._pair)
        except StorageError as error:
            self._give_up(error)
            return NearMatches(())
        units.sort(key=lambda unit: unit.origin is UnitOrigin.MODEL)
        return NearMatches([Pair(unit.source, unit.target) for unit in units if not _answer(unit).warnings])

    def prune(self) -> None:
        """Forget the oldest of models' translations beyond the memory's bound."""
        if self._memory is None:
            return
        try:
            self._memory.prune()
        except StorageError as error:
            self._give_up(error)

    def _give_up(self, error: StorageError) -> None:
        _log.warning("translations are not remembered: %s", error)
        self._memory = None


def _answer(unit: MemoryUnit) -> Answer:
    if unit.origin is not UnitOrigin.MODEL:
        return Answer(marked=unit.target, origin=Origin.GIVEN)
    try:
        details = msgspec.msgpack.decode(unit.details, type=_Details)
    except msgspec.DecodeError:  # of an earlier version of this program
        details = _Details()
    return Answer(
        marked=unit.target,
        origin=Origin.REMEMBERED,
        warnings=details.warnings,
        care=details.care,
        confidence=details.confidence,
    )
