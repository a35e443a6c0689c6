"""Checks a translation that is there already, paragraph by paragraph. No model is asked. Pure; any thread."""

from collections.abc import Sequence
from itertools import zip_longest

from desktop_llm.assist.translation.sentence_pairs import sentence_pairs
from desktop_llm.assist.translation.translation_checks import check_translation
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import Origin, Translation


def checked_translations(
    sources: Sequence[str],
    targets: Sequence[str],
    source_language: str,
    target_language: str,
    glossary: Sequence[Term] = (),
) -> list[Translation]:
    """Each source with the target of the same number; what one side has more is held against nothing."""
    return [
        Translation(
            source=source,
            target=target,
            language=source_language,
            origin=Origin.GIVEN,
            warnings=check_translation(source, target, source_language, target_language, glossary),
            sentences=sentence_pairs(source, target, (source_language, target_language)),
        )
        for source, target in zip_longest(sources, targets, fillvalue="")
    ]
