"""A text and what there is of its translation, put together for two editors side by side: pairs of sentences. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from desktop_llm.assist.translation.text_segments import SegmentedText
from desktop_llm.assist.translation.translation_result import SentencePair, Translation, TranslationWarning

UNSURE_BELOW = 0.4
"""Confidence under which a sentence is marked. Of a 270-million model a tenth of the sentences are below."""


class ViewedSentence(Struct, frozen=True, kw_only=True):
    """Where a sentence stands in both texts, and what is to be said of it. segment: the number of its paragraph."""

    segment: int
    source_start: int
    source_end: int
    start: int
    end: int
    confidence: float | None = None
    warnings: tuple[TranslationWarning, ...] = ()

    @property
    def is_unsure(self) -> bool:
        return self.confidence is not None and self.confidence < UNSURE_BELOW


class TranslationView(Struct, frozen=True):
    """`text` is the translation, as far as it is there; the sentences stand in the order of the text."""

    text: str = ""
    sentences: tuple[ViewedSentence, ...] = ()


def translation_view(
    text: SegmentedText, done: Mapping[int, Translation], growing: Mapping[int, str]
) -> TranslationView:
    """Paragraphs that are not there yet are empty, so that those behind them stand beside their originals."""
    targets = [done[index].target if index in done else growing.get(index, "") for index in range(len(text.segments))]
    if not any(targets):
        return TranslationView()
    joined, starts = text.joined(targets)
    sentences = tuple(
        _viewed(index, pair, done[index], text.segments[index].start, starts[index])
        for index in range(len(text.segments))
        if index in done
        for pair in done[index].sentences
    )
    return TranslationView(joined, sentences)


def _viewed(index: int, pair: SentencePair, translation: Translation, source_at: int, at: int) -> ViewedSentence:
    return ViewedSentence(
        segment=index,
        source_start=source_at + pair.source_start,
        source_end=source_at + pair.source_end,
        start=at + pair.start,
        end=at + pair.end,
        confidence=pair.confidence,
        warnings=tuple(warning for warning in translation.warnings if _is_about(warning, pair, translation)),
    )


def _is_about(warning: TranslationWarning, pair: SentencePair, translation: Translation) -> bool:
    """A warning that names something is about the sentences that hold it, if any do; else about all."""
    if not warning.text or not any(_holds(warning, each, translation) for each in translation.sentences):
        return True
    return _holds(warning, pair, translation)


def _holds(warning: TranslationWarning, pair: SentencePair, translation: Translation) -> bool:
    source = translation.source[pair.source_start : pair.source_end]
    return warning.text in source or warning.text in translation.target[pair.start : pair.end]
