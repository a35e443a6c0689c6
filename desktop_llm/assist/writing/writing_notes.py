"""What a person should know before a model reads or writes a text: of the model, or of the text. Any thread."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from desktop_llm.assist.model_profiles import profile_of
from desktop_llm.engine.messages import ModelDescription

_SMALL_MODEL_PARAMETERS: Final = 1_000_000_000


class WritingNote(StrEnum):
    SMALL_MODEL = "small_model"
    """It is too small to be good at this; what it proposes is checked all the same."""
    NOT_MADE_FOR_IT = "not_made_for_it"
    """It only translates, or only continues texts."""
    LANGUAGE_UNKNOWN = "language_unknown"
    NOTHING_TO_READ = "nothing_to_read"
    """There are no sentences: it is empty, code, or quotations."""


def model_notes(model: ModelDescription) -> Iterator[WritingNote]:
    """Of a model that proofreads or writes."""
    if not profile_of(model).follows_instructions:
        yield WritingNote.NOT_MADE_FOR_IT
    elif 0 < model.n_parameters < _SMALL_MODEL_PARAMETERS:
        yield WritingNote.SMALL_MODEL
