"""What is said of a translation: what is doubtful in it, what the model cannot do, how far it is. GUI thread."""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop_llm.assist.translation.translation_request import Tone
from desktop_llm.assist.translation.translation_result import (
    TranslationFault,
    TranslationNote,
    TranslationPlanned,
    TranslationWarning,
)
from desktop_llm.assist.translation.translation_view import ViewedSentence
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, and_text, list_text, number_text, translate
from desktop_llm.ui.language_text import language_name

_SHOWN_CHARACTERS: Final = 120
TONES: Final[Mapping[Tone, str]] = {
    Tone.NEUTRAL: QT_TRANSLATE_NOOP("TranslationWords", "Any tone"),
    Tone.FORMAL: QT_TRANSLATE_NOOP("TranslationWords", "Formal"),
    Tone.INFORMAL: QT_TRANSLATE_NOOP("TranslationWords", "Informal"),
}
_FAULTS: Final[Mapping[TranslationFault, str]] = {
    TranslationFault.EMPTY: QT_TRANSLATE_NOOP("TranslationWords", "The model gave nothing."),
    TranslationFault.CUT: QT_TRANSLATE_NOOP("TranslationWords", "The translation is cut off."),
    TranslationFault.REPEATS: QT_TRANSLATE_NOOP("TranslationWords", "It repeats itself."),
    TranslationFault.WRONG_LANGUAGE: QT_TRANSLATE_NOOP("TranslationWords", "This is {language}."),
    TranslationFault.UNTRANSLATED: QT_TRANSLATE_NOOP("TranslationWords", "Not translated: {text}"),
    TranslationFault.EXAMPLE: QT_TRANSLATE_NOOP("TranslationWords", "It repeats an example that the model was shown."),
    TranslationFault.TOO_SHORT: QT_TRANSLATE_NOOP("TranslationWords", "It is much shorter than the original."),
    TranslationFault.TOO_LONG: QT_TRANSLATE_NOOP("TranslationWords", "It is much longer than the original."),
    TranslationFault.NUMBER_MISSING: QT_TRANSLATE_NOOP("TranslationWords", "The number {text} is missing."),
    TranslationFault.NUMBER_ADDED: QT_TRANSLATE_NOOP("TranslationWords", "The number {text} is not in the original."),
    TranslationFault.NAME_MISSING: QT_TRANSLATE_NOOP("TranslationWords", "The name {text} is missing."),
    TranslationFault.PLACEHOLDER_MISSING: QT_TRANSLATE_NOOP("TranslationWords", "{text} is missing."),
    TranslationFault.PLACEHOLDER_ADDED: QT_TRANSLATE_NOOP("TranslationWords", "{text} is not in the original."),
    TranslationFault.TERM_MISSING: QT_TRANSLATE_NOOP("TranslationWords", "The glossary wants “{text}”."),
}
_NOTES: Final[Mapping[TranslationNote, str]] = {
    TranslationNote.LANGUAGE_UNSUPPORTED: QT_TRANSLATE_NOOP(
        "TranslationWords", "{model} was not made for {languages}; do not rely on what it writes."
    ),
    TranslationNote.TONE_IGNORED: QT_TRANSLATE_NOOP("TranslationWords", "{model} cannot be told a tone."),
    TranslationNote.GLOSSARY_UNSEEN: QT_TRANSLATE_NOOP(
        "TranslationWords", "{model} cannot be told terms; the glossary is only checked."
    ),
    TranslationNote.ALREADY_THERE: QT_TRANSLATE_NOOP("TranslationWords", "The text is in {target} already."),
    TranslationNote.LANGUAGE_UNKNOWN: QT_TRANSLATE_NOOP(
        "TranslationWords", "Which language this is cannot be told; choose it above."
    ),
}


def fault_sentence(warning: TranslationWarning) -> str:
    text = " ".join(warning.text.split())
    shown = f"{text[:_SHOWN_CHARACTERS]}…" if len(text) > _SHOWN_CHARACTERS else text
    sentence = translate("TranslationWords", _FAULTS[warning.fault])
    return sentence.format(text=shown, language=language_name(warning.text))


def doubts(sentence: ViewedSentence) -> tuple[str, ...]:
    """What is doubtful in a sentence; nothing for one that looks right."""
    if not sentence.warnings and not sentence.is_unsure:
        return ()
    sentences = [fault_sentence(warning) for warning in sentence.warnings]
    if sentence.is_unsure and sentence.confidence is not None:
        unsure = translate("TranslationWords", "The model was not sure of this ({percent} %).")
        sentences.append(unsure.format(percent=number_text(round(100 * sentence.confidence))))
    return tuple(sentences)


def note_sentences(planned: TranslationPlanned, capable: Sequence[str]) -> tuple[str, ...]:
    """What the model cannot do; `capable` are models that were made for the pair."""
    languages = and_text([language_name(code) for code in planned.unsupported])
    sentences = [
        translate("TranslationWords", _NOTES[note]).format(
            model=planned.model_name, languages=languages, target=language_name(planned.target)
        )
        for note in planned.notes
    ]
    if planned.unsupported and capable:
        made = translate("TranslationWords", "Made for it: {models}.")
        sentences.append(made.format(models=list_text(capable)))
    return tuple(sentences)


def progress_text(n_done: int, n_segments: int) -> str:
    text = translate("TranslationWords", "{done} of {count} paragraphs")
    return text.format(done=number_text(n_done), count=number_text(n_segments))


def doubt_count_text(count: int) -> str:
    """How many sentences are to be looked at; empty for none."""
    if not count:
        return ""
    if count == 1:
        return translate("TranslationWords", "1 sentence to look at")
    return translate("TranslationWords", "{count} sentences to look at").format(count=number_text(count))
