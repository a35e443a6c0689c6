"""What a person should know of the model that was just loaded, in sentences. GUI thread."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.engine.messages import LoadNote, ModelDescription
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate

_NOTES: Final[Mapping[LoadNote, str]] = {
    LoadNote.FEWER_GPU_LAYERS: QT_TRANSLATE_NOOP(
        "ModelSentences", "The graphics card has room for a part of this model only; the processor does the rest."
    ),
    LoadNote.NO_GPU_LAYERS: QT_TRANSLATE_NOOP(
        "ModelSentences", "The graphics card could not be used, so the processor does all the work."
    ),
}


def model_sentences(model: ModelDescription) -> tuple[str, ...]:
    """None for a model that is as it should be."""
    sentences = [translate("ModelSentences", _NOTES[note]) for note in model.notes]
    if not model.has_chat_template:
        sentences.append(
            translate("ModelSentences", "This model continues text; it was not made for conversations and may ramble.")
        )
    return tuple(sentences)
