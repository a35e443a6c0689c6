"""What a person asks of a summary. Values only; any thread."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from desktop_llm.documents.document import Document


class SummaryForm(StrEnum):
    """What the summary looks like. The names are those of `desktop-llm summarize --form`."""

    SENTENCE = "sentence"
    KEY_POINTS = "points"
    PARAGRAPH = "paragraph"
    OUTLINE = "outline"
    """Heading by heading, as the document has them."""
    ACTIONS = "actions"
    """Who shall do what by when."""
    QUESTIONS = "questions"
    """Questions that the document answers, with the answers."""
    TIMELINE = "timeline"
    EXECUTIVE = "executive"
    """For somebody who has to decide: the matter, the findings, what follows."""
    FREE = "free"
    """What `SummaryRequest.instruction` says."""


class SummaryLength(Struct, frozen=True, kw_only=True):
    """How long: in words, or as a share of the document's words. Both 0: as is usual for the form."""

    n_words: Annotated[int, Meta(ge=0)] = 0
    share: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.0


class SummaryParts(StrEnum):
    """Of several documents: one summary for each, one for all together, or first the one and then the other."""

    EACH_AND_TOGETHER = "each_and_together"
    EACH = "each"
    TOGETHER = "together"


class SummaryRequest(Struct, frozen=True, kw_only=True):
    """Everything that shapes a summary but the model.

    language is an ISO 639-1 code; empty stands for each document's own. focus is a question ("what does it say about
    costs?"); empty for everything.
    """

    documents: tuple[Document, ...]
    form: SummaryForm = SummaryForm.KEY_POINTS
    length: SummaryLength = SummaryLength()
    language: str = ""
    focus: str = ""
    instruction: str = ""
    parts: SummaryParts = SummaryParts.EACH_AND_TOGETHER


class SummaryChoices(Struct, frozen=True, kw_only=True):
    """A request without its documents: what a person chose. The fields mean what they mean there."""

    form: SummaryForm = SummaryForm.KEY_POINTS
    length: SummaryLength = SummaryLength()
    language: str = ""
    focus: str = ""
    instruction: str = ""
    parts: SummaryParts = SummaryParts.EACH_AND_TOGETHER

    def request(self, documents: tuple[Document, ...]) -> SummaryRequest:
        return SummaryRequest(
            documents=documents,
            form=self.form,
            length=self.length,
            language=self.language,
            focus=self.focus,
            instruction=self.instruction if self.form is SummaryForm.FREE else "",
            parts=self.parts,
        )
