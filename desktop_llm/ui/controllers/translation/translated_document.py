"""A file on the list of the Translate pane: how far it is and what there is of its translation. GUI thread."""

from dataclasses import dataclass, field
from pathlib import Path

from desktop_llm.assist.translation.document_review import DocumentReview
from desktop_llm.assist.translation.document_translation_result import DocumentRequest
from desktop_llm.assist.translation.kept_translations import KeptTranslation
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.documents.segments import EditableFile, Layout
from desktop_llm.ui.error_text import ErrorText
from desktop_llm.ui.rows.document_rows import DocumentRow
from desktop_llm.ui.rows.translated_rows import Phase, progress_text, translated_row


@dataclass(eq=False, slots=True)
class TranslatedDocument:
    """choices are what is wished, made_with what its translation was made with; None: there is none yet."""

    key: str
    number: int
    path: Path
    choices: TranslationChoices
    layout: Layout = Layout.REPLACED
    phase: Phase = Phase.OPENING
    file: EditableFile | None = None
    review: DocumentReview | None = None
    made_with: TranslationChoices | None = None
    terms: tuple[Term, ...] = ()
    terms_of: str = ""
    """The glossary that they were read from."""
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What is to be known of the file."""
    failure: ErrorText | None = None
    is_locked: bool = False
    """It asks for its password."""
    left_s: float | None = None
    n_done: int = 0
    output: str = ""
    busy_segments: set[int] = field(default_factory=set)
    """They are being translated again."""

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_active(self) -> bool:
        return self.phase in (Phase.QUEUED, Phase.RUNNING)

    @property
    def is_stale(self) -> bool:
        """Whether something else is wished than what there is."""
        return self.made_with is not None and self.made_with != self.choices

    @property
    def can_begin(self) -> bool:
        if self.file is None or self.is_active:
            return False
        return self.phase is not Phase.DONE or self.is_stale

    @property
    def are_terms_read(self) -> bool:
        return self.terms_of == self.choices.glossary

    def take_terms(self, glossary: str, terms: tuple[Term, ...]) -> None:
        """Those of a glossary's file."""
        self.terms_of, self.terms = glossary, terms
        if self.review is not None:
            self.review.use_glossary(terms)

    @property
    def n_segments(self) -> int:
        return len(self.file.segments) if self.file is not None else 0

    @property
    def n_translated(self) -> int:
        return self.review.counts.n_translated if self.review is not None else 0

    @property
    def row(self) -> DocumentRow:
        """On the list beside the pane."""
        problem = self.failure.whole if self.failure else ""
        target = self.choices.target
        return translated_row(self.key, self.name, target, self.phase, self.n_done, self.n_segments, problem)

    @property
    def progress_text(self) -> str:
        n_done = self.n_done if self.phase is Phase.RUNNING else self.n_translated
        return progress_text(self.phase, n_done, self.n_segments, self.left_s)

    def request(self) -> DocumentRequest:
        """For the whole file, as its translation was begun. Only when it is open."""
        assert self.file is not None
        choices = self.made_with or self.choices
        source = "" if choices.source == choices.target else choices.source
        return DocumentRequest(
            file=self.file, target=choices.target, source=source, tone=choices.tone, glossary=self.terms
        )

    def begin_review(self) -> None:
        """For what is wished now. What is there already stays if the languages are the same. Only when it is open."""
        assert self.file is not None
        choices = self.choices
        languages = (choices.source or self.file.language, choices.target)
        former = self.review
        if former is not None and former.file is self.file and former.languages == languages and not self.is_stale:
            former.use_glossary(self.terms)  # of thousands of segments another one takes a moment
            return
        review = DocumentReview(self.file, languages, self.terms)
        if former is not None and former.languages == languages:
            review.take_over(former, only_a_persons=self.is_stale)
        self.review = review

    def kept(self) -> KeptTranslation:
        return KeptTranslation(
            key=self.key,
            number=self.number,
            path=str(self.path),
            choices=self.choices,
            made_with=self.made_with,
            layout=self.layout,
            file=self.file,
            results=dict(self.review.results) if self.review else {},
            edited=tuple(sorted(self.review.edited)) if self.review else (),
            output=self.output,
        )


def document_of(kept: KeptTranslation) -> TranslatedDocument:
    """As it was left."""
    document = TranslatedDocument(kept.key, kept.number, Path(kept.path), kept.choices, kept.layout)
    document.file, document.output, document.made_with = kept.file, kept.output, kept.made_with
    if kept.file is None:
        return document
    document.phase = Phase.READY
    wished = kept.made_with or kept.choices
    document.review = DocumentReview(kept.file, (wished.source or kept.file.language, wished.target))
    document.review.restore(kept.results, kept.edited)
    if kept.made_with is not None:
        document.phase = Phase.DONE if document.review.is_whole else Phase.STOPPED
    return document
