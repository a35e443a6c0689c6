"""Lines of English for the terminal, and the JSON, of a translation: what is doubtful, and what the model cannot do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.translation.translation_result import (
    Translation,
    TranslationFault,
    TranslationNote,
    TranslationPlanned,
    TranslationWarning,
)

_FAULTS: Final[Mapping[TranslationFault, str]] = {
    TranslationFault.EMPTY: "the model gave nothing",
    TranslationFault.CUT: "the translation is cut off",
    TranslationFault.REPEATS: "it repeats itself",
    TranslationFault.WRONG_LANGUAGE: "it is in {language}",
    TranslationFault.UNTRANSLATED: "not translated: {text}",
    TranslationFault.EXAMPLE: "it repeats an example that the model was shown",
    TranslationFault.TOO_SHORT: "it is much shorter than the original",
    TranslationFault.TOO_LONG: "it is much longer than the original",
    TranslationFault.NUMBER_MISSING: "the number {text} is missing",
    TranslationFault.NUMBER_ADDED: "the number {text} is not in the original",
    TranslationFault.NAME_MISSING: "the name {text} is missing",
    TranslationFault.PLACEHOLDER_MISSING: "{text} is missing",
    TranslationFault.PLACEHOLDER_ADDED: "{text} is not in the original",
    TranslationFault.TERM_MISSING: "the glossary wants {text}",
}
_NOTES: Final[Mapping[TranslationNote, str]] = {
    TranslationNote.LANGUAGE_UNSUPPORTED: "{model} was not made for {languages}.",
    TranslationNote.TONE_IGNORED: "{model} cannot be told a tone.",
    TranslationNote.GLOSSARY_UNSEEN: "{model} cannot be told terms; the glossary is only checked.",
    TranslationNote.ALREADY_THERE: "The text is in {target} already.",
    TranslationNote.LANGUAGE_UNKNOWN: "Nobody can tell which language the text is in; name it with --from.",
}
_CAPABLE: Final = " A model that was: {names}."
_SHOWN_CHARACTERS: Final = 60


class JsonWarning(Struct, frozen=True):
    fault: str
    text: str


class JsonSegment(Struct, frozen=True, kw_only=True):
    source: str
    target: str
    warnings: tuple[JsonWarning, ...]
    confidence: float | None
    language: str
    origin: str


class JsonTranslation(Struct, frozen=True, kw_only=True):
    """What `--json` prints. complete: every segment is there."""

    segments: tuple[JsonSegment, ...]
    source_language: str
    target_language: str
    model: str
    notes: tuple[str, ...]
    unsupported: tuple[str, ...]
    complete: bool


def json_translation(
    translations: Sequence[Translation | None], planned: TranslationPlanned | None, target: str
) -> JsonTranslation:
    """Segments that are not there yet are left out."""
    done = [each for each in translations if each is not None]
    return JsonTranslation(
        segments=tuple(map(json_segment, done)),
        source_language=planned.source if planned else "",
        target_language=target,
        model=planned.model_name if planned else "",
        notes=tuple(map(str, planned.notes)) if planned else (),
        unsupported=planned.unsupported if planned else (),
        complete=len(done) == len(translations),
    )


def json_segment(translation: Translation) -> JsonSegment:
    confidence = translation.confidence
    return JsonSegment(
        source=translation.source,
        target=translation.target,
        warnings=tuple(JsonWarning(str(each.fault), each.text) for each in translation.warnings),
        confidence=None if confidence is None else round(confidence, 3),
        language=translation.language,
        origin=str(translation.origin),
    )


def note_lines(planned: TranslationPlanned, capable: Sequence[str]) -> Iterator[str]:
    """`capable`: names of models that were made for the pair."""
    for note in planned.notes:
        line = _NOTES[note].format(
            model=planned.model_name,
            languages=" and ".join(_name(code) for code in planned.unsupported),
            target=_name(planned.target),
        )
        yield line + (_CAPABLE.format(names=", ".join(capable)) if _is_about_pair(note) and capable else "")


def warning_lines(number: int, translation: Translation) -> Iterator[str]:
    """`number` counts from 1."""
    start = " ".join(translation.source.split())
    shown = f"{start[:_SHOWN_CHARACTERS]}…" if len(start) > _SHOWN_CHARACTERS else start
    for warning in translation.warnings:
        yield f"Segment {number} ({shown}): {fault_text(warning)}."


def fault_text(warning: TranslationWarning) -> str:
    """Without a full stop: whoever shows it ends the sentence."""
    text = " ".join(warning.text.split())
    sentence = _FAULTS[warning.fault].format(text=text[: 2 * _SHOWN_CHARACTERS], language=_name(warning.text))
    return sentence.rstrip(".")


def _is_about_pair(note: TranslationNote) -> bool:
    return note is TranslationNote.LANGUAGE_UNSUPPORTED


def _name(code: str) -> str:
    return language_name(code) or code
